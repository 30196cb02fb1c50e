resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  yaml       = "service: ${join("", [for i in range(1024) : "["])}"
}
