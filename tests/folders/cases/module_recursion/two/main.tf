module "one" {
  source = "../one"
  needed = 1
}

module "root" {
  source = "./.."
}
