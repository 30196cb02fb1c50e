resource "harness_platform_connector_git" "git" {
  name            = "Git"
  identifier      = "git"
  org_id          = "default"
  project_id      = "shop"
  url             = "https://example.com/web.git"
  connection_type = "Repo"

  credentials {
    http {
      username     = "ci"
      password_ref = "account.git"
    }
  }
}

resource "harness_platform_service" "web" {
  name       = "Web"
  identifier = "web"
  org_id     = "default"
  project_id = "shop"

  yaml = <<-EOT
    service:
      name: Web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec:
          manifests:
            - manifest:
                identifier: m
                type: K8sManifest
                spec:
                  store: {type: Git, spec: {connectorRef: ${harness_platform_connector_git.git.identifier}, gitFetchType: Branch, repoName: web, branch: main, paths: [k8s]}}
  EOT
}
