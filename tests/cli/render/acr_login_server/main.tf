resource "harness_platform_connector_azure_cloud_provider" "azure" {
  identifier = "azure"
  name       = "azure"
  org_id     = "shop"
  project_id = "cart"
  azure_environment_type = "AZURE"
  credentials {
    type = "InheritFromDelegate"
    azure_inherit_from_delegate_details {
      auth {
        type = "SystemAssignedManagedIdentity"
      }
    }
  }
  delegate_selectors = ["build"]
}

resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  org_id     = "shop"
  project_id = "cart"
  yaml       = <<-EOT
    service:
      name: web
      identifier: web
      orgIdentifier: shop
      projectIdentifier: cart
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: app
              sources:
                - identifier: app
                  type: Acr
                  spec:
                    connectorRef: azure
                    subscriptionId: 0000-1111
                    registry: mine-abc.azurecr.io
                    repository: team/web
                    tag: v1
  EOT
}
