module "inner" {
  source = "./inner"
}

module "loop" {
  source = "./loop"
  given  = module.loop.out
}
