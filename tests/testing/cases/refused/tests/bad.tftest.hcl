variables {
  req = "r"
}

variables {
  req = "s"
}

run "a" {
  command = aply
  foo     = 1
}

run "a" {
  plan_options {
    mode   = nrmal
    target = "x"
    foo    = 1
  }

  plan_options {
  }

  expect_failures = [terraform_data, local.x, 1]
}

run "a b" {
  assert {
    condition = output.o
  }

  assert {
    condition     = true
    error_message = "No."
  }

  variables {
  }

  variables {
  }

  bar {
  }
}

run "m" {
  module {
    source = var.x
  }
}

run "n" {
  module {
    source  = "registry/module"
    version = "1.0.0"
  }
}

nope {
}
