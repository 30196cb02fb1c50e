resource "harness_platform_service_overrides_v2" "of_an_environment" {
  env_id = "account.dev"
  type   = "ENV_GLOBAL_OVERRIDE"
  yaml   = <<-EOT
    variables:
      - name: replicas
        type: Number
        value: 4
  EOT
}

resource "harness_platform_service_overrides_v2" "of_a_service_on_an_infrastructure" {
  org_id     = "acme"
  project_id = "shop"
  env_id     = "prod"
  service_id = "web"
  infra_id   = "k8s"
  type       = "INFRA_SERVICE_OVERRIDE"
  yaml       = <<-EOT
    # values for Prod
    manifests:
      - manifest:
          identifier: values
          type: Values
          spec:
            store:
              type: Harness
              spec:
                files:
                  - /values/prod.yaml
    configFiles: []
  EOT
}

resource "harness_platform_service_overrides_v2" "without_yaml" {
  env_id     = "org.dev"
  org_id     = "acme"
  service_id = "org.web"
  type       = "ENV_SERVICE_OVERRIDE"
}
