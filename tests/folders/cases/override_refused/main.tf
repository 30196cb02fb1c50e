variable "v" {
  default = "x"
}

output "o" {
  value = var.v
}

resource "harness_platform_organization" "a" {
  identifier = "a"
  name       = "a"
}
