resource "harness_platform_connector_jenkins" "jenkins" {
  identifier = "jenkins"
  name       = "jenkins"
  org_id     = "shop"
  project_id = "cart"
  jenkins_url = "https://jenkins.example.com"
  auth {
    type = "Anonymous"
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
        type: Ssh
        spec:
          artifacts:
            primary:
              primaryArtifactRef: app
              sources:
                - identifier: app
                  type: Jenkins
                  spec:
                    connectorRef: jenkins
                    jobName: build
                    build: "42"
  EOT
}
