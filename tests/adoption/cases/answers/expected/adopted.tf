resource "harness_platform_connector_customhealthsource" "health" {
  name       = "Health"
  identifier = "health"
  url        = "https://example.com"
  method     = "GET"

  params {
    key   = "a"
    value = "b"
  }

  params {
    key   = "c"
    value = "d"
  }
}

resource "harness_platform_connector_github" "git" {
  name            = "Git"
  identifier      = "git"
  url             = "https://github.com/acme/web"
  connection_type = "Account"

  credentials {
    http {
      username  = "ci"
      token_ref = "account.token"
    }
  }
}

resource "harness_platform_service" "comment" {
  name        = "Comment"
  identifier  = "comment"
  description = "d"
}

resource "harness_platform_service" "nil" {
  name       = "Nil"
  identifier = "nil"
}

resource "harness_platform_service" "plain" {
  name       = "Plain"
  identifier = "plain"

  yaml = <<-EOT
    service:
      name: Plain
      identifier: plain
      serviceDefinition:
        type: Kubernetes
        spec:
          manifests: []
  EOT
}

resource "harness_platform_service" "remote" {
  name       = "Remote"
  identifier = "remote"

  yaml = <<-EOT
    service:
      name: Remote
      identifier: remote
      serviceDefinition:
        type: Kubernetes
        spec: {}
  EOT

  git_details {
    branch        = "main"
    connector_ref = "account.git"
    file_path     = ".harness/remote.yaml"
    repo_name     = "services"
    store_type    = "REMOTE"
  }
}

resource "harness_platform_service" "api" {
  name        = "API"
  identifier  = "api"
  org_id      = "default"
  project_id  = "CD_Docs"
  description = "The API"
  tags        = ["a:b"]

  yaml = <<-EOT
    service:
      name: API
      identifier: api
      orgIdentifier: default
      projectIdentifier: CD_Docs
      # kept
      serviceDefinition:
        type: Kubernetes
        spec: {}
  EOT
}
