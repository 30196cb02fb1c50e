# hiac:ignore chosen by the pipeline
resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "Web"
  yaml       = <<-EOT
    service:
      name: Web
      identifier: web
      serviceDefinition:
        type: Ssh
        spec:
          artifacts:
            primary:
              primaryArtifactRef: other
              sources: []
  EOT
}
