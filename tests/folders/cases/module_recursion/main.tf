module "one" {
  source = "./one"
  extra  = 1
}
