# Google Container Registry. The delegate runs inside Google Cloud and lends its own identity: there is no key to keep.
resource "harness_platform_connector_gcp" "gcr" {
  identifier = "GCR"
  name       = "GCR"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  execute_on_delegate = true

  inherit_from_delegate {
    delegate_selectors = var.delegate_selectors
  }
}

# <+input> leaves a value open: whoever runs the pipeline chooses the tag.
resource "harness_platform_service" "gcr" {
  identifier = "Google_Artifact"
  name       = "Google Artifact"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  yaml = <<-EOT
    service:
      name: Google Artifact
      identifier: Google_Artifact
      serviceDefinition:
        type: Kubernetes
        spec:
          manifests:
            - manifest:
                identifier: manifests
                type: K8sManifest
                spec:
                  store:
                    type: Harness
                    spec:
                      files:
                        - account:/Templates
                  valuesPaths:
                    - account:/values.yaml
                  skipResourceVersioning: false
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - spec:
                    connectorRef: ${harness_platform_connector_gcp.gcr.id}
                    imagePath: docs-play/todolist-sample
                    tag: <+input>
                    registryHostname: gcr.io
                  identifier: myapp
                  type: Gcr
      gitOpsEnabled: false
  EOT
}
