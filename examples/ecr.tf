# Amazon Elastic Container Registry with an access key.
resource "harness_platform_connector_aws" "ecr" {
  identifier = "ECR"
  name       = "ECR"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  execute_on_delegate = true

  # Either access_key or access_key_ref is needed beside the secret key; the documentation's HCL has neither.
  manual {
    access_key         = var.aws_access_key
    secret_key_ref     = "secretaccesskey"
    region             = "us-east-1"
    delegate_selectors = ["doc-immut"]
  }
}

# The tag is quoted: a bare 1.0 is a number in YAML, and its zero would be lost.
resource "harness_platform_service" "ecr" {
  identifier = "ECR"
  name       = "ECR"
  org_id     = local.cd_docs.org_id
  project_id = local.cd_docs.identifier

  yaml = <<-EOT
    service:
      name: ECR
      identifier: ECR
      tags: {}
      serviceDefinition:
        spec:
          manifests:
            - manifest:
                identifier: myapp
                type: K8sManifest
                spec:
                  store:
                    type: Harness
                    spec:
                      files:
                        - /values.yaml
                  valuesPaths:
                    - /Templates
                  skipResourceVersioning: false
                  enableDeclarativeRollback: false
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - spec:
                    connectorRef: ${harness_platform_connector_aws.ecr.id}
                    imagePath: todolist-sample
                    tag: "1.0"
                    region: us-east-1
                  identifier: myapp
                  type: Ecr
        type: Kubernetes
  EOT
}
