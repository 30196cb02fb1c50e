variable "teams" {
  type = map(object({ url = optional(string, "https://hub.example") }))
  default = {
    a = {}
    b = { url = "https://b.example" }
  }
}

module "org" {
  source = "./modules/org"
}

# Each of the two uses an output of the other: that is no loop.
module "left" {
  source = "./modules/echo"
  given  = "l"
  other  = module.right.given
}

module "right" {
  source = "./modules/echo"
  given  = "r"
  other  = module.left.given
}

module "team" {
  source   = "./modules/team"
  for_each = var.teams
  name     = each.key
  url      = each.value.url
  org      = module.org.id
}

module "nobody" {
  source     = "./modules/team"
  count      = 0
  name       = "n"
  url        = "https://n.example"
  org        = module.org.id
  depends_on = [module.team]
}

output "ids" {
  value = { for name, team in module.team : name => team.connectors }
}

output "first" {
  value = module.team["a"].connectors[0]
}

output "others" {
  value = [module.left.other, module.right.other, length(module.nobody)]
}

output "key" {
  value     = module.team["b"].key
  sensitive = true
}
