variable "id" {}

resource "harness_platform_organization" "o" {
  identifier = var.id
  name       = "Name of ${var.id}"
}

output "name" {
  value = harness_platform_organization.o.name
}
