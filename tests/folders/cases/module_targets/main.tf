module "m" {
  source     = "./m"
  count      = 2
  id         = "o${count.index}"
  depends_on = [harness_platform_organization.first]
}

resource "harness_platform_organization" "first" {
  identifier = "first"
  name       = "First"
}

resource "harness_platform_organization" "last" {
  identifier = "last"
  name       = "Last"
  depends_on = [module.m]
}

resource "harness_platform_organization" "other" {
  identifier = "other"
  name       = "Other ${module.m[0].name}"
}

check "names" {
  data "harness_platform_organization" "absent" {
    identifier = "absent"
  }

  assert {
    condition     = module.m[1].name == "Nobody"
    error_message = "It is ${module.m[1].name}."
  }
}
