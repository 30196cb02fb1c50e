variable "text" {
  type = string
}

output "shout" {
  value = upper(var.text)
}
