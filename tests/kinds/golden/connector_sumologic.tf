resource "harness_platform_connector_sumologic" "minimal" {
  name           = "Sumo Logic minimal"
  identifier     = "sumologic_minimal"
  url            = "https://sumologic.example.com"
  access_id_ref  = "account.my_secret"
  access_key_ref = "account.my_secret"
}

resource "harness_platform_connector_sumologic" "full" {
  name               = "Sumo Logic full"
  identifier         = "sumologic_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  url                = "https://sumologic.example.com"
  access_id_ref      = "account.my_secret"
  access_key_ref     = "account.my_secret"
  delegate_selectors = ["delegate-a", "delegate-b"]
}
