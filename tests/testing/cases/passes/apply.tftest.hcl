mock_provider "harness" {}

variables {
  req = "r"
}

run "create" {
  variables {
    a = "one"
  }

  assert {
    condition     = output.o == "one"
    error_message = "Not as applied."
  }
}

run "replace" {
  command = plan

  variables {
    a = run.create.o
  }

  plan_options {
    mode    = normal
    refresh = false
    target  = [harness_platform_connector_docker.d]
    replace = [harness_platform_connector_docker.d]
  }
}
