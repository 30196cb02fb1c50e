resource "harness_platform_connector_github" "minimal" {
  name            = "GitHub minimal"
  identifier      = "github_minimal"
  url             = "https://github.example.com"
  connection_type = "Account"

  credentials {
    http {
      username  = "my_username"
      token_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_github" "full" {
  name                = "GitHub full"
  identifier          = "github_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://github.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  connection_type     = "Account"
  force_delete        = true

  credentials {
    http {
      username  = "my_username"
      token_ref = "account.my_secret"
    }
  }

  api_authentication {
    github_app {
      installation_id = "my_installation_id"
      application_id  = "my_application_id"
      private_key_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_github" "http_username_username_ref" {
  name                = "GitHub http username username ref"
  identifier          = "github_http_username_username_ref"
  org_id              = "my_org"
  url                 = "https://github.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  connection_type     = "Account"
  force_delete        = true

  credentials {
    http {
      username_ref = "account.my_secret"
      token_ref    = "account.my_secret"
    }
  }

  api_authentication {
    github_app {
      installation_id = "my_installation_id"
      application_id  = "my_application_id"
      private_key_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_github" "http_github_app" {
  name                = "GitHub http github app"
  identifier          = "github_http_github_app"
  org_id              = "my_org"
  url                 = "https://github.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  connection_type     = "Account"
  force_delete        = true

  credentials {
    http {
      github_app {
        installation_id = "my_installation_id"
        application_id  = "my_application_id"
        private_key_ref = "account.my_secret"
      }
    }
  }

  api_authentication {
    github_app {
      installation_id = "my_installation_id"
      application_id  = "my_application_id"
      private_key_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_github" "http_github_app_installation_id_ref" {
  name                = "GitHub http github app installation id ref"
  identifier          = "github_http_github_app_installation_id_ref"
  org_id              = "my_org"
  url                 = "https://github.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  connection_type     = "Account"
  force_delete        = true

  credentials {
    http {
      github_app {
        installation_id_ref = "account.my_secret"
        application_id      = "my_application_id"
        private_key_ref     = "account.my_secret"
      }
    }
  }

  api_authentication {
    github_app {
      installation_id = "my_installation_id"
      application_id  = "my_application_id"
      private_key_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_github" "http_github_app_application_id_ref" {
  name                = "GitHub http github app application id ref"
  identifier          = "github_http_github_app_application_id_ref"
  org_id              = "my_org"
  url                 = "https://github.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  connection_type     = "Account"
  force_delete        = true

  credentials {
    http {
      github_app {
        installation_id    = "my_installation_id"
        application_id_ref = "account.my_secret"
        private_key_ref    = "account.my_secret"
      }
    }
  }

  api_authentication {
    github_app {
      installation_id = "my_installation_id"
      application_id  = "my_application_id"
      private_key_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_github" "http_anonymous" {
  name                = "GitHub http anonymous"
  identifier          = "github_http_anonymous"
  org_id              = "my_org"
  url                 = "https://github.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  connection_type     = "Account"
  force_delete        = true

  credentials {
    http {

      anonymous {}
    }
  }

  api_authentication {
    github_app {
      installation_id = "my_installation_id"
      application_id  = "my_application_id"
      private_key_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_github" "ssh" {
  name                = "GitHub ssh"
  identifier          = "github_ssh"
  org_id              = "my_org"
  url                 = "https://github.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  connection_type     = "Account"
  force_delete        = true

  credentials {

    ssh {
      ssh_key_ref = "account.my_secret"
    }
  }

  api_authentication {
    github_app {
      installation_id = "my_installation_id"
      application_id  = "my_application_id"
      private_key_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_github" "github_app_installation_id_ref" {
  name                = "GitHub github app installation id ref"
  identifier          = "github_github_app_installation_id_ref"
  org_id              = "my_org"
  url                 = "https://github.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  connection_type     = "Account"
  force_delete        = true

  credentials {
    http {
      username  = "my_username"
      token_ref = "account.my_secret"
    }
  }

  api_authentication {
    github_app {
      installation_id_ref = "account.my_secret"
      application_id      = "my_application_id"
      private_key_ref     = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_github" "github_app_application_id_ref" {
  name                = "GitHub github app application id ref"
  identifier          = "github_github_app_application_id_ref"
  org_id              = "my_org"
  url                 = "https://github.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  connection_type     = "Account"
  force_delete        = true

  credentials {
    http {
      username  = "my_username"
      token_ref = "account.my_secret"
    }
  }

  api_authentication {
    github_app {
      installation_id    = "my_installation_id"
      application_id_ref = "account.my_secret"
      private_key_ref    = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_github" "token_ref" {
  name                = "GitHub token ref"
  identifier          = "github_token_ref"
  org_id              = "my_org"
  url                 = "https://github.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  connection_type     = "Account"
  force_delete        = true

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
