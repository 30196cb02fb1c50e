module "registry" {
  source = "hashicorp/consul/aws"
}

module "git" {
  source  = "git::https://example.com/modules.git//hub"
  version = "1.0"
}

module "none" {
}

module "absent" {
  source = "./absent"
}

module "computed" {
  source = var.x
}

module "absent" {
  source   = "./absent"
  count    = 1
  for_each = {}
  lifecycle {}
  other {}
}

module "itself" {
  source = "./"
}

module "unnameable" {
  source = "./a\u0000b"
}
