resource "harness_platform_service" "web00" {
  identifier = "web00"
  name       = "web00"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web00
      identifier: web00
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "web01" {
  identifier = "web01"
  name       = "web01"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web01
      identifier: web01
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "web02" {
  identifier = "web02"
  name       = "web02"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web02
      identifier: web02
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "web03" {
  identifier = "web03"
  name       = "web03"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web03
      identifier: web03
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "web04" {
  identifier = "web04"
  name       = "web04"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web04
      identifier: web04
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "web05" {
  identifier = "web05"
  name       = "web05"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web05
      identifier: web05
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "web06" {
  identifier = "web06"
  name       = "web06"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web06
      identifier: web06
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "web07" {
  identifier = "web07"
  name       = "web07"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web07
      identifier: web07
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "web08" {
  identifier = "web08"
  name       = "web08"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web08
      identifier: web08
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "web09" {
  identifier = "web09"
  name       = "web09"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web09
      identifier: web09
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "web10" {
  identifier = "web10"
  name       = "web10"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web10
      identifier: web10
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

resource "harness_platform_service" "web11" {
  identifier = "web11"
  name       = "web11"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: web11
      identifier: web11
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: <+input>
              sources:
                - identifier: image
                  type: DockerRegistry
                  spec:
                    connectorRef: hub
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}

