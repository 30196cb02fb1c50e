resource "harness_platform_connector_kubernetes" "minimal" {
  name       = "Kubernetes cluster minimal"
  identifier = "kubernetes_minimal"

  username_password {
    master_url   = "https://kubernetes.example.com"
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_kubernetes" "full" {
  name               = "Kubernetes cluster full"
  identifier         = "kubernetes_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true

  username_password {
    master_url   = "https://kubernetes.example.com"
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_kubernetes" "username_password_username_password_username_ref" {
  name               = "Kubernetes cluster username password username password username ref"
  identifier         = "kubernetes_username_password_username_password_username_ref"
  org_id             = "my_org"
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true

  username_password {
    master_url   = "https://kubernetes.example.com"
    username_ref = "account.my_secret"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_kubernetes" "username_password_service_account" {
  name               = "Kubernetes cluster username password service account"
  identifier         = "kubernetes_username_password_service_account"
  org_id             = "my_org"
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true

  service_account {
    master_url                = "https://kubernetes.example.com"
    service_account_token_ref = "account.my_secret"
    ca_cert_ref               = "account.my_secret"
  }
}

resource "harness_platform_connector_kubernetes" "username_password_openid_connect" {
  name               = "Kubernetes cluster username password openid connect"
  identifier         = "kubernetes_username_password_openid_connect"
  org_id             = "my_org"
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true

  openid_connect {
    master_url    = "https://kubernetes.example.com"
    issuer_url    = "https://kubernetes.example.com"
    username      = "my_username"
    client_id_ref = "account.my_secret"
    password_ref  = "account.my_secret"
    secret_ref    = "account.my_secret"
    scopes        = ["one", "two"]
  }
}

resource "harness_platform_connector_kubernetes" "username_password_openid_connect_username_ref" {
  name               = "Kubernetes cluster username password openid connect username ref"
  identifier         = "kubernetes_username_password_openid_connect_username_ref"
  org_id             = "my_org"
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true

  openid_connect {
    master_url    = "https://kubernetes.example.com"
    issuer_url    = "https://kubernetes.example.com"
    username_ref  = "account.my_secret"
    client_id_ref = "account.my_secret"
    password_ref  = "account.my_secret"
    secret_ref    = "account.my_secret"
    scopes        = ["one", "two"]
  }
}

resource "harness_platform_connector_kubernetes" "username_password_client_key_cert" {
  name               = "Kubernetes cluster username password client key cert"
  identifier         = "kubernetes_username_password_client_key_cert"
  org_id             = "my_org"
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true

  client_key_cert {
    master_url                = "https://kubernetes.example.com"
    ca_cert_ref               = "account.my_secret"
    client_cert_ref           = "account.my_secret"
    client_key_ref            = "account.my_secret"
    client_key_passphrase_ref = "account.my_secret"
    client_key_algorithm      = "RSA"
  }
}

resource "harness_platform_connector_kubernetes" "inherit_from_delegate" {
  name         = "Kubernetes cluster inherit from delegate"
  identifier   = "kubernetes_inherit_from_delegate"
  org_id       = "my_org"
  force_delete = true

  inherit_from_delegate {
    delegate_selectors = ["delegate-a", "delegate-b"]
  }
}
