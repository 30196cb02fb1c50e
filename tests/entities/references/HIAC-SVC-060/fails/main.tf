resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "web"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: team.hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "wide" {
  identifier = "wide"
  name       = "wide"
  yaml       = <<-EOT
    service:
      name: wide
      identifier: wide
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "templated" {
  identifier = "templated"
  name       = "templated"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: templated
      identifier: templated
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  template:
                    templateRef: nowhere.my template
                    versionLabel: v1
  EOT
}
