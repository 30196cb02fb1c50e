output "connectors" {
  description = "How a service refers to the connector of each artifact source. A bare identifier means: in its own project."
  value = {
    docker                   = harness_platform_connector_docker.docker_hub.id
    gcr                      = harness_platform_connector_gcp.gcr.id
    gcs                      = harness_platform_connector_gcp.gcs.id
    google_artifact_registry = harness_platform_connector_gcp.artifact_registry.id
    azure_artifacts          = harness_platform_connector_azure_artifacts.azure_artifacts.id
    ecr                      = harness_platform_connector_aws.ecr.id
    acr                      = harness_platform_connector_azure_cloud_provider.acr.id
    nexus                    = "account.${harness_platform_connector_nexus.nexus.id}"
    artifactory              = harness_platform_connector_artifactory.artifactory.id
    bamboo                   = harness_platform_connector_bamboo.bamboo.id
    github_packages          = harness_platform_connector_github.packages.id
  }
}

output "services" {
  description = "Name of every service by its identifier."
  value = {
    for service in [
      harness_platform_service.docker,
      harness_platform_service.gcr,
      harness_platform_service.gcs,
      harness_platform_service.google_artifact_registry,
      harness_platform_service.azure_artifacts,
      harness_platform_service.ecr,
      harness_platform_service.acr,
      harness_platform_service.nexus,
      harness_platform_service.artifactory,
      harness_platform_service.bamboo,
      harness_platform_service.github_packages,
      harness_platform_service.custom,
    ] : service.identifier => service.name
  }
}

output "projects" {
  description = "Projects that hold connectors and services."
  value       = [for project in harness_platform_project.all : "${project.org_id}/${project.identifier}"]
}
