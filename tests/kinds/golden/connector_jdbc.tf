resource "harness_platform_connector_jdbc" "minimal" {
  name       = "JDBC database minimal"
  identifier = "jdbc_minimal"
  url        = "https://jdbc.example.com"

  credentials {
    username_password {
      username     = "my_username"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jdbc" "full" {
  name                = "JDBC database full"
  identifier          = "jdbc_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://jdbc.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_jdbc" "username_password" {
  name                = "JDBC database username password"
  identifier          = "jdbc_username_password"
  org_id              = "my_org"
  url                 = "https://jdbc.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    username_password {
      username     = "my_username"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jdbc" "username_password_username_ref" {
  name                = "JDBC database username password username ref"
  identifier          = "jdbc_username_password_username_ref"
  org_id              = "my_org"
  url                 = "https://jdbc.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    username_password {
      username_ref = "account.my_secret"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jdbc" "service_account" {
  name                = "JDBC database service account"
  identifier          = "jdbc_service_account"
  org_id              = "my_org"
  url                 = "https://jdbc.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    auth_type = "ServiceAccount"

    service_account {
      token_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jdbc" "key_pair" {
  name                = "JDBC database key pair"
  identifier          = "jdbc_key_pair"
  org_id              = "my_org"
  url                 = "https://jdbc.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    auth_type = "KeyPair"

    key_pair {
      username                   = "my_username"
      private_key_file_ref       = "account.my_secret"
      private_key_passphrase_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jdbc" "key_pair_username_ref" {
  name                = "JDBC database key pair username ref"
  identifier          = "jdbc_key_pair_username_ref"
  org_id              = "my_org"
  url                 = "https://jdbc.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    auth_type = "KeyPair"

    key_pair {
      username_ref               = "account.my_secret"
      private_key_file_ref       = "account.my_secret"
      private_key_passphrase_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jdbc" "inherit_from_delegate" {
  name                = "JDBC database inherit from delegate"
  identifier          = "jdbc_inherit_from_delegate"
  org_id              = "my_org"
  url                 = "https://jdbc.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    auth_type = "InheritFromDelegate"

    inherit_from_delegate {
      username = "my_username"
    }
  }
}

resource "harness_platform_connector_jdbc" "inherit_from_delegate_username_ref" {
  name                = "JDBC database inherit from delegate username ref"
  identifier          = "jdbc_inherit_from_delegate_username_ref"
  org_id              = "my_org"
  url                 = "https://jdbc.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    auth_type = "InheritFromDelegate"

    inherit_from_delegate {
      username_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_jdbc" "oidc" {
  name                = "JDBC database oidc"
  identifier          = "jdbc_oidc"
  org_id              = "my_org"
  url                 = "https://jdbc.example.com"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    auth_type = "Oidc"

    oidc {
      provider_type = "Gcp"

      gcp_oidc {
        project_number        = "my_project_number"
        workload_pool_id      = "my_workload_pool_id"
        provider_id           = "my_provider_id"
        service_account_email = "my_service_account_email"
      }
    }
  }
}
