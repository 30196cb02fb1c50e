removed {
  from = harness_platform_connector_docker.kept

  lifecycle {
    destroy = false
  }
}

removed {
  from = harness_platform_connector_docker.gone
}
