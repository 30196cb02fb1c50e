locals {
  n = 1
}

output "n" {
  value = local.n
}
