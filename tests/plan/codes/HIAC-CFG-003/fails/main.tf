resource "harness_platform_service" "web" {
  # hiac:ignore HIAC-SVC-014
  identifier = "web"
  name       = "Web"
}
