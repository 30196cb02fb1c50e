resource "harness_platform_connector_docker" "amazon" {
  identifier = "amazon"
  name       = "amazon"
  type       = "Other"
  url        = "1234567890.dkr.ecr.us-east-2.amazonaws.com"
}

resource "harness_platform_connector_docker" "google" {
  identifier = "google"
  name       = "google"
  type       = "Other"
  url        = "eu.gcr.io/my-project"
}
