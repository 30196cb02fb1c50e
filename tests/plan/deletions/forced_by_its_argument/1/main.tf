resource "harness_platform_connector_gcp" "google" {
  identifier   = "google"
  name         = "google"
  org_id       = "acme"
  project_id   = "shop"
  force_delete = true
  inherit_from_delegate {
    delegate_selectors = ["here"]
  }
}

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
