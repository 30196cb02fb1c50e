module "both" {
  source   = "./modules/hub"
  for_each = toset(["Left", "Right"])
  name     = each.key
}

moved {
  from = module.left
  to   = module.both["Left"]
}

moved {
  from = module.sides
  to   = module.both
}
