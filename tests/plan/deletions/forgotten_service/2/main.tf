removed {
  from = harness_platform_service.web
  lifecycle {
    destroy = false
  }
}
