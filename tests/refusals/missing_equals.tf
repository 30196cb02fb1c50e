locals {
  a "b"
}
