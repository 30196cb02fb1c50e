# The artifact sources of Harness's documentation page "CD artifact sources" as one root module: a file for each, with the
# connector that reaches it and a service that deploys from it. Read docker.tf first; each file can be copied on its own.

terraform {
  required_version = ">= 1.5"

  required_providers {
    harness = {
      source  = "harness/harness"
      version = ">= 0.30"
    }
  }
}

# hiac never talks to an account: an endpoint, account id or API key written here is accepted and left alone, so that the
# same files serve both hiac and the real provider.
provider "harness" {}
