"""Resources of other providers, let in by hiac.toml, keep their providers in Terraform's JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run

CONFIGURATION = """
terraform {
  required_providers {
    datadog = { source = "DataDog/datadog" }
    inner   = { source = "registry.example.com/one/inner" }
  }
}
provider "datadog" {
  alias = "eu"
}
resource "datadog_monitor" "m" {
  provider = datadog.eu
}
resource "aws_s3_bucket" "b" {}
resource "terraform_data" "d" {}
resource "inner_thing" "t" {}
resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""


def test_each_resource_names_its_provider(tmp_path: Path, hiac: Run) -> None:
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    (tmp_path / "hiac.toml").write_text('[foreign]\nresources = "ignore"\n')
    assert hiac("plan", "-out=p", cwd=tmp_path).returncode == 0
    configuration = json.loads(hiac("show", "-json", "p", cwd=tmp_path).stdout)["configuration"]
    keys = {one["type"]: one["provider_config_key"] for one in configuration["root_module"]["resources"]}
    assert keys == {
        "aws_s3_bucket": "aws",
        "datadog_monitor": "datadog.eu",
        "harness_platform_connector_docker": "harness",
        "inner_thing": "inner",
        "terraform_data": "terraform",
    }
    names = {key: one["full_name"] for key, one in configuration["provider_config"].items()}
    assert names == {
        "aws": "registry.terraform.io/hashicorp/aws",
        "datadog.eu": "registry.terraform.io/DataDog/datadog",
        "harness": "registry.terraform.io/harness/harness",
        "inner": "registry.example.com/one/inner",
        "terraform": "terraform.io/builtin/terraform",
    }
