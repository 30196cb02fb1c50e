variables {
  req = "r"
}

run "first" {
  command = plan

  assert {
    condition     = output.o == "x" && local.l == "loc" && var.req == "r"
    error_message = "Not as planned."
  }
}

run "changed" {
  command = plan

  variables {
    a = "${run.first.o}-${var.req}"
  }

  assert {
    condition     = harness_platform_connector_docker.d.name == "x-r"
    error_message = "Not as planned."
  }
}

run "expected_variable" {
  command = plan

  variables {
    a = "bad"
  }

  expect_failures = [var.a]
}

run "expected_resource" {
  command = plan

  variables {
    a = "pre"
  }

  expect_failures = [harness_platform_connector_docker.d]
}

run "expected_output" {
  command = plan

  variables {
    a = "out"
  }

  expect_failures = [output.o]
}

run "expected_check" {
  variables {
    a = "chk"
  }

  expect_failures = [check.c]
}
