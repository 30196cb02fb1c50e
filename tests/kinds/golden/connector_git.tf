resource "harness_platform_connector_git" "minimal" {
  name            = "Git minimal"
  identifier      = "git_minimal"
  url             = "https://git.example.com"
  connection_type = "Account"

  credentials {
    http {
      username     = "my_username"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_git" "full" {
  name                = "Git full"
  identifier          = "git_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://git.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true
  connection_type     = "Account"

  credentials {
    http {
      username     = "my_username"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_git" "http_username_ref" {
  name                = "Git http username ref"
  identifier          = "git_http_username_ref"
  org_id              = "my_org"
  url                 = "https://git.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true
  connection_type     = "Account"

  credentials {
    http {
      username_ref = "account.my_secret"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_git" "ssh" {
  name                = "Git ssh"
  identifier          = "git_ssh"
  org_id              = "my_org"
  url                 = "https://git.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true
  connection_type     = "Account"

  credentials {

    ssh {
      ssh_key_ref = "account.my_secret"
    }
  }
}
