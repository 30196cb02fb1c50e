resource "harness_platform_infrastructure" "minimal" {
  identifier = "k8s"
  name       = "k8s"
  env_id     = "dev"
}

resource "harness_platform_infrastructure" "with_yaml" {
  identifier      = "k8s"
  name            = "Cluster of Prod"
  org_id          = "acme"
  project_id      = "shop"
  env_id          = "prod"
  deployment_type = "Kubernetes"
  type            = "KubernetesDirect"
  tags            = ["region:eu"]
  yaml            = <<-EOT
    infrastructureDefinition:
      name: Cluster of Prod
      identifier: k8s
      orgIdentifier: acme
      projectIdentifier: shop
      environmentRef: prod
      deploymentType: Kubernetes
      type: KubernetesDirect
      spec:
        connectorRef: account.cluster
        namespace: shop
        releaseName: release-<+INFRA_KEY_SHORT_ID>
      allowSimultaneousDeployments: false
  EOT
}

resource "harness_platform_infrastructure" "hosts" {
  identifier      = "hosts"
  name            = "Hosts"
  org_id          = "acme"
  project_id      = "shop"
  env_id          = "prod"
  deployment_type = "Ssh"
  type            = "Pdc"
  yaml            = <<-EOT
    infrastructureDefinition:
      name: Hosts
      identifier: hosts
      orgIdentifier: acme
      projectIdentifier: shop
      environmentRef: prod
      deploymentType: Ssh
      type: Pdc
      spec:
        credentialsRef: org.ssh_key
        hosts:
          - 10.0.0.1
        hostFilter:
          type: All
          spec: {}
  EOT
}
