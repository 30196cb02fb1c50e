resource "harness_platform_connector_prometheus" "minimal" {
  name       = "Prometheus minimal"
  identifier = "prometheus_minimal"
  url        = "https://prometheus.example.com"
}

resource "harness_platform_connector_prometheus" "full" {
  name               = "Prometheus full"
  identifier         = "prometheus_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  url                = "https://prometheus.example.com"
  user_name          = "my_user_name"
  password_ref       = "account.my_secret"
  delegate_selectors = ["delegate-a", "delegate-b"]

  headers {
    key                 = "my_key"
    encrypted_value_ref = "account.my_secret"
    value               = "my_value"
    value_encrypted     = true
  }

  headers {
    key = "other"
  }
}
