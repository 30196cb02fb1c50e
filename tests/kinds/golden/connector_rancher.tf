resource "harness_platform_connector_rancher" "minimal" {
  name        = "Rancher minimal"
  identifier  = "rancher_minimal"
  rancher_url = "https://rancher.example.com"

  bearer_token {
    bearer_token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_rancher" "full" {
  name               = "Rancher full"
  identifier         = "rancher_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  delegate_selectors = ["delegate-a", "delegate-b"]
  rancher_url        = "https://rancher.example.com"
  force_delete       = true

  bearer_token {
    bearer_token_ref = "account.my_secret"
  }
}
