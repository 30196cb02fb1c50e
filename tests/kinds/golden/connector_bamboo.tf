resource "harness_platform_connector_bamboo" "minimal" {
  name       = "Bamboo server minimal"
  identifier = "bamboo_minimal"
  url        = "https://bamboo.example.com"

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_bamboo" "full" {
  name                = "Bamboo server full"
  identifier          = "bamboo_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://bamboo.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_bamboo" "credentials_username_ref" {
  name                = "Bamboo server credentials username ref"
  identifier          = "bamboo_credentials_username_ref"
  org_id              = "my_org"
  url                 = "https://bamboo.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true

  credentials {
    username_ref = "account.my_secret"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_bamboo" "anonymous" {
  name                = "Bamboo server anonymous"
  identifier          = "bamboo_anonymous"
  org_id              = "my_org"
  url                 = "https://bamboo.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true
}
