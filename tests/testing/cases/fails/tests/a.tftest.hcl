variables {
  req = "r"
}

run "fails" {
  command = plan

  assert {
    condition     = output.o == "y"
    error_message = "It is ${output.o}."
  }

  assert {
    condition     = output.s == "other"
    error_message = "It is ${output.s}."
  }

  assert {
    condition     = output.o == "x"
    error_message = "Never said."
  }
}

run "still_tried" {
  command = plan
}
