# The documentation shows a Helm repository hosted by Nexus under "Nexus connector", and then a service that takes a
# Docker image through "account.Harness_Nexus". Those are two connectors: scopes are namespaces, so both may carry the
# identifier Harness_Nexus.

# The connector as documented: charts from Nexus, in the project.
resource "harness_platform_connector_helm" "nexus_charts" {
  identifier = "Harness_Nexus"
  name       = "Harness Nexus"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  url                = "https://nexus3.dev.harness.io/repository/test-helm/"
  delegate_selectors = var.delegate_selectors

  credentials {
    username     = "harnessadmin"
    password_ref = "nexus3pwd"
  }
}

# The connector the service needs: the Nexus server itself, in the account. Without org_id and project_id it serves
# every project, and may only use secrets of the account.
resource "harness_platform_connector_nexus" "nexus" {
  identifier = "Harness_Nexus"
  name       = "Harness Nexus"

  url                = "https://nexus3.dev.harness.io"
  version            = "3.x"
  delegate_selectors = var.delegate_selectors

  credentials {
    username     = "harnessadmin"
    password_ref = "account.nexus3pwd"
  }
}

# From inside a project, "account." (or "org.") reaches the wider scope.
resource "harness_platform_service" "nexus" {
  identifier = "Nexus_Example"
  name       = "Nexus Example"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  yaml = <<-EOT
    service:
      name: Nexus Example
      identifier: Nexus_Example
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
                    connectorRef: account.${harness_platform_connector_nexus.nexus.id}
                    repository: todolist
                    repositoryFormat: docker
                    tag: "4.0"
                    spec:
                      artifactPath: nginx
                      repositoryPort: "6661"
                  identifier: myapp
                  type: Nexus3Registry
        type: Kubernetes
  EOT
}
