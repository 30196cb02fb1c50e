resource "harness_platform_organization" "this" {
  identifier = "main"
  name       = "Main"
}

output "id" {
  value = harness_platform_organization.this.id
}
