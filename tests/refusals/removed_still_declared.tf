resource "harness_platform_organization" "still" {
  identifier = "still"
  name       = "Still"
}

removed {
  from = harness_platform_organization.still
}
