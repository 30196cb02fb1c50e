# Bamboo build plans. The platform has this connector, the real provider does not have it yet: this resource is hiac's.
resource "harness_platform_connector_bamboo" "bamboo" {
  identifier = "Bamboo"
  name       = "Bamboo"
  org_id     = local.docs.org_id
  project_id = local.docs.identifier

  url                = "https://bamboo.dev.example.io"
  delegate_selectors = ["mydelegate"]

  credentials {
    username     = "admin"
    password_ref = "bamboo"
  }
}

# The platform wants a list of paths and a build that is a string; the documentation gives a string and a number.
resource "harness_platform_service" "bamboo" {
  identifier = "Bamboo"
  name       = "Bamboo"
  org_id     = local.docs.org_id
  project_id = local.docs.identifier

  yaml = <<-EOT
    service:
      name: Bamboo
      identifier: Bamboo
      tags: {}
      serviceDefinition:
        spec:
          artifacts:
            primary:
              primaryArtifactRef: myplan
              sources:
                - identifier: myplan
                  spec:
                    connectorRef: ${harness_platform_connector_bamboo.bamboo.id}
                    artifactPaths:
                      - artifacts
                    build: "133"
                    planKey: PLAN1
                  type: Bamboo
        type: Ssh
  EOT
}
