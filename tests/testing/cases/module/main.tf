module "inner" {
  source = "./inner"
  text   = "outer"
}

output "shout" {
  value = module.inner.shout
}
