resource "harness_platform_connector_jenkins" "minimal" {
  name        = "Jenkins server minimal"
  identifier  = "jenkins_minimal"
  jenkins_url = "https://jenkins.example.com"

  auth {
    type = "UsernamePassword"

    jenkins_user_name_password {
      username     = "my_username"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jenkins" "full" {
  name               = "Jenkins server full"
  identifier         = "jenkins_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  jenkins_url        = "https://jenkins.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]

  auth {
    type = "UsernamePassword"

    jenkins_user_name_password {
      username     = "my_username"
      username_ref = "account.my_secret"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jenkins" "jenkins_bearer_token" {
  name               = "Jenkins server jenkins bearer token"
  identifier         = "jenkins_jenkins_bearer_token"
  org_id             = "my_org"
  jenkins_url        = "https://jenkins.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]

  auth {
    type = "Bearer Token(HTTP Header)"

    jenkins_bearer_token {
      token_ref = "account.my_secret"
    }
  }
}
