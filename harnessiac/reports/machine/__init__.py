"""Reports as JSON for programs, in Terraform's formats, and the way back from them."""
