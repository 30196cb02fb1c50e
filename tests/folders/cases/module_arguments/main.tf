module "wrong" {
  source = "./a"
  count  = 1
  x      = "abc"
}

module "negative" {
  source   = "./a"
  for_each = { k = -1 }
  x        = each.value
}

module "null" {
  source = "./a"
  x      = null
}

output "o1" {
  value = module.negative.nope
}

output "o2" {
  value = module.zz.nope
}

output "o3" {
  value = module.null[0].nope
}

output "o4" {
  value = module.wrong[0].nope
}

output "o5" {
  value = module.negative["k"].s
}

output "o6" {
  value = module
}
