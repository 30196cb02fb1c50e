terraform {
  required_providers {
    harness = { source = "example/harness" }
    a       = { source = "bad source" }
    b       = { source = "w/x/y/z", version = "x" }
    c       = { source = "x/y", wrong = 1 }
    d       = "zz"
  }
}

provider "harness" {
  alias    = "q"
  endpoint = var.nope
}

provider "harness" {
  alias = "q"
}

provider "harness" {
  alias = var.x
}

provider "harness" {
  alias = "0"
}

resource "harness_platform_organization" "x" {
  provider   = harness.absent
  identifier = "x"
  name       = "X"
}

resource "harness_platform_organization" "y" {
  provider   = harness.q
  identifier = "y"
  name       = "Y"
}
