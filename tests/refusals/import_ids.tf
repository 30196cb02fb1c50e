import {
  to = harness_platform_connector_docker.a
  id = ""
}

import {
  to = harness_platform_connector_docker.b
  id = null
}

import {
  to = harness_platform_connector_docker.c
  id = sensitive("x")
}

import {
  for_each = ["x"]
  to       = harness_platform_connector_docker.d[each.key]
  id       = "x"
}
