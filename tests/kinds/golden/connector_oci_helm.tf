resource "harness_platform_connector_oci_helm" "minimal" {
  name       = "Helm repository in an OCI registry minimal"
  identifier = "oci_helm_minimal"
  url        = "https://oci-helm.example.com"

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_oci_helm" "full" {
  name               = "Helm repository in an OCI registry full"
  identifier         = "oci_helm_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  url                = "https://oci-helm.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_oci_helm" "credentials_username_ref" {
  name               = "Helm repository in an OCI registry credentials username ref"
  identifier         = "oci_helm_credentials_username_ref"
  org_id             = "my_org"
  url                = "https://oci-helm.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true

  credentials {
    username_ref = "account.my_secret"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_oci_helm" "anonymous" {
  name               = "Helm repository in an OCI registry anonymous"
  identifier         = "oci_helm_anonymous"
  org_id             = "my_org"
  url                = "https://oci-helm.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]
  force_delete       = true
}
