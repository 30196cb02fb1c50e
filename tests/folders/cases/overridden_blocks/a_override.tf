resource "harness_platform_connector_docker" "hub" {
  count      = 1
  identifier = "one"
  name       = "one"

  credentials {
    username     = "override"
    password_ref = "account.override"
  }

  lifecycle {
    ignore_changes = [description]
  }
}
