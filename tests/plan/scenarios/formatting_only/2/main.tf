resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "Web"
  org_id     = "default"
  project_id = "shop"
  yaml       = <<-EOT
    # The shop's front.
    service:
      identifier: web # not the name
      name: Web

      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              sources:
              - spec: {connectorRef: <+input>, imagePath: library/nginx, tag: '1.27'}
                type: DockerRegistry
                identifier: nginx
              primaryArtifactRef: nginx
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
