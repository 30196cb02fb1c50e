variables {
  req = "r"
}

run "expected_before_apply" {
  variables {
    a = "bad"
  }

  expect_failures = [var.a]
}
