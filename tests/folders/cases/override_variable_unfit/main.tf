variable "type" {
  type    = string
  default = "x"
}

variable "default" {
  type    = number
  default = 1
}

variable "both" {
  type    = string
  default = "x"
}
