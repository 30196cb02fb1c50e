run "reads" {
  assert {
    condition     = output.name == "Hub of the project"
    error_message = "It is ${output.name}."
  }
}
