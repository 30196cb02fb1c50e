variable "x" {
  type     = number
  nullable = false

  validation {
    condition     = var.x > 0
    error_message = "Must be positive."
  }
}

# Said once, however many instances the module has.
resource "harness_platform_organization" "q" {
  identifier = "x"
  name       = nothing.x
}

output "s" {
  value = sensitive("x")
}

output "t" {
  value = local.gone
}
