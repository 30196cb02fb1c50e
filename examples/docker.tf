# Docker Hub, or any other registry that speaks Docker's protocol.
resource "harness_platform_connector_docker" "docker_hub" {
  identifier = "Docker_Hub_with_Pwd"
  name       = "Docker Hub with Pwd"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  type                = "DockerHub"
  url                 = "https://index.docker.io/v2/"
  execute_on_delegate = false # true when left out

  # Harness keeps the password; the configuration holds the name of the secret only.
  credentials {
    username     = "johndoe"
    password_ref = "Docker_Hub_Pwd"
  }
}

# The reference in connectorRef both fills in the identifier and makes the connector come first. The bare text
# "Docker_Hub_with_Pwd" would do as well: hiac reads the YAML and finds the connector it names.
resource "harness_platform_service" "docker" {
  identifier = "Example_K8s2"
  name       = "Example K8s2"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  yaml = <<-EOT
    service:
      name: Example K8s2
      identifier: Example_K8s2
      serviceDefinition:
        type: Kubernetes
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
                        - /Templates/deployment.yaml
                  valuesPaths:
                    - /values.yaml
                  skipResourceVersioning: false
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - spec:
                    connectorRef: ${harness_platform_connector_docker.docker_hub.id}
                    imagePath: library/nginx
                    tag: stable-perl
                  identifier: myimage
                  type: DockerRegistry
      gitOpsEnabled: false
  EOT
}
