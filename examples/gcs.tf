# Google Cloud Storage takes the same kind of connector as the two registries. (The documentation leaves its type empty.)
resource "harness_platform_connector_gcp" "gcs" {
  identifier = "GCS"
  name       = "GCS"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  execute_on_delegate = true

  inherit_from_delegate {
    delegate_selectors = var.delegate_selectors
  }
}

# A connector and a service may share an identifier, since each kind has a folder of its own. (The documentation refers
# to a connector it never defines, GCP_Connector.)
resource "harness_platform_service" "gcs" {
  identifier = "GCS"
  name       = "GCS"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  yaml = <<-EOT
    service:
      name: GCS
      identifier: GCS
      tags: {}
      serviceDefinition:
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - spec:
                    connectorRef: ${harness_platform_connector_gcp.gcs.id}
                    project: myapp
                    bucket: functions
                    artifactPath: myfunction.zip
                  identifier: myfunction
                  type: GoogleCloudStorage
          manifests:
            - manifest:
                identifier: myfunction
                type: GoogleCloudFunctionDefinition
                spec:
                  store:
                    type: Harness
                    spec:
                      files:
                        - /google-cloud-function/myfunction
        type: GoogleCloudFunctions
  EOT
}
