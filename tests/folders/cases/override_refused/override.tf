variable "v" {
  validation {
    condition     = var.v != ""
    error_message = "No."
  }
}

variable "missing" {
  default = 1
}

locals {
  missing = 1
}

output "o" {
  precondition {
    condition     = var.v != ""
    error_message = "No."
  }
}

output "missing" {
  value = 1
}

resource "harness_platform_organization" "a" {
  depends_on = [harness_platform_organization.b]

  lifecycle {
    postcondition {
      condition     = self.id != ""
      error_message = "No."
    }
  }
}

resource "harness_platform_organization" "missing" {
}

data "harness_platform_organization" "missing" {
}

module "missing" {
  source = "./missing"
}

moved {
  from = harness_platform_organization.old
  to   = harness_platform_organization.a
}

removed {
  from = harness_platform_organization.older
}

import {
  to = harness_platform_organization.a
  id = "a"
}

check "c" {
  assert {
    condition     = var.v != ""
    error_message = "No."
  }
}

unknown "block" {
}
