variables {
  req = "r"
}

run "names" {
  command = plan

  assert {
    condition     = output.other == 1
    error_message = "No."
  }

  assert {
    condition     = run.later.o == 1
    error_message = "No."
  }

  assert {
    condition     = run.none.o == 1
    error_message = "No."
  }

  assert {
    condition     = output.o
    error_message = "No."
  }
}

run "later" {
}
