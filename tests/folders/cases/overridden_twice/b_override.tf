locals {
  n = 3
}

output "n" {
  value = "b ${local.n}"
}

locals {
  n = 4
}
