resource "harness_platform_connector_artifactory" "jfrog" {
  identifier = "jfrog"
  name       = "jfrog"
  org_id     = "shop"
  project_id = "cart"
  url = "https://mine.jfrog.io/artifactory/"
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
        type: Ssh
        spec:
          artifacts:
            primary:
              primaryArtifactRef: app
              sources:
                - identifier: app
                  type: ArtifactoryRegistry
                  spec:
                    connectorRef: jfrog
                    repository: docker-local
                    repositoryFormat: generic
                    artifactPath: team/web
                    tag: v1
  EOT
}
