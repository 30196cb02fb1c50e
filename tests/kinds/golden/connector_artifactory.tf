resource "harness_platform_connector_artifactory" "minimal" {
  name       = "Artifactory server minimal"
  identifier = "artifactory_minimal"
  url        = "https://artifactory.example.com"

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_artifactory" "full" {
  name                = "Artifactory server full"
  identifier          = "artifactory_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://artifactory.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_artifactory" "credentials_username_ref" {
  name                = "Artifactory server credentials username ref"
  identifier          = "artifactory_credentials_username_ref"
  org_id              = "my_org"
  url                 = "https://artifactory.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true

  credentials {
    username_ref = "account.my_secret"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_artifactory" "anonymous" {
  name                = "Artifactory server anonymous"
  identifier          = "artifactory_anonymous"
  org_id              = "my_org"
  url                 = "https://artifactory.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true
}
