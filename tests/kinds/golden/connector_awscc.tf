resource "harness_platform_connector_awscc" "minimal" {
  name             = "AWS cloud cost minimal"
  identifier       = "awscc_minimal"
  account_id       = "my_account_id"
  features_enabled = ["BILLING"]

  cross_account_access {
    role_arn    = "my_role_arn"
    external_id = "my_external_id"
  }
}

resource "harness_platform_connector_awscc" "full" {
  name             = "AWS cloud cost full"
  identifier       = "awscc_full"
  description      = "Shown in the platform"
  org_id           = "my_org"
  project_id       = "my_project"
  tags             = ["owner:team a", "solo"]
  report_name      = "my_report_name"
  s3_bucket        = "my_s3_bucket"
  account_id       = "my_account_id"
  features_enabled = ["one", "two"]

  cross_account_access {
    role_arn    = "my_role_arn"
    external_id = "my_external_id"
  }
}
