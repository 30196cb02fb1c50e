resource "harness_platform_connector_custom_secret_manager" "minimal" {
  name          = "Custom secret manager minimal"
  identifier    = "custom_secret_manager_minimal"
  template_ref  = "account.my_secret"
  version_label = "my_version_label"
}

resource "harness_platform_connector_custom_secret_manager" "full" {
  name               = "Custom secret manager full"
  identifier         = "custom_secret_manager_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  delegate_selectors = ["delegate-a", "delegate-b"]
  template_ref       = "account.my_secret"
  version_label      = "my_version_label"
  timeout            = 30
  type               = "my_type"

  template_inputs {
    environment_variable {
      name    = "Custom secret manager"
      value   = "my_value"
      type    = "my_type"
      default = true
    }
    environment_variable {
      name  = "other"
      value = "my_value"
      type  = "my_type"
    }
  }
}

resource "harness_platform_connector_custom_secret_manager" "ssh_secret_ref" {
  name               = "Custom secret manager ssh secret ref"
  identifier         = "custom_secret_manager_ssh_secret_ref"
  org_id             = "my_org"
  delegate_selectors = ["delegate-a", "delegate-b"]
  on_delegate        = false
  ssh_secret_ref     = "account.my_secret"
  target_host        = "my_target_host"
  working_directory  = "my_working_directory"
  template_ref       = "account.my_secret"
  version_label      = "my_version_label"
  timeout            = 30
  type               = "my_type"

  template_inputs {
    environment_variable {
      name    = "Custom secret manager"
      value   = "my_value"
      type    = "my_type"
      default = true
    }
    environment_variable {
      name  = "other"
      value = "my_value"
      type  = "my_type"
    }
  }
}
