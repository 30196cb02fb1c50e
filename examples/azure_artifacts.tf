# Azure DevOps Artifacts, reached with a personal access token. The URL ends at the organization; the feed is the
# service's business.
resource "harness_platform_connector_azure_artifacts" "azure_artifacts" {
  identifier = "Azure_Artifacts"
  name       = "Azure Artifacts"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  url                = "https://dev.azure.com/garvit-test"
  delegate_selectors = var.delegate_selectors

  # The platform's document has this field, but the real provider has no such argument: take it out to plan with that.
  execute_on_delegate = true

  credentials {
    token_ref = "azureartifactspat"
  }
}

resource "harness_platform_service" "azure_artifacts" {
  identifier = "Azure_Artifacts"
  name       = "Azure Artifacts"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  yaml = <<-EOT
    service:
      name: Azure Artifacts
      identifier: Azure_Artifacts
      tags: {}
      serviceDefinition:
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: mypackage
                  spec:
                    connectorRef: ${harness_platform_connector_azure_artifacts.azure_artifacts.id}
                    scope: org
                    feed: garvit-test
                    packageType: maven
                    package: com.mycompany.app:my-app
                    version: 1.1-SNAPSHOT
                  type: AzureArtifacts
        type: Ssh
  EOT
}
