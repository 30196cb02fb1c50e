locals {
  native = "native, ${var.a}"
}

variable "a" {
}
