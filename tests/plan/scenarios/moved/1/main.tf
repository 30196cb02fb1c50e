resource "harness_platform_connector_docker" "one" {
  identifier = "one"
  name       = "One"
  type       = "DockerHub"
  url        = "https://one.example"
}

resource "harness_platform_connector_docker" "many" {
  count      = 2
  identifier = "many_${count.index}"
  name       = "Many"
  type       = "DockerHub"
  url        = "https://many.example"
}

resource "harness_platform_connector_docker" "single" {
  identifier = "single"
  name       = "Single"
  type       = "DockerHub"
  url        = "https://single.example"
}

resource "harness_platform_connector_docker" "left" {
  identifier = "left"
  name       = "Left"
  type       = "DockerHub"
  url        = "https://left.example"
}

resource "harness_platform_connector_docker" "right" {
  identifier = "right"
  name       = "Right"
  type       = "DockerHub"
  url        = "https://right.example"
}
