resource "harness_platform_connector_aws" "minimal" {
  name                = "Amazon Web Services minimal"
  identifier          = "aws_minimal"
  execute_on_delegate = true

  manual {
    access_key     = "my_access_key"
    secret_key_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_aws" "full" {
  name                = "Amazon Web Services full"
  identifier          = "aws_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  execute_on_delegate = true
  force_delete        = true

  cross_account_access {
    role_arn    = "my_role_arn"
    external_id = "my_external_id"
  }

  manual {
    access_key         = "my_access_key"
    secret_key_ref     = "account.my_secret"
    session_token_ref  = "account.my_secret"
    region             = "my_region"
    delegate_selectors = ["delegate-a", "delegate-b"]
  }

  equal_jitter_backoff_strategy {
    base_delay       = 30
    max_backoff_time = 30
    retry_count      = 30
  }
}

resource "harness_platform_connector_aws" "manual_access_key_ref" {
  name                = "Amazon Web Services manual access key ref"
  identifier          = "aws_manual_access_key_ref"
  org_id              = "my_org"
  execute_on_delegate = true
  force_delete        = true

  cross_account_access {
    role_arn    = "my_role_arn"
    external_id = "my_external_id"
  }

  manual {
    access_key_ref     = "account.my_secret"
    secret_key_ref     = "account.my_secret"
    session_token_ref  = "account.my_secret"
    region             = "my_region"
    delegate_selectors = ["delegate-a", "delegate-b"]
  }

  equal_jitter_backoff_strategy {
    base_delay       = 30
    max_backoff_time = 30
    retry_count      = 30
  }
}

resource "harness_platform_connector_aws" "inherit_from_delegate" {
  name         = "Amazon Web Services inherit from delegate"
  identifier   = "aws_inherit_from_delegate"
  org_id       = "my_org"
  force_delete = true

  cross_account_access {
    role_arn    = "my_role_arn"
    external_id = "my_external_id"
  }

  inherit_from_delegate {
    region             = "my_region"
    delegate_selectors = ["delegate-a", "delegate-b"]
  }

  equal_jitter_backoff_strategy {
    base_delay       = 30
    max_backoff_time = 30
    retry_count      = 30
  }
}

resource "harness_platform_connector_aws" "irsa" {
  name         = "Amazon Web Services irsa"
  identifier   = "aws_irsa"
  org_id       = "my_org"
  force_delete = true

  cross_account_access {
    role_arn    = "my_role_arn"
    external_id = "my_external_id"
  }

  irsa {
    region             = "my_region"
    delegate_selectors = ["delegate-a", "delegate-b"]
  }

  equal_jitter_backoff_strategy {
    base_delay       = 30
    max_backoff_time = 30
    retry_count      = 30
  }
}

resource "harness_platform_connector_aws" "oidc_authentication" {
  name                = "Amazon Web Services oidc authentication"
  identifier          = "aws_oidc_authentication"
  org_id              = "my_org"
  execute_on_delegate = true
  force_delete        = true

  cross_account_access {
    role_arn    = "my_role_arn"
    external_id = "my_external_id"
  }

  oidc_authentication {
    iam_role_arn          = "my_iam_role_arn"
    oidc_session_tag_keys = ["one", "two"]
    region                = "my_region"
    delegate_selectors    = ["delegate-a", "delegate-b"]
  }

  equal_jitter_backoff_strategy {
    base_delay       = 30
    max_backoff_time = 30
    retry_count      = 30
  }
}

resource "harness_platform_connector_aws" "full_jitter_backoff_strategy" {
  name                = "Amazon Web Services full jitter backoff strategy"
  identifier          = "aws_full_jitter_backoff_strategy"
  org_id              = "my_org"
  execute_on_delegate = true
  force_delete        = true

  cross_account_access {
    role_arn    = "my_role_arn"
    external_id = "my_external_id"
  }

  manual {
    access_key         = "my_access_key"
    secret_key_ref     = "account.my_secret"
    session_token_ref  = "account.my_secret"
    region             = "my_region"
    delegate_selectors = ["delegate-a", "delegate-b"]
  }

  full_jitter_backoff_strategy {
    base_delay       = 30
    max_backoff_time = 30
    retry_count      = 30
  }
}

resource "harness_platform_connector_aws" "fixed_delay_backoff_strategy" {
  name                = "Amazon Web Services fixed delay backoff strategy"
  identifier          = "aws_fixed_delay_backoff_strategy"
  org_id              = "my_org"
  execute_on_delegate = true
  force_delete        = true

  cross_account_access {
    role_arn    = "my_role_arn"
    external_id = "my_external_id"
  }

  manual {
    access_key         = "my_access_key"
    secret_key_ref     = "account.my_secret"
    session_token_ref  = "account.my_secret"
    region             = "my_region"
    delegate_selectors = ["delegate-a", "delegate-b"]
  }

  fixed_delay_backoff_strategy {
    fixed_backoff = 30
    retry_count   = 30
  }
}
