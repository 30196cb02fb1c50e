resource "harness_platform_connector_docker" "Docker_Hub" {
  identifier = "Docker_Hub"
  name       = "Docker_Hub"
  org_id     = "acme"
  project_id = "shop"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

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
                    connectorRef: Docker_Hub
                    imagePath: library/nginx
                    tag: <+input>
            sidecars:
              - sidecar:
                  identifier: side
                  type: DockerRegistry
                  spec:
                    connectorRef: account.shared
                    imagePath: library/nginx
                    tag: <+input>
          manifests:
            - manifest:
                identifier: charts
                type: HelmChart
                spec:
                  store:
                    type: Http
                    spec:
                      connectorRef: org.charts
                  chartName: web
                  helmVersion: V3
  EOT
}
