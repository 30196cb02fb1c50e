resource "harness_platform_connector_pdc" "hosts" {
  identifier = "other"
  name       = "Hosts"

  host {
    hostname = "h"
  }
}
