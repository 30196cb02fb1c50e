resource "harness_platform_connector_aws" "aws" {
  identifier = "aws"
  name       = "aws"
  org_id     = "shop"
  project_id = "cart"
  inherit_from_delegate {
    delegate_selectors = ["build"]
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
                  type: Ecr
                  spec:
                    connectorRef: aws
                    imagePath: team/web
                    region: eu-west-1
                    tag: v1
                    registryId: "111122223333"
  EOT
}
