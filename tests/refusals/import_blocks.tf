import {
  id = "x"
}

import {
  to = module.x
  id = "x"
}

import {
  to = data.harness_platform_connector_docker.x
  id = "x"
}

import {
  to  = harness_platform_connector_docker.x
  id  = "x"
  why = 1
}
