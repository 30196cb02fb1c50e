resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
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
                    connectorRef: account.${harness_platform_connector_docker.hub.id}
                    imagePath: library/nginx
                    tag: <+input>.allowedValues(stable,edge).default(stable)
                - identifier: shared
                  template:
                    templateRef: account.image
                    versionLabel: v2
                    templateInputs:
                      type: DockerRegistry
                      spec:
                        tag: <+input>.regex(v[0-9]+).executionInput()
                - identifier: fixed
                  type: DockerRegistry
                  spec:
                    connectorRef: account.hub
                    imagePath: library/redis
                    tag: "7"
            sidecars:
              - sidecar:
                  identifier: proxy
                  type: DockerRegistry
                  spec:
                    connectorRef: <+input>
                    imagePath: library/envoy
                    tag: "1"
          manifests:
            - manifest:
                identifier: app
                type: K8sManifest
                spec:
                  store:
                    type: Github
                    spec:
                      connectorRef: account.git
                      gitFetchType: Branch
                      branch: <+input>
                      paths: [app]
                  valuesPaths:
                    - values.yaml
                    - <+input>
          variables:
            - name: level
              type: String
              value: <+input>.selectManyFrom(info,debug)
            - name: port
              type: String
              value: "80"
  EOT
}

resource "harness_platform_service" "old" {
  for_each   = toset(["a", "b"])
  identifier = each.key
  name       = each.key
  org_id     = "acme"
  yaml       = templatefile("service.yaml", { name = each.key })
}

resource "harness_platform_service" "quiet" {
  identifier = "quiet"
  name       = "quiet"
  yaml       = "service: {name: quiet, identifier: quiet}"
}
