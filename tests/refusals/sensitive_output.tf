variable "s" {
  default   = "secret-value"
  sensitive = true
}

output "x" {
  value = var.s
}
