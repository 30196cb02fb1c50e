resource "harness_platform_connector_elasticsearch" "minimal" {
  name       = "Elasticsearch minimal"
  identifier = "elasticsearch_minimal"
  url        = "https://elasticsearch.example.com"

  username_password {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_elasticsearch" "full" {
  name               = "Elasticsearch full"
  identifier         = "elasticsearch_full"
  description        = "Shown in the platform"
  org_id             = "my_org"
  project_id         = "my_project"
  tags               = ["owner:team a", "solo"]
  url                = "https://elasticsearch.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]

  username_password {
    username     = "my_username"
    password_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_elasticsearch" "api_token" {
  name               = "Elasticsearch api token"
  identifier         = "elasticsearch_api_token"
  org_id             = "my_org"
  url                = "https://elasticsearch.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]

  api_token {
    client_id         = "my_client_id"
    client_secret_ref = "account.my_secret"
  }
}

resource "harness_platform_connector_elasticsearch" "no_authentication_flat" {
  name               = "Elasticsearch no authentication flat"
  identifier         = "elasticsearch_no_authentication_flat"
  org_id             = "my_org"
  url                = "https://elasticsearch.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]

  no_authentication {}
}

resource "harness_platform_connector_elasticsearch" "none" {
  name               = "Elasticsearch none"
  identifier         = "elasticsearch_none"
  org_id             = "my_org"
  url                = "https://elasticsearch.example.com"
  delegate_selectors = ["delegate-a", "delegate-b"]
}
