moved {
  from = harness_platform_organization.a
  to   = module.b
}

moved {
  from = harness_platform_organization.a
}

moved {
  from = harness_platform_organization
  to   = harness_platform_organization.b["x"].name
}

moved {
  from = module.x.harness_platform_organization.q[0]
  to   = harness_platform_organization.p
  why  = 1
}

moved {
  from = "harness_platform_organization.p"
  to   = harness_platform_organization.q
}
