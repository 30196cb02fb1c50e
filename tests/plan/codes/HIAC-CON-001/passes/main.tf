resource "harness_platform_connector_docker" "amazon" {
  identifier = "amazon"
  name       = "amazon"
  type       = "Other"
  url        = "https://1234567890.dkr.ecr.us-east-2.amazonaws.com"
}

resource "harness_platform_connector_docker" "other" {
  identifier = "other"
  name       = "other"
  type       = "Other"
  url        = "registry.example.com"
}
