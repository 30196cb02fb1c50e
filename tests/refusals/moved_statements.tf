resource "harness_platform_organization" "b" {
  identifier = "b"
  name       = "B"
}

resource "harness_platform_organization" "still" {
  identifier = "still"
  name       = "Still"
}

moved {
  from = harness_platform_organization.a
  to   = harness_platform_organization.b
}

moved {
  from = harness_platform_organization.a
  to   = harness_platform_organization.c
}

moved {
  from = harness_platform_organization.d
  to   = harness_platform_organization.c
}

moved {
  from = harness_platform_organization.x
  to   = harness_platform_organization.x
}

moved {
  from = harness_platform_organization.still
  to   = harness_platform_organization.elsewhere
}
