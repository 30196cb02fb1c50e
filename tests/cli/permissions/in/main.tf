locals {
  scope = {
    org_id     = "acme"
    project_id = "shop"
  }
}

resource "harness_platform_connector_aws" "main" {
  identifier = "aws"
  name       = "AWS"
  org_id     = local.scope.org_id
  project_id = local.scope.project_id

  inherit_from_delegate {
    delegate_selectors = ["in-aws"]
  }
}

resource "harness_platform_connector_aws" "other" {
  identifier = "aws_other"
  name       = "Other AWS"

  manual {
    access_key_ref = "account.key_id"
    secret_key_ref = "account.key"
  }
}

resource "harness_platform_connector_docker" "ecr" {
  identifier = "ecr_as_docker"
  name       = "ECR as Docker"
  org_id     = local.scope.org_id
  project_id = local.scope.project_id
  type       = "Other"
  url        = "https://999999999999.dkr.ecr.us-gov-west-1.amazonaws.com"

  credentials {
    username     = "AWS"
    password_ref = "ecr_password"
  }
}

resource "harness_platform_connector_artifactory" "files" {
  identifier = "files"
  name       = "Files"
  org_id     = local.scope.org_id
  project_id = local.scope.project_id
  url        = "https://deploy:x@jfrog.example.com:8443/artifactory/"
}

resource "harness_platform_service" "web" {
  for_each = {
    eu = "eu-central-1"
    cn = "cn-north-1"
  }

  identifier = "web_${each.key}"
  name       = "Web ${each.key}"
  org_id     = local.scope.org_id
  project_id = local.scope.project_id

  yaml = <<-EOT
    service:
      name: Web ${each.key}
      identifier: web_${each.key}
      serviceDefinition:
        type: NativeHelm
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: app
                  type: Ecr
                  spec:
                    connectorRef: ${harness_platform_connector_aws.main.id}
                    imagePath: shop/web
                    region: ${each.value}
                    registryId: "123456789012"
                    tag: <+input>
                - identifier: azure
                  type: Acr
                  spec:
                    connectorRef: <+input>
                    registry: shop
                    repository: web
                    subscriptionId: <+input>
                    tag: <+input>
            sidecars:
              - sidecar:
                  identifier: logs
                  type: DockerRegistry
                  spec:
                    connectorRef: ${harness_platform_connector_docker.ecr.id}
                    imagePath: shop/logs
                    tag: "1"
              - sidecar:
                  identifier: proxy
                  type: DockerRegistry
                  spec:
                    connectorRef: account.nowhere
                    imagePath: shop/proxy
                    tag: "1"
  EOT
}

resource "harness_platform_service" "lambda" {
  identifier = "lambda"
  name       = "Lambda"
  org_id     = local.scope.org_id
  project_id = local.scope.project_id

  yaml = <<-EOT
    service:
      name: Lambda
      identifier: lambda
      serviceDefinition:
        type: AwsLambda
        spec:
          variables:
            - name: token
              type: Secret
              value: org.lambda_token
          artifacts:
            primary:
              type: AmazonS3
              spec:
                connectorRef: account.${harness_platform_connector_aws.other.id}
                bucketName: functions
                filePath: lambda.zip
            sidecars:
              - sidecar:
                  identifier: image
                  type: Ecr
                  spec:
                    connectorRef: account.${harness_platform_connector_aws.other.id}
                    imagePath: shop/lambda
                    region: us-east-1
                    tag: "1"
  EOT
}

resource "harness_platform_service" "hosts" {
  identifier = "hosts"
  name       = "Hosts"
  org_id     = local.scope.org_id
  project_id = local.scope.project_id

  yaml = <<-EOT
    service:
      name: Hosts
      identifier: hosts
      serviceDefinition:
        type: CustomDeployment
        spec:
          customDeploymentRef:
            templateRef: account.hosts
            versionLabel: "1"
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: package
                  type: ArtifactoryRegistry
                  spec:
                    connectorRef: ${harness_platform_connector_artifactory.files.id}
                    repository: generic
                    repositoryFormat: generic
                    artifactDirectory: /shop
                    artifactPath: <+input>
                - identifier: image
                  type: GoogleArtifactRegistry
                  spec:
                    connectorRef: org.gcp
                    repositoryType: docker
                    project: shop-prod
                    region: europe-west1
                    repositoryName: images
                    package: app
                    version: <+input>
                - identifier: plan
                  type: Bamboo
                  spec:
                    connectorRef: bambo
                    planKey: SHOP
                - identifier: script
                  type: CustomArtifact
                  spec:
                    version: <+input>
                    delegateSelectors: [scripts]
                    scripts:
                      fetchAllArtifacts:
                        artifactsArrayPath: $.builds
                        versionPath: number
                        spec:
                          shell: Bash
                          source:
                            type: Inline
                            spec:
                              script: curl -H "Token <+secrets.getValue("builds_token")>" https://builds.example.io
                - identifier: machine
                  type: AmazonMachineImage
                  spec:
                    connectorRef: ${harness_platform_connector_aws.main.id}
                    region: us-east-1
                    version: <+input>
                - identifier: common
                  template:
                    templateRef: org.docker_source
                    versionLabel: "1"
  EOT
}
