resource "harness_platform_environment" "prod" {
  identifier = "prod"
  name       = "Prod"
  org_id     = "acme"
  project_id = "shop"
  type       = "Production"
}

resource "harness_platform_infrastructure" "k8s" {
  identifier = "k8s"
  name       = "k8s"
  org_id     = "acme"
  project_id = "shop"
  env_id     = "prdo"
}

resource "harness_platform_service_overrides_v2" "web" {
  org_id     = "acme"
  project_id = "shop"
  env_id     = "prod"
  service_id = "web"
  infra_id   = "k8s"
  type       = "INFRA_SERVICE_OVERRIDE"
}
