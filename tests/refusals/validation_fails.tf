variable "size" {
  default = 3
  validation {
    condition     = var.size > 5
    error_message = "The size must be above 5."
  }
}
