resource "harness_platform_connector_github" "github" {
  identifier = "github"
  name       = "github"
  org_id     = "shop"
  project_id = "cart"
  url             = "git@github.com:Octo-Org/app.git"
  connection_type = "Repo"
  credentials {
    http {
      username  = "octo"
      token_ref = "account.pat"
    }
  }
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
                  type: GithubPackageRegistry
                  spec:
                    connectorRef: github
                    packageType: container
                    packageName: web
                    version: v1
  EOT
}
