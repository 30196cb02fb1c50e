variable "v" {
  default = "x"
}

resource "harness_platform_organization" "a" {
  identifier = "a"
  name       = "A"
  depends_on = [
    var.nope,
    var.v,
    module.nope,
    harness_platform_organization.none,
    harness_platform_organization.b,
    harness_platform_organization.b.name,
    local.nope,
    data.harness_platform_organization.none,
  ]
}

resource "harness_platform_organization" "b" {
  identifier = "b"
  name       = "B"
}

output "o" {
  value      = 1
  depends_on = [harness_platform_organization.none]
}
