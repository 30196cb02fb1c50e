resource "harness_platform_connector_datadog" "minimal" {
  name                = "Datadog minimal"
  identifier          = "datadog_minimal"
  url                 = "https://datadog.example.com"
  application_key_ref = "account.my_secret"
  api_key_ref         = "account.my_secret"
}

resource "harness_platform_connector_datadog" "full" {
  name                = "Datadog full"
  identifier          = "datadog_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://datadog.example.com"
  application_key_ref = "account.my_secret"
  api_key_ref         = "account.my_secret"
  delegate_selectors  = ["delegate-a", "delegate-b"]
}
