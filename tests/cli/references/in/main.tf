resource "harness_platform_secret_text" "password" {
  identifier                = "password"
  name                      = "password"
  secret_manager_identifier = "harnessSecretManager"
  value_type                = "Inline"
  value                     = "x"
}

resource "harness_platform_connector_docker" "hub" {
  for_each   = toset(["one", "two"])
  identifier = each.key
  name       = each.key
  org_id     = "acme"
  project_id = "shop"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
  credentials {
    username     = "johndoe"
    password_ref = "account.${harness_platform_secret_text.password.id}"
  }
}

resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "Web"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: Web
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
                    connectorRef: ${harness_platform_connector_docker.hub["one"].id}
                    imagePath: library/nginx
                    tag: <+input>
                - identifier: filed
                  type: DockerRegistry
                  spec:
                    connectorRef: account.filed
                    imagePath: library/nginx
                    tag: <+input>
                - identifier: missing
                  type: DockerRegistry
                  spec:
                    connectorRef: org.nowhere
                    imagePath: library/nginx
                    tag: <+input>
                - identifier: asked
                  type: DockerRegistry
                  spec:
                    connectorRef: <+input>
                    imagePath: library/nginx
                    tag: <+input>
                - identifier: wrong
                  type: DockerRegistry
                  spec:
                    connectorRef: a.b
                    imagePath: library/nginx
                    tag: <+input>
                - identifier: template
                  template:
                    templateRef: account.source
                    versionLabel: v2
          manifests:
            - manifest:
                identifier: app
                type: K8sManifest
                spec:
                  store:
                    type: Harness
                    spec:
                      files:
                        - /Templates
                  skipResourceVersioning: false
          variables:
            - name: key
              type: Secret
              value: account.password
            - name: other
              type: Secret
              value: somebodys
  EOT
}
