resource "aws_s3_bucket" "b" {
  bucket = "x"
}

resource "harness_platform_organization" "counted" {
  count      = aws_s3_bucket.b.count
  identifier = "y"
  name       = "X"
}

resource "harness_platform_organization" "named" {
  identifier = "z"
  name       = aws_s3_bucket.b.arn
}
