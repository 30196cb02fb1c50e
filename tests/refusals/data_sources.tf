data "harness_platform_connector_docker" "absent" {
  identifier = "absent"
  org_id     = "main"
}

data "harness_platform_connector_docker" "named" {
  name = "Absent"
}

data "harness_platform_connector_docker" "nothing" {
}

data "harness_platform_connector_docker" "wrong" {
  identifier = "wrong"
  project_id = "p"
  url        = "https://x.example"
  identifer  = 1
  credentials {}

  lifecycle {
    prevent_destroy = true
  }
}

data "harness_platform_connector_dokcer" "kind" {
  identifier = "x"
}
