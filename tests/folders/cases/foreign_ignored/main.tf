terraform {
  required_version = ">= 1.5, < 2"
  required_providers {
    harness = { source = "harness/harness", version = "~> 0.30" }
    aws     = { source = "hashicorp/aws" }
  }
}
provider "harness" { alias = "other" }
resource "aws_s3_bucket" "b" { bucket = "x" }
data "aws_iam_role" "r" { name = "x" }
resource "harness_platform_organization" "o" {
  provider = harness.other
  identifier = "x"
  name = "X"
}
output "arn" { value = aws_s3_bucket.b.arn }
output "id" { value = harness_platform_organization.o.id }
output "role" { value = data.aws_iam_role.r.arn == "x" }
