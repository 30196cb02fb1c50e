resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  yaml       = <<-EOT
    service:
      name: shop
      identifier: web
  EOT
}
