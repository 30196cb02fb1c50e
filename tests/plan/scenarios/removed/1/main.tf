resource "harness_platform_connector_docker" "kept" {
  identifier = "kept"
  name       = "Kept"
  type       = "DockerHub"
  url        = "https://kept.example"
}

resource "harness_platform_connector_docker" "gone" {
  identifier = "gone"
  name       = "Gone"
  type       = "DockerHub"
  url        = "https://gone.example"
}
