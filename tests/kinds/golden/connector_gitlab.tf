resource "harness_platform_connector_gitlab" "minimal" {
  name            = "GitLab minimal"
  identifier      = "gitlab_minimal"
  url             = "https://gitlab.example.com"
  connection_type = "Account"

  credentials {
    http {
      username  = "my_username"
      token_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_gitlab" "full" {
  name                = "GitLab full"
  identifier          = "gitlab_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://gitlab.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true
  connection_type     = "Account"

  credentials {
    http {
      username  = "my_username"
      token_ref = "account.my_secret"
    }
  }

  api_authentication {
    token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_gitlab" "http_token_ref_username_ref" {
  name                = "GitLab http token ref username ref"
  identifier          = "gitlab_http_token_ref_username_ref"
  org_id              = "my_org"
  url                 = "https://gitlab.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true
  connection_type     = "Account"

  credentials {
    http {
      username_ref = "account.my_secret"
      token_ref    = "account.my_secret"
    }
  }

  api_authentication {
    token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_gitlab" "http_password_ref" {
  name                = "GitLab http password ref"
  identifier          = "gitlab_http_password_ref"
  org_id              = "my_org"
  url                 = "https://gitlab.example.com"
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

  api_authentication {
    token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_gitlab" "http_password_ref_username_ref" {
  name                = "GitLab http password ref username ref"
  identifier          = "gitlab_http_password_ref_username_ref"
  org_id              = "my_org"
  url                 = "https://gitlab.example.com"
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

  api_authentication {
    token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_gitlab" "ssh" {
  name                = "GitLab ssh"
  identifier          = "gitlab_ssh"
  org_id              = "my_org"
  url                 = "https://gitlab.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true
  connection_type     = "Account"

  credentials {

    ssh {
      ssh_key_ref = "account.my_secret"
    }
  }

  api_authentication {
    token_ref = "account.my_secret"
  }
}
