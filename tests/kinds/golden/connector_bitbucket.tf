resource "harness_platform_connector_bitbucket" "minimal" {
  name            = "Bitbucket minimal"
  identifier      = "bitbucket_minimal"
  url             = "https://bitbucket.example.com"
  connection_type = "Account"

  credentials {
    http {
      username     = "my_username"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_bitbucket" "full" {
  name                = "Bitbucket full"
  identifier          = "bitbucket_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://bitbucket.example.com"
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
    username  = "my_username"
    token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_bitbucket" "http_username_ref" {
  name                = "Bitbucket http username ref"
  identifier          = "bitbucket_http_username_ref"
  org_id              = "my_org"
  url                 = "https://bitbucket.example.com"
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
    username  = "my_username"
    token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_bitbucket" "ssh" {
  name                = "Bitbucket ssh"
  identifier          = "bitbucket_ssh"
  org_id              = "my_org"
  url                 = "https://bitbucket.example.com"
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
    username  = "my_username"
    token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_bitbucket" "usernametoken_username_ref" {
  name                = "Bitbucket usernametoken username ref"
  identifier          = "bitbucket_usernametoken_username_ref"
  org_id              = "my_org"
  url                 = "https://bitbucket.example.com"
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
    username_ref = "account.my_secret"
    token_ref    = "account.my_secret"
  }
}

resource "harness_platform_connector_bitbucket" "emailandapitoken" {
  name                = "Bitbucket emailandapitoken"
  identifier          = "bitbucket_emailandapitoken"
  org_id              = "my_org"
  url                 = "https://bitbucket.example.com"
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
    auth_type = "EmailAndApiToken"
    token_ref = "account.my_secret"
    email     = "my_email"
  }
}

resource "harness_platform_connector_bitbucket" "emailandapitoken_email_ref" {
  name                = "Bitbucket emailandapitoken email ref"
  identifier          = "bitbucket_emailandapitoken_email_ref"
  org_id              = "my_org"
  url                 = "https://bitbucket.example.com"
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
    auth_type = "EmailAndApiToken"
    token_ref = "account.my_secret"
    email_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_bitbucket" "accesstoken" {
  name                = "Bitbucket accesstoken"
  identifier          = "bitbucket_accesstoken"
  org_id              = "my_org"
  url                 = "https://bitbucket.example.com"
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
    auth_type = "AccessToken"
    token_ref = "account.my_secret"
  }
}
