# Any other repository: a script asks it for the versions it has. The script runs on a delegate, so there is no connector.
locals {
  # It writes a JSON document to the file that Harness names. Shell variables need no escape in HCL unless they have
  # braces: those are written $${…}.
  list_builds = <<-EOT
    curl --silent --fail https://builds.example.io/api/myapp > "$HARNESS_ARTIFACT_RESULT_PATH"
  EOT
}

# yamlencode instead of a heredoc: structure in, YAML out. It pays when parts are computed.
resource "harness_platform_service" "custom" {
  identifier = "Custom_Artifact"
  name       = "Custom Artifact"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  yaml = yamlencode({
    service = {
      name       = "Custom Artifact"
      identifier = "Custom_Artifact"
      serviceDefinition = {
        type = "Kubernetes"
        spec = {
          artifacts = {
            primary = {
              primaryArtifactRef = "myapp"
              sources = [{
                identifier = "myapp"
                type       = "CustomArtifact"
                spec = {
                  version           = "<+input>"
                  timeout           = "10m"
                  delegateSelectors = var.delegate_selectors
                  scripts = {
                    fetchAllArtifacts = {
                      # Where the list is in the answer, and which key of an entry is its version.
                      artifactsArrayPath = "$.builds"
                      versionPath        = "number"
                      spec = {
                        shell = "Bash"
                        source = {
                          type = "Inline"
                          spec = { script = local.list_builds }
                        }
                      }
                    }
                  }
                }
              }]
            }
          }
        }
      }
    }
  })
}
