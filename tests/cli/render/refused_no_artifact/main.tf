resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  org_id     = "shop"
  project_id = "cart"
  yaml       = <<-EOT
    service:
      name: web
      identifier: web
      orgIdentifier: shop
      projectIdentifier: cart
      serviceDefinition:
        type: Kubernetes
        spec:
          {}
  EOT
}
