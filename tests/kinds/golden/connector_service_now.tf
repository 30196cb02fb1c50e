resource "harness_platform_connector_service_now" "minimal" {
  name            = "ServiceNow minimal"
  identifier      = "service_now_minimal"
  service_now_url = "https://service-now.example.com"

  auth {
    auth_type = "UsernamePassword"

    username_password {
      username     = "my_username"
      password_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_service_now" "full" {
  name               = "ServiceNow full"
  identifier         = "service_now_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  service_now_url    = "https://service-now.example.com"
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

resource "harness_platform_connector_service_now" "username_password_username_ref" {
  name               = "ServiceNow username password username ref"
  identifier         = "service_now_username_password_username_ref"
  org_id             = "my_org"
  service_now_url    = "https://service-now.example.com"
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

resource "harness_platform_connector_service_now" "adfs" {
  name               = "ServiceNow adfs"
  identifier         = "service_now_adfs"
  org_id             = "my_org"
  service_now_url    = "https://service-now.example.com"
  username           = "my_username"
  username_ref       = "account.my_secret"
  password_ref       = "account.my_secret"
  delegate_selectors = ["delegate-a", "delegate-b"]

  auth {
    auth_type = "AdfsClientCredentialsWithCertificate"

    adfs {
      certificate_ref = "account.my_secret"
      private_key_ref = "account.my_secret"
      client_id_ref   = "account.my_secret"
      resource_id_ref = "account.my_secret"
      adfs_url        = "https://service-now.example.com"
    }
  }
}

resource "harness_platform_connector_service_now" "refresh_token" {
  name               = "ServiceNow refresh token"
  identifier         = "service_now_refresh_token"
  org_id             = "my_org"
  service_now_url    = "https://service-now.example.com"
  username           = "my_username"
  username_ref       = "account.my_secret"
  password_ref       = "account.my_secret"
  delegate_selectors = ["delegate-a", "delegate-b"]

  auth {
    auth_type = "RefreshTokenGrantType"

    refresh_token {
      token_url         = "https://service-now.example.com"
      refresh_token_ref = "account.my_secret"
      client_id_ref     = "account.my_secret"
      client_secret_ref = "account.my_secret"
      scope             = "my_scope"
    }
  }
}
