resource "harness_platform_connector_dynatrace" "minimal" {
  name          = "Dynatrace minimal"
  identifier    = "dynatrace_minimal"
  url           = "https://dynatrace.example.com"
  api_token_ref = "account.my_secret"
}

resource "harness_platform_connector_dynatrace" "full" {
  name               = "Dynatrace full"
  identifier         = "dynatrace_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  url                = "https://dynatrace.example.com"
  api_token_ref      = "account.my_secret"
  delegate_selectors = ["delegate-a", "delegate-b"]
}
