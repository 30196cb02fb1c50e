resource "harness_platform_connector_docker" "docs" {
  identifier = "docs"
  name       = "docs"
  type       = "Other"
  url        = "https://docs.example.com"
}

resource "harness_platform_connector_docker" "ours" {
  identifier = "ours"
  name       = "ours"
  type       = "Other"
  url        = "https://registry.example.com"
}
