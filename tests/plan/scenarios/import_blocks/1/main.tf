locals {
  projects = { one = "main/first/hub", two = "main/second/hub" }
}

import {
  for_each = local.projects
  to       = harness_platform_connector_docker.hub[each.key]
  id       = each.value
}

import {
  to = harness_platform_connector_docker.account
  id = "account_hub"
}

resource "harness_platform_connector_docker" "account" {
  identifier = "account_hub"
  name       = "Account hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_connector_docker" "hub" {
  for_each   = local.projects
  identifier = "hub"
  name       = "Hub"
  org_id     = split("/", each.value)[0]
  project_id = split("/", each.value)[1]
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
