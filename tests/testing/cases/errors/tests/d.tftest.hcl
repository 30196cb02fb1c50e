variables {
  req = "r"
}

run "not_seen" {
  command = plan

  variables {
    unknown = 1
  }

  expect_failures = [var.a, output.o]
}
