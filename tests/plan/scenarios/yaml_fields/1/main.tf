resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "Web"
  org_id     = "default"
  project_id = "shop"
  yaml       = file("${path.module}/web.yaml")
}
