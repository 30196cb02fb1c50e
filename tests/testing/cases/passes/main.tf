variable "a" {
  type = string
  default = "x"
  validation {
    condition = var.a != "bad"
    error_message = "a is bad."
  }
}
variable "req" { type = string }
resource "harness_platform_connector_docker" "d" {
  identifier = "docker"
  name = var.a
  type = "DockerHub"
  url = "https://x"
  lifecycle {
    precondition {
      condition = var.a != "pre"
      error_message = "pre failed."
    }
  }
}
output "o" {
  value = harness_platform_connector_docker.d.name
  precondition {
      condition = var.a != "out"
      error_message = "out failed."
  }
}
output "s" {
  value = "secret"
  sensitive = true
}
check "c" {
  assert {
    condition = var.a != "chk"
    error_message = "chk failed."
  }
}
locals { l = "loc" }
