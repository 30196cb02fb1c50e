# A service whose YAML is wrong in its third line.
resource "harness_platform_service" "s" {
  yaml = <<-EOT
    service:
      name: s
      identifier: other
      serviceDefinition:
        type: Kubernetes
        spec: {}
  EOT
}
