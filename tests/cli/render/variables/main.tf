resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "hub"
  org_id     = "shop"
  project_id = "cart"
  type = "DockerHub"
  url  = "https://index.docker.io/v2/"
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
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
          variables:
            - name: REPLICAS
              type: Number
              value: 3
            - name: ENABLED
              type: String
              value: "true"
            - name: IMAGE
              type: String
              value: <+artifacts.primary.image>
            - name: PASSWORD
              type: Secret
              value: account.password
            - name: ASKED
              type: String
              value: <+input>
            - name: DEFAULT
              type: String
              value: <+input>.default(blue).allowedValues(blue,green)
            - name: LOOP
              type: String
              value: <+serviceVariables.LOOP>
  EOT
}
