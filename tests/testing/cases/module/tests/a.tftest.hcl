run "inner" {
  module {
    source = "./inner"
  }

  variables {
    text = "alone"
  }

  assert {
    condition     = output.shout == "ALONE"
    error_message = "It is ${output.shout}."
  }
}

run "whole" {
  assert {
    condition     = output.shout == "OUTER" && module.inner.shout != run.inner.shout
    error_message = "It is ${output.shout}."
  }
}

run "missing" {
  module {
    source = "./missing"
  }
}
