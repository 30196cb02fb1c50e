resource "harness_platform_connector_azure_cloud_provider" "minimal" {
  name       = "Microsoft Azure minimal"
  identifier = "azure_cloud_provider_minimal"

  credentials {
    type = "ManualConfig"

    azure_manual_details {
      application_id = "my_application_id"
      tenant_id      = "my_tenant_id"

      auth {
        type = "Secret"

        azure_client_secret_key {
          secret_ref = "account.my_secret"
        }
      }
    }
  }
}

resource "harness_platform_connector_azure_cloud_provider" "full" {
  name                   = "Microsoft Azure full"
  identifier             = "azure_cloud_provider_full"
  description            = "Shown in the platform"
  org_id                 = "my_org"
  project_id             = "my_project"
  tags                   = ["owner:team a", "solo"]
  delegate_selectors     = ["delegate-a", "delegate-b"]
  azure_environment_type = "AZURE"
  execute_on_delegate    = true
  force_delete           = true

  credentials {
    type = "ManualConfig"

    azure_manual_details {
      application_id = "my_application_id"
      tenant_id      = "my_tenant_id"

      auth {
        type = "Secret"

        azure_client_secret_key {
          secret_ref = "account.my_secret"
        }
      }
    }
  }
}

resource "harness_platform_connector_azure_cloud_provider" "azure_manual_details_azure_client_key_cert" {
  name                   = "Microsoft Azure azure manual details azure client key cert"
  identifier             = "azure_cloud_provider_azure_manual_details_azure_client_key_cert"
  org_id                 = "my_org"
  delegate_selectors     = ["delegate-a", "delegate-b"]
  azure_environment_type = "AZURE"
  execute_on_delegate    = true
  force_delete           = true

  credentials {
    type = "ManualConfig"

    azure_manual_details {
      application_id = "my_application_id"
      tenant_id      = "my_tenant_id"

      auth {
        type = "Certificate"

        azure_client_key_cert {
          certificate_ref = "account.my_secret"
        }
      }
    }
  }
}

resource "harness_platform_connector_azure_cloud_provider" "azure_inherit_from_delegate_details" {
  name                   = "Microsoft Azure azure inherit from delegate details"
  identifier             = "azure_cloud_provider_azure_inherit_from_delegate_details"
  org_id                 = "my_org"
  delegate_selectors     = ["delegate-a", "delegate-b"]
  azure_environment_type = "AZURE"
  execute_on_delegate    = true
  force_delete           = true

  credentials {
    type = "InheritFromDelegate"

    azure_inherit_from_delegate_details {
      auth {
        type = "UserAssignedManagedIdentity"

        azure_msi_auth_ua {
          client_id = "my_client_id"
        }
      }
    }
  }
}

resource "harness_platform_connector_azure_cloud_provider" "azure_inherit_from_delegate_details_systemassigned" {
  name                   = "Microsoft Azure azure inherit from delegate details systemassigned"
  identifier             = "azure_cloud_provider_azure_inherit_from_delegate_details_systemassigned"
  org_id                 = "my_org"
  delegate_selectors     = ["delegate-a", "delegate-b"]
  azure_environment_type = "AZURE"
  execute_on_delegate    = true
  force_delete           = true

  credentials {
    type = "InheritFromDelegate"

    azure_inherit_from_delegate_details {
      auth {
        type = "SystemAssignedManagedIdentity"
      }
    }
  }
}

resource "harness_platform_connector_azure_cloud_provider" "azure_oidc_spec" {
  name                   = "Microsoft Azure azure oidc spec"
  identifier             = "azure_cloud_provider_azure_oidc_spec"
  org_id                 = "my_org"
  delegate_selectors     = ["delegate-a", "delegate-b"]
  azure_environment_type = "AZURE"
  execute_on_delegate    = true
  force_delete           = true

  credentials {
    type = "OidcAuthentication"

    azure_oidc_spec {
      application_id = "my_application_id"
      tenant_id      = "my_tenant_id"
      audience       = "my_audience"
    }
  }
}
