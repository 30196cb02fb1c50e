resource "harness_platform_connector_jira" "minimal" {
  name       = "Jira minimal"
  identifier = "jira_minimal"
  url        = "https://jira.example.com"

  auth {
    auth_type = "UsernamePassword"

    username_password {
      username     = "my_username"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jira" "full" {
  name               = "Jira full"
  identifier         = "jira_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  url                = "https://jira.example.com"
  username           = "my_username"
  username_ref       = "account.my_secret"
  password_ref       = "account.my_secret"
  delegate_selectors = ["delegate-a", "delegate-b"]

  auth {
    auth_type = "UsernamePassword"

    username_password {
      username     = "my_username"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jira" "username_password_username_ref" {
  name               = "Jira username password username ref"
  identifier         = "jira_username_password_username_ref"
  org_id             = "my_org"
  url                = "https://jira.example.com"
  username           = "my_username"
  username_ref       = "account.my_secret"
  password_ref       = "account.my_secret"
  delegate_selectors = ["delegate-a", "delegate-b"]

  auth {
    auth_type = "UsernamePassword"

    username_password {
      username_ref = "account.my_secret"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jira" "personal_access_token" {
  name               = "Jira personal access token"
  identifier         = "jira_personal_access_token"
  org_id             = "my_org"
  url                = "https://jira.example.com"
  username           = "my_username"
  username_ref       = "account.my_secret"
  password_ref       = "account.my_secret"
  delegate_selectors = ["delegate-a", "delegate-b"]

  auth {
    auth_type = "PersonalAccessToken"

    personal_access_token {
      pat_ref = "account.my_secret"
    }
  }
}
