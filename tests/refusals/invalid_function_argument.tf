output "x" {
  value = tonumber("abc")
}

output "y" {
  value = nofunction(1)
}

output "z" {
  value = upper()
}
