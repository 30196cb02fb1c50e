resource "harness_platform_connector_aws_secret_manager" "minimal" {
  name               = "AWS Secrets Manager minimal"
  identifier         = "aws_secret_manager_minimal"
  region             = "my_region"
  delegate_selectors = ["my-delegate"]

  credentials {
    manual {
      secret_key_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_aws_secret_manager" "full" {
  name                          = "AWS Secrets Manager full"
  identifier                    = "aws_secret_manager_full"
  description                   = "Shown in the platform"
  org_id                        = "my_org"
  project_id                    = "my_project"
  tags                          = ["owner:team a", "solo"]
  region                        = "my_region"
  secret_name_prefix            = "my_secret_name_prefix"
  delegate_selectors            = ["delegate-a", "delegate-b"]
  execute_on_delegate           = false
  force_delete_without_recovery = true
  use_put_secret                = true
  recovery_window_in_days       = 30
  default                       = true

  credentials {
    manual {
      access_key_ref        = "account.my_secret"
      secret_key_ref        = "account.my_secret"
      access_key_plain_text = "my_access_key_plain_text"
    }
  }
}

resource "harness_platform_connector_aws_secret_manager" "assume_role" {
  name                          = "AWS Secrets Manager assume role"
  identifier                    = "aws_secret_manager_assume_role"
  org_id                        = "my_org"
  region                        = "my_region"
  secret_name_prefix            = "my_secret_name_prefix"
  delegate_selectors            = ["delegate-a", "delegate-b"]
  execute_on_delegate           = false
  force_delete_without_recovery = true
  use_put_secret                = true
  recovery_window_in_days       = 30
  default                       = true

  credentials {

    assume_role {
      role_arn    = "my_role_arn"
      external_id = "my_external_id"
      duration    = 900
    }
  }
}

resource "harness_platform_connector_aws_secret_manager" "inherit_from_delegate" {
  name                          = "AWS Secrets Manager inherit from delegate"
  identifier                    = "aws_secret_manager_inherit_from_delegate"
  org_id                        = "my_org"
  region                        = "my_region"
  secret_name_prefix            = "my_secret_name_prefix"
  delegate_selectors            = ["delegate-a", "delegate-b"]
  execute_on_delegate           = false
  force_delete_without_recovery = true
  use_put_secret                = true
  recovery_window_in_days       = 30
  default                       = true

  credentials {
    inherit_from_delegate = true
  }
}

resource "harness_platform_connector_aws_secret_manager" "oidc_authentication" {
  name                          = "AWS Secrets Manager oidc authentication"
  identifier                    = "aws_secret_manager_oidc_authentication"
  org_id                        = "my_org"
  region                        = "my_region"
  secret_name_prefix            = "my_secret_name_prefix"
  delegate_selectors            = ["delegate-a", "delegate-b"]
  execute_on_delegate           = false
  force_delete_without_recovery = true
  use_put_secret                = true
  recovery_window_in_days       = 30
  default                       = true

  credentials {

    oidc_authentication {
      iam_role_arn = "my_iam_role_arn"
    }
  }
}
