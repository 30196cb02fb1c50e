resource "harness_platform_connector_pdc" "http_server" {
  name       = "H"
  identifier = "HTTPServer"

  host {
    hostname = "h"
  }
}

resource "harness_platform_connector_pdc" "_1st" {
  name       = "H"
  identifier = "_1st"

  host {
    hostname = "h"
  }
}

resource "harness_platform_connector_pdc" "connector" {
  name       = "H"
  identifier = "__$"

  host {
    hostname = "h"
  }
}

resource "harness_platform_connector_pdc" "class_a2" {
  name       = "H"
  identifier = "class_A2"

  host {
    hostname = "h"
  }
}

resource "harness_platform_connector_pdc" "hosts_account" {
  name       = "H"
  identifier = "hosts"

  host {
    hostname = "h"
  }
}

resource "harness_platform_connector_pdc" "hosts_a" {
  name       = "H"
  identifier = "hosts"
  org_id     = "a"

  host {
    hostname = "h"
  }
}

resource "harness_platform_connector_pdc" "hosts_p" {
  name       = "H"
  identifier = "hosts"
  org_id     = "a"
  project_id = "p"

  host {
    hostname = "h"
  }
}

resource "harness_platform_connector_pdc" "hosts_b_p" {
  name       = "H"
  identifier = "hosts"
  org_id     = "b"
  project_id = "p"

  host {
    hostname = "h"
  }
}

resource "harness_platform_connector_pdc" "hosts_c_p" {
  name       = "H"
  identifier = "hosts"
  org_id     = "c"
  project_id = "p"

  host {
    hostname = "h"
  }
}
