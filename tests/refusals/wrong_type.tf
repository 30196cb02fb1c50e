resource "harness_platform_connector_docker" "a" {
  identifier = "a"
  name       = "a"
  type       = "DockerHub"
  url        = ["x"]
}

resource "harness_platform_connector_docker" "b" {
  identifier          = "b"
  name                = "b"
  type                = "DockerHub"
  url                 = "u"
  execute_on_delegate = "maybe"
}
