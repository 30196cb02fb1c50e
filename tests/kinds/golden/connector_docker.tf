resource "harness_platform_connector_docker" "minimal" {
  name       = "Docker registry minimal"
  identifier = "docker_minimal"
  url        = "https://docker.example.com"
  type       = "DockerHub"

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_docker" "full" {
  name                = "Docker registry full"
  identifier          = "docker_full"
  description         = "Shown in the platform"
  org_id              = "my_org"
  project_id          = "my_project"
  tags                = ["owner:team a", "solo"]
  url                 = "https://docker.example.com"
  type                = "DockerHub"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_docker" "credentials_username_ref" {
  name                = "Docker registry credentials username ref"
  identifier          = "docker_credentials_username_ref"
  org_id              = "my_org"
  url                 = "https://docker.example.com"
  type                = "DockerHub"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false

  credentials {
    username_ref = "account.my_secret"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_docker" "anonymous" {
  name                = "Docker registry anonymous"
  identifier          = "docker_anonymous"
  org_id              = "my_org"
  url                 = "https://docker.example.com"
  type                = "DockerHub"
  delegate_selectors  = ["delegate-a", "delegate-b"]
  execute_on_delegate = false
}
