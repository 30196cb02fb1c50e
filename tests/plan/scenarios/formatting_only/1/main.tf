resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "Web"
  org_id     = "default"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: Web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: nginx
              sources:
                - identifier: nginx
                  type: DockerRegistry
                  spec:
                    connectorRef: <+input>
                    imagePath: library/nginx
                    tag: "1.27"
  EOT
}

output "yaml" {
  value = harness_platform_service.web.yaml
}

resource "harness_platform_service" "watch" {
  identifier  = "watch"
  name        = "Watch"
  description = "Of ${sha1(harness_platform_service.web.yaml)}"
}
