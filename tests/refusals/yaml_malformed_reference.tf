resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  yaml       = <<-EOT
    service:
      name: web
      identifier: web
      serviceDefinition:
        spec:
          artifacts:
            primary:
              sources:
                - spec:
                    connectorRef: team.docker
  EOT
}
