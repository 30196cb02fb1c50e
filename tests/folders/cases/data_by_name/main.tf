data "harness_platform_connector_docker" "a" { name = "Account hub" }
data "harness_platform_service" "web" { identifier = "web" }
data "harness_platform_service" "named" { name = "Web" }
data "harness_platform_organization" "o" { identifier = "main" }
output "a" { value = data.harness_platform_connector_docker.a }
output "web" { value = data.harness_platform_service.web }
output "n" { value = data.harness_platform_service.named.id }
output "o" { value = data.harness_platform_organization.o.id }
