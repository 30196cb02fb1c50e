terraform {
  required_version = ">= 1.12, < 2"
}

terraform {
  required_version = "~> 1.x"
}

terraform {
  required_version = ">= 1.0-beta1"
}
