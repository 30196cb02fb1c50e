resource "harness_platform_connector_tas" "minimal" {
  name       = "Tanzu Application Service minimal"
  identifier = "tas_minimal"

  credentials {
    type = "ManualConfig"

    tas_manual_details {
      endpoint_url = "https://tas.example.com"
      username     = "my_username"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_tas" "full" {
  name                = "Tanzu Application Service full"
  identifier          = "tas_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true

  credentials {
    type = "ManualConfig"

    tas_manual_details {
      endpoint_url    = "https://tas.example.com"
      username        = "my_username"
      password_ref    = "account.my_secret"
      reference_token = "my_reference_token"
    }
  }
}

resource "harness_platform_connector_tas" "username_ref" {
  name                = "Tanzu Application Service username ref"
  identifier          = "tas_username_ref"
  org_id              = "my_org"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true

  credentials {
    type = "ManualConfig"

    tas_manual_details {
      endpoint_url    = "https://tas.example.com"
      username_ref    = "account.my_secret"
      password_ref    = "account.my_secret"
      reference_token = "my_reference_token"
    }
  }
}
