variable "a" {
  type = list(string)
}

variable "b" {
  default = null
}

variable "n" {
  type = number
}

output "all" {
  value = [var.a, var.b, var.n]
}
