variable "secret" {
  sensitive = true
  default   = "hunter2"
}

resource "harness_platform_connector_docker" "a" {
  identifier = "${var.secret}/x"
  name       = "a"
  type       = var.secret
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  yaml       = <<-EOT
    service:
      name: ${var.secret}
      identifier: ${var.secret}
      ${var.secret}: 1
      ${var.secret}: 2
      connectorRef: ${var.secret}.x
  EOT
}
