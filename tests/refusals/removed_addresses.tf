resource "harness_platform_organization" "still" {
  identifier = "still"
  name       = "Still"
}

removed {
  from = harness_platform_organization.a[0]
}

removed {
  from = data.harness_platform_organization.a
}

removed {
  lifecycle {
    destroy = var.x
  }
}

removed {
  from = module.x["k"]
  lifecycle {}
  lifecycle { destroy = false }
}

removed {
  from = module.x
  why  = 1
}
