locals {
  n = 2
}

output "n" {
  value = "a ${local.n}"
}
