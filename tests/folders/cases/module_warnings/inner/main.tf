terraform {
  backend "local" {}
}

import {
  to = harness_platform_organization.o
  id = "o"
}
