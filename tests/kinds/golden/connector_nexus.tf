resource "harness_platform_connector_nexus" "minimal" {
  name       = "Nexus server minimal"
  identifier = "nexus_minimal"
  url        = "https://nexus.example.com"
  version    = "2.x"

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_nexus" "full" {
  name               = "Nexus server full"
  identifier         = "nexus_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  url                = "https://nexus.example.com"
  version            = "2.x"
  delegate_selectors = ["delegate-a", "delegate-b"]

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_nexus" "credentials_username_ref" {
  name               = "Nexus server credentials username ref"
  identifier         = "nexus_credentials_username_ref"
  org_id             = "my_org"
  url                = "https://nexus.example.com"
  version            = "2.x"
  delegate_selectors = ["delegate-a", "delegate-b"]

  credentials {
    username_ref = "account.my_secret"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_nexus" "anonymous" {
  name               = "Nexus server anonymous"
  identifier         = "nexus_anonymous"
  org_id             = "my_org"
  url                = "https://nexus.example.com"
  version            = "2.x"
  delegate_selectors = ["delegate-a", "delegate-b"]
}
