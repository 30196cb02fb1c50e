resource "harness_platform_connector_aws" "aws" {
  name                = "2024"
  identifier          = "aws"
  org_id              = "default"
  execute_on_delegate = true

  cross_account_access {
    role_arn = "arn:aws:iam::1:role/x"
  }

  manual {
    access_key     = "AKIA"
    secret_key_ref = "org.key"
    region         = "us-east-1"
  }
}

resource "harness_platform_connector_docker" "docker_hub" {
  name                = "Docker \"Hub\""
  identifier          = "dockerHub"
  org_id              = "default"
  project_id          = "CD_Docs"
  tags                = ["env:prod", "solo"]
  url                 = "https://index.docker.io/v2/"
  type                = "DockerHub"
  delegate_selectors  = ["a", "b"]
  execute_on_delegate = false

  description = <<-EOT
    Images of $${team}
    and %%{others}
  EOT

  credentials {
    username     = "ci"
    password_ref = "account.docker"
  }
}

resource "harness_platform_connector_kubernetes" "k8s_cluster" {
  name       = "Cluster"
  identifier = "K8sCluster"

  inherit_from_delegate {
    delegate_selectors = ["in-cluster"]
  }
}
