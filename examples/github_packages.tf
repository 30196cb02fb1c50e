# GitHub Packages. The username and token let Harness clone; API access lets it list packages and their versions.
resource "harness_platform_connector_github" "packages" {
  identifier = "GitHub_Packages"
  name       = "GitHub Packages"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  connection_type     = "Repo"
  url                 = "https://github.com/johndoe/myapp.git"
  validation_repo     = "https://github.com/johndoe/test.git"
  delegate_selectors  = var.delegate_selectors
  execute_on_delegate = true

  credentials {
    http {
      username  = "johndoe"
      token_ref = "githubpackages"
    }
  }

  api_authentication {
    token_ref = "githubpackages"
  }
}

resource "harness_platform_service" "github_packages" {
  identifier = "Github_Packages"
  name       = "Github Packages"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  yaml = <<-EOT
    service:
      name: Github Packages
      identifier: Github_Packages
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
                    connectorRef: ${harness_platform_connector_github.packages.id}
                    org: ""
                    packageName: tweetapp
                    packageType: container
                    version: latest
                  type: GithubPackageRegistry
        type: Kubernetes
  EOT
}
