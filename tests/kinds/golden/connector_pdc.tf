resource "harness_platform_connector_pdc" "minimal" {
  name       = "Physical data centre minimal"
  identifier = "pdc_minimal"

  host {
    hostname = "my_hostname"
  }
}

resource "harness_platform_connector_pdc" "full" {
  name               = "Physical data centre full"
  identifier         = "pdc_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  delegate_selectors = ["delegate-a", "delegate-b"]

  host {
    hostname = "other"
  }

  host {
    hostname   = "my_hostname"
    attributes = { "region" = "east", "rack" = "7" }
  }
}
