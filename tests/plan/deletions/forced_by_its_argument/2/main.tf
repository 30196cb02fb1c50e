resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: Gcr
                  spec:
                    connectorRef: google
                    imagePath: p/nginx
                    registryHostname: gcr.io
                    tag: <+input>
  EOT
}
