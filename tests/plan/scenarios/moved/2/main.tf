# Through a chain, and changed on the way.
resource "harness_platform_connector_docker" "three" {
  identifier = "one"
  name       = "One"
  type       = "DockerHub"
  url        = "https://three.example"
}

moved {
  from = harness_platform_connector_docker.one
  to   = harness_platform_connector_docker.two
}

moved {
  from = harness_platform_connector_docker.two
  to   = harness_platform_connector_docker.three
}

# From numbers to names.
resource "harness_platform_connector_docker" "many" {
  for_each   = toset(["0", "1"])
  identifier = "many_${each.key}"
  name       = "Many"
  type       = "DockerHub"
  url        = "https://many.example"
}

moved {
  from = harness_platform_connector_docker.many[0]
  to   = harness_platform_connector_docker.many["0"]
}

moved {
  from = harness_platform_connector_docker.many[1]
  to   = harness_platform_connector_docker.many["1"]
}

# Without a moved block: the single one becomes the first.
resource "harness_platform_connector_docker" "single" {
  count      = 1
  identifier = "single"
  name       = "Single"
  type       = "DockerHub"
  url        = "https://single.example"
}

# Into a module, and into one of its instances.
module "left" {
  source = "./modules/hub"
  name   = "Left"
}

module "sides" {
  source   = "./modules/hub"
  for_each = toset(["Right"])
  name     = each.key
}

moved {
  from = harness_platform_connector_docker.left
  to   = module.left.harness_platform_connector_docker.this
}

moved {
  from = harness_platform_connector_docker.right
  to   = module.sides["Right"].harness_platform_connector_docker.old
}
