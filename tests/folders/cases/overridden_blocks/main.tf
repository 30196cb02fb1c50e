resource "harness_platform_connector_docker" "hub" {
  for_each   = toset(["a", "b"])
  identifier = each.key
  name       = each.key
  type       = "DockerHub"
  url        = "https://example.com"

  dynamic "credentials" {
    for_each = ["base"]
    content {
      username     = credentials.value
      password_ref = "account.base"
    }
  }

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [name]

    precondition {
      condition     = length(var.kept) > 3
      error_message = "kept from the base file: ${var.kept}."
    }
  }
}

variable "kept" {
  type    = string
  default = "no"
}
