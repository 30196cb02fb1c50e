variable "given" {}
variable "other" {}

output "given" {
  value = var.given
}

output "other" {
  value = var.other
}
