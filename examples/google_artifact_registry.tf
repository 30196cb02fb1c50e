# Google Artifact Registry, the successor of Container Registry.
resource "harness_platform_connector_gcp" "artifact_registry" {
  identifier = "Google_Artifact_Registry"
  name       = "Google Artifact Registry"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  execute_on_delegate = true

  inherit_from_delegate {
    delegate_selectors = var.delegate_selectors
  }
}

resource "harness_platform_service" "google_artifact_registry" {
  identifier = "Google_Artifact_Registry"
  name       = "Google Artifact Registry"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  yaml = <<-EOT
    service:
      name: Google Artifact Registry
      identifier: Google_Artifact_Registry
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
                - identifier: myapp
                  spec:
                    connectorRef: ${harness_platform_connector_gcp.artifact_registry.id}
                    repositoryType: docker
                    project: docs-play
                    region: us-central1
                    repositoryName: quickstart-docker-repo
                    package: quickstart-docker-repo
                    version: <+input>
                  type: GoogleArtifactRegistry
        type: Kubernetes
  EOT
}
