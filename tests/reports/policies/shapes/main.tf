resource "harness_platform_connector_docker" "docs" {
  identifier = "docs"
  name       = "docs"
  type       = "Other"
  url        = "https://docs.example.com"
}
