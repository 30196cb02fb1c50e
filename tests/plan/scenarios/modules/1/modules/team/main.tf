variable "name" {
  type = string

  validation {
    condition     = length(var.name) < 3
    error_message = "Short names only."
  }
}

variable "url" {
  type = string
}

variable "org" {}

variable "hubs" {
  default = 2
}

module "hub" {
  source = "../hub"
  count  = var.hubs
  name   = "${var.name}_hub${count.index}"
  url    = var.url
  org    = var.org
}

output "connectors" {
  value = module.hub[*].id
}

output "key" {
  value     = "key of ${var.name}"
  sensitive = true
}
