locals {
  a = = 1
}

resource "x" {
}

variable "y" {
  nope = 1
}
