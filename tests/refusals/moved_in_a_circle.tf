moved {
  from = harness_platform_organization.a
  to   = harness_platform_organization.b
}

moved {
  from = harness_platform_organization.b
  to   = harness_platform_organization.a
}
