resource "harness_platform_connector_pdc" "it" {
  identifier = "hosts"
  name       = "Hosts"

  host {
    hostname = "h"
  }
}
