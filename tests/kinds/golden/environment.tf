resource "harness_platform_environment" "minimal" {
  identifier = "dev"
  name       = "Dev"
  type       = "PreProduction"
}

resource "harness_platform_environment" "of_a_project" {
  identifier  = "prod"
  name        = "Prod"
  org_id      = "acme"
  project_id  = "shop"
  type        = "Production"
  description = "Where customers are"
  color       = "#0063F7"
  tags        = ["tier:1", "critical"]

  git_details {
    store_type       = "REMOTE"
    connector_ref    = "account.github"
    repo_name        = "deployments"
    branch           = "main"
    file_path        = ".harness/prod.yaml"
    load_from_cache  = "true"
    import_from_git  = false
  }

  force_delete = true
}

resource "harness_platform_environment" "with_yaml" {
  identifier = "qa"
  name       = "QA"
  org_id     = "acme"
  project_id = "shop"
  type       = "PreProduction"
  yaml       = <<-EOT
    environment:
      name: QA
      identifier: qa
      orgIdentifier: acme
      projectIdentifier: shop
      type: PreProduction # comments stay
      variables:
        - name: replicas
          type: Number
          value: 2
      overrides:
        manifests:
          - manifest:
              identifier: values
              type: Values
              spec:
                store:
                  type: Github
                  spec:
                    connectorRef: account.github
                    gitFetchType: Branch
                    branch: main
                    paths:
                      - qa.yaml
  EOT
}
