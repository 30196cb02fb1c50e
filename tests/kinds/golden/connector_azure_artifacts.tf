resource "harness_platform_connector_azure_artifacts" "minimal" {
  name       = "Azure Artifacts feed minimal"
  identifier = "azure_artifacts_minimal"
  url        = "https://azure-artifacts.example.com"

  credentials {
    token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_azure_artifacts" "full" {
  name                = "Azure Artifacts feed full"
  identifier          = "azure_artifacts_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://azure-artifacts.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true

  credentials {
    token_ref = "account.my_secret"
  }
}
