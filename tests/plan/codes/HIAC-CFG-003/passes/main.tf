resource "harness_platform_service" "web" {
  # hiac:ignore HIAC-SVC-014, HIAC-CFG-003 a source comes soon
  identifier = "web"
  name       = "Web"
}
