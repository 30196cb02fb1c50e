resource "harness_platform_connector_azure_repo" "minimal" {
  name            = "Azure Repos minimal"
  identifier      = "azure_repo_minimal"
  url             = "https://azure-repo.example.com"
  connection_type = "Project"

  credentials {
    http {
      username  = "my_username"
      token_ref = "account.my_secret"
    }
  }
}

resource "harness_platform_connector_azure_repo" "full" {
  name                = "Azure Repos full"
  identifier          = "azure_repo_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://azure-repo.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true
  connection_type     = "Project"

  credentials {
    http {
      username  = "my_username"
      token_ref = "account.my_secret"
    }
  }

  api_authentication {
    token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_azure_repo" "http_username_ref" {
  name                = "Azure Repos http username ref"
  identifier          = "azure_repo_http_username_ref"
  org_id              = "my_org"
  url                 = "https://azure-repo.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true
  connection_type     = "Project"

  credentials {
    http {
      username_ref = "account.my_secret"
      token_ref    = "account.my_secret"
    }
  }

  api_authentication {
    token_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_azure_repo" "ssh" {
  name                = "Azure Repos ssh"
  identifier          = "azure_repo_ssh"
  org_id              = "my_org"
  url                 = "https://azure-repo.example.com"
  validation_repo     = "my_validation_repo"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = true
  connection_type     = "Project"

  credentials {

    ssh {
      ssh_key_ref = "account.my_secret"
    }
  }

  api_authentication {
    token_ref = "account.my_secret"
  }
}
