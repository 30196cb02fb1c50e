variables {
  req = "r"
}

run "check" {
  variables {
    a = "chk"
  }
}

run "skipped" {
}
