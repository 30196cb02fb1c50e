check "one" {
}

check "one" {
  assert {
    condition = var.x == 1
  }
  foo = 1
}

check {
}

check "3x" {
  assert {
    condition     = 1 == 2
    error_message = "Never."
  }
}
