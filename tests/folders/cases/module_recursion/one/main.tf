variable "needed" {}

module "two" {
  source = "../two"
}
