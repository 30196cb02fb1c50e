# Azure Container Registry, with the application and its secret spelled out.
resource "harness_platform_connector_azure_cloud_provider" "acr" {
  identifier = "ACRdocs"
  name       = "ACR-docs"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  azure_environment_type = "AZURE"
  execute_on_delegate    = false

  credentials {
    type = "ManualConfig"

    azure_manual_details {
      application_id = var.azure.application_id
      tenant_id      = var.azure.tenant_id

      auth {
        type = "Secret"

        azure_client_secret_key {
          secret_ref = "acrvalue"
        }
      }
    }
  }
}

# Subscription, registry and repository are all runtime inputs: one service for every registry of the connector.
resource "harness_platform_service" "acr" {
  identifier = "Azure"
  name       = "Azure with ACR"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  yaml = <<-EOT
    service:
      name: Azure with ACR
      identifier: Azure
      tags: {}
      serviceDefinition:
        spec:
          manifests:
            - manifest:
                identifier: myapp
                type: K8sManifest
                spec:
                  store:
                    type: Harness
                    spec:
                      files:
                        - /Templates
                  valuesPaths:
                    - /values.yaml
                  skipResourceVersioning: false
                  enableDeclarativeRollback: false
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - spec:
                    connectorRef: ${harness_platform_connector_azure_cloud_provider.acr.id}
                    tag: <+input>
                    subscriptionId: <+input>
                    registry: <+input>
                    repository: <+input>
                  identifier: myapp
                  type: Acr
        type: Kubernetes
  EOT
}
