resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "hub"
  org_id     = "acme"
  project_id = "shop"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_connector_gcp" "google" {
  identifier = "google"
  name       = "google"
  org_id     = "acme"
  project_id = "shop"
  inherit_from_delegate {
    delegate_selectors = ["here"]
  }
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
                  type: Gcr
                  spec:
                    connectorRef: hub
                    imagePath: p/nginx
                    registryHostname: gcr.io
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "second" {
  identifier = "second"
  name       = "second"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: second
      identifier: second
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
                    connectorRef: google
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "third" {
  identifier = "third"
  name       = "third"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: third
      identifier: third
      serviceDefinition:
        type: Kubernetes
        spec:
          manifests:
            - manifest:
                identifier: charts
                type: HelmChart
                spec:
                  store:
                    type: S3
                    spec:
                      connectorRef: google
                      bucketName: b
                      folderPath: f
                  chartName: web
                  helmVersion: V3
            - manifest:
                identifier: oci
                type: HelmChart
                spec:
                  store:
                    type: OciHelmChart
                    spec:
                      basePath: /
                      config:
                        type: Generic
                        spec:
                          connectorRef: hub
                  chartName: web
                  helmVersion: V3
            - manifest:
                identifier: repo
                type: HelmRepoOverride
                spec:
                  type: Http
                  connectorRef: hub
  EOT
}

resource "harness_platform_service" "old_style" {
  identifier = "old_style"
  name       = "old_style"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: old_style
      identifier: old_style
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              type: Gcr
              spec:
                connectorRef: filed
                imagePath: p/nginx
                registryHostname: gcr.io
                tag: <+input>
  EOT
}
