resource "harness_platform_service" "broken" {
  identifier = "broken"
  name       = "Broken"
  yaml       = <<-EOT
    service:
      name: Broken
      identifier: broken
      serviceDefinition:
        type: Kubernets
        spec: {}
  EOT
}

locals {
  nothing = harness_platform_connector_docker.nowhere.name
}
