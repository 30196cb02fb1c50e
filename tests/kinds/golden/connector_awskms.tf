resource "harness_platform_connector_awskms" "minimal" {
  name               = "AWS Key Management Service minimal"
  identifier         = "awskms_minimal"
  arn_ref            = "account.my_key_arn"
  region             = "my_region"
  delegate_selectors = ["my-delegate"]

  credentials {
    manual {
      access_key_ref = "account.my_secret"
      secret_key_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_awskms" "full" {
  name                = "AWS Key Management Service full"
  identifier          = "awskms_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  arn_ref             = "account.my_secret"
  arn_plaintext       = "my_arn_plaintext"
  region              = "my_region"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  default             = true

  credentials {
    manual {
      access_key_ref = "account.my_secret"
      secret_key_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_awskms" "assume_role" {
  name                = "AWS Key Management Service assume role"
  identifier          = "awskms_assume_role"
  org_id              = "my_org"
  arn_ref             = "account.my_secret"
  arn_plaintext       = "my_arn_plaintext"
  region              = "my_region"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  default             = true

  credentials {

    assume_role {
      role_arn    = "my_role_arn"
      external_id = "my_external_id"
      duration    = 900
    }
  }
}

resource "harness_platform_connector_awskms" "inherit_from_delegate" {
  name                = "AWS Key Management Service inherit from delegate"
  identifier          = "awskms_inherit_from_delegate"
  org_id              = "my_org"
  arn_ref             = "account.my_secret"
  arn_plaintext       = "my_arn_plaintext"
  region              = "my_region"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  default             = true

  credentials {
    inherit_from_delegate = true
  }
}

resource "harness_platform_connector_awskms" "oidc_authentication" {
  name                = "AWS Key Management Service oidc authentication"
  identifier          = "awskms_oidc_authentication"
  org_id              = "my_org"
  arn_ref             = "account.my_secret"
  arn_plaintext       = "my_arn_plaintext"
  region              = "my_region"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
  default             = true

  credentials {

    oidc_authentication {
      iam_role_arn = "my_iam_role_arn"
    }
  }
}
