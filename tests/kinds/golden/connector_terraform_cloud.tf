resource "harness_platform_connector_terraform_cloud" "minimal" {
  name       = "Terraform Cloud minimal"
  identifier = "terraform_cloud_minimal"
  url        = "https://terraform-cloud.example.com"

  credentials {
    api_token {
      api_token_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_terraform_cloud" "full" {
  name                = "Terraform Cloud full"
  identifier          = "terraform_cloud_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://terraform-cloud.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    api_token {
      api_token_ref = "account.my_secret"
    }
  }
}
