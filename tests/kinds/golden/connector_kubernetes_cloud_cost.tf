resource "harness_platform_connector_kubernetes_cloud_cost" "minimal" {
  name             = "Kubernetes cloud cost minimal"
  identifier       = "kubernetes_cloud_cost_minimal"
  connector_ref    = "account.my_secret"
  features_enabled = ["BILLING"]
}

resource "harness_platform_connector_kubernetes_cloud_cost" "full" {
  name             = "Kubernetes cloud cost full"
  identifier       = "kubernetes_cloud_cost_full"
  description      = "Shown in the platform"
  org_id           = "my_org"
  project_id       = "my_project"
  tags             = ["owner:team a", "solo"]
  connector_ref    = "account.my_secret"
  features_enabled = ["BILLING", "OPTIMIZATION"]
}
