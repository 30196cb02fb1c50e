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
              primaryArtifactRef: <+input>
              sources:
                - spec:
                    connectorRef: <+input>
                    imagePath: library/nginx
                    tag: 1.26
                  identifier: myimage
                  type: DockerRegistry
  EOT
}
