# Artifactory without credentials: no credentials block means anonymous access.
resource "harness_platform_connector_artifactory" "artifactory" {
  identifier = "artifactorytutorialconnector"
  name       = "artifactory-tutorial-connector"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  url                 = "https://harness.jfrog.io/artifactory/"
  execute_on_delegate = false
}

resource "harness_platform_service" "artifactory" {
  identifier = "Artifactory_Example"
  name       = "Artifactory Example"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  yaml = <<-EOT
    service:
      name: Artifactory Example
      identifier: Artifactory_Example
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
                    connectorRef: ${harness_platform_connector_artifactory.artifactory.id}
                    artifactPath: alpine
                    tag: 3.14.2
                    repository: bintray-docker-remote
                    repositoryUrl: harness-docker.jfrog.io
                    repositoryFormat: docker
                  identifier: myapp
                  type: ArtifactoryRegistry
        type: Kubernetes
  EOT
}
