variable "given" {}

locals {
  passed = var.given
}

output "out" {
  value = local.passed
}
