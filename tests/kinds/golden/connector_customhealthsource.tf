resource "harness_platform_connector_customhealthsource" "minimal" {
  name       = "Custom health source minimal"
  identifier = "customhealthsource_minimal"
  url        = "https://customhealthsource.example.com"
  method     = "GET"
}

resource "harness_platform_connector_customhealthsource" "full" {
  name               = "Custom health source full"
  identifier         = "customhealthsource_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  url                = "https://customhealthsource.example.com"
  method             = "GET"
  validation_body    = "my_validation_body"
  validation_path    = "my_validation_path"
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

  params {
    key                 = "my_key"
    encrypted_value_ref = "account.my_secret"
    value               = "my_value"
    value_encrypted     = true
  }

  params {
    key = "other"
  }
}
