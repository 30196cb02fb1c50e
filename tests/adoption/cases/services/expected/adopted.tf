resource "harness_platform_connector_docker" "images" {
  name                = "Images"
  identifier          = "images"
  url                 = "https://index.docker.io/v2/"
  type                = "DockerHub"
  execute_on_delegate = false
}

resource "harness_platform_connector_docker" "docker_hub" {
  name                = "Docker"
  identifier          = "dockerHub"
  org_id              = "default"
  project_id          = "CD_Docs"
  url                 = "https://index.docker.io/v2/"
  type                = "DockerHub"
  execute_on_delegate = false
}

resource "harness_platform_service" "windows" {
  name       = "Windows"
  identifier = "windows"

  yaml = <<-EOT
    service:
      name: Windows
      identifier: windows
      serviceDefinition:
        type: Kubernetes
        spec: {}
  EOT
}

resource "harness_platform_service" "web" {
  name        = "Web $${shop}"
  identifier  = "web"
  org_id      = "default"
  project_id  = "CD_Docs"
  description = "Shop"
  tags        = ["team:web"]

  yaml = <<-EOT_
    # Owned by the web team
    service:
      name: Web $${shop}
      identifier: web
      orgIdentifier: default
      projectIdentifier: CD_Docs
      description: "Shop"
      tags:
        team: web
      serviceDefinition:
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - spec: # the image
                    connectorRef: ${harness_platform_connector_docker.docker_hub.identifier}   # same project
                    imagePath: library/nginx
                    tag: <+input>
                  identifier: image
                  type: DockerRegistry

                - spec:
                    connectorRef: "account.${harness_platform_connector_docker.images.identifier}"
                    imagePath: library/nginx
                    tag: '%%{x}'
                  identifier: other
                  type: DockerRegistry
                - spec:
                    connectorRef: org.elsewhere
                    imagePath: library/nginx
                    tag: "1"
                  identifier: third
                  type: DockerRegistry
                - spec:
                    connectorRef: <+input>
                    imagePath: library/nginx
                    tag: "1"
                  identifier: fourth
                  type: DockerRegistry
          variables:
            - name: script
              type: String
              value: |
                echo "$${HOME}"
              
                EOT
        type: Kubernetes
  EOT_
}
