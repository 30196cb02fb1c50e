variable "type" {
  type = number
}

variable "default" {
  default = "x"
}

variable "both" {
  type    = number
  default = "x"
}
