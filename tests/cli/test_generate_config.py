"""`plan -generate-config-out`: import targets without configuration get some, written from their documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from harnessiac.cli.main import run

IMPORTS = """
import {
  to = harness_platform_connector_docker.hub
  id = "acme/shop/hub"
}

import {
  to = harness_platform_service.web
  id = "acme/shop/web"
}
"""
HUB = """\
connector:
  name: Hub
  identifier: hub
  orgIdentifier: acme
  projectIdentifier: shop
  type: DockerRegistry
  spec:
    dockerRegistryUrl: https://index.docker.io/v2/
    providerType: DockerHub
    auth:
      type: Anonymous
    executeOnDelegate: false
"""
WEB = """\
service:
  name: Web
  identifier: web
  serviceDefinition: # kept
    type: Kubernetes
    spec: {}
"""
GENERATED = """\
# __generated__ by hiac
# Please review these resources and move them into your main configuration files.

# __generated__ by hiac from "acme/shop/hub"
resource "harness_platform_connector_docker" "hub" {
  name                = "Hub"
  identifier          = "hub"
  org_id              = "acme"
  project_id          = "shop"
  url                 = "https://index.docker.io/v2/"
  type                = "DockerHub"
  execute_on_delegate = false
}

# __generated__ by hiac from "acme/shop/web"
resource "harness_platform_service" "web" {
  name       = "Web"
  identifier = "web"
  org_id     = "acme"
  project_id = "shop"

  yaml = <<-EOT
    service:
      name: Web
      identifier: web
      serviceDefinition: # kept
        type: Kubernetes
        spec: {}
  EOT
}
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(IMPORTS)
    scope = tmp_path / ".harness/orgs/acme/projects/shop"
    for path, text in {"connectors/hub.yaml": HUB, "services/web.yaml": WEB}.items():
        (scope / path).parent.mkdir(parents=True)
        (scope / path).write_text(text)
    return tmp_path


def test_what_is_generated_is_planned_and_applied_as_an_import_alone(folder: Path, capsys: Capture) -> None:
    assert run(["plan", "-no-color", "-generate-config-out=generated.tf", "-out=p"]) == 0, capsys.readouterr().err
    assert "Plan: 2 to import, 0 to add, 0 to change, 0 to destroy." in capsys.readouterr().out
    assert (folder / "generated.tf").read_text() == GENERATED
    assert run(["apply", "p"]) == 0, capsys.readouterr().err
    assert run(["plan", "-detailed-exitcode"]) == 0, capsys.readouterr().out
    assert (folder / ".harness/orgs/acme/projects/shop/connectors/hub.yaml").read_text() == HUB


def test_without_the_option_it_is_offered(folder: Path, capsys: Capture) -> None:
    assert run(["plan", "-no-color"]) == 1
    assert "hiac plan -generate-config-out=generated.tf" in capsys.readouterr().err


def test_the_file_must_be_new_and_is_written_only_when_needed(folder: Path, capsys: Capture) -> None:
    assert run(["plan", "-generate-config-out=main.tf"]) == 1
    assert "Target generated file already exists" in capsys.readouterr().err
    assert run(["plan", "-generate-config-out=one.tf"]) == 0
    assert run(["plan", "-generate-config-out=two.tf"]) == 0
    assert not (folder / "two.tf").exists()


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ('to = harness_platform_connector_docker.hub["a"]\n  id = "acme/shop/hub"', "Configuration for import target"),
        ('to = harness_platform_connector_pdc.hub\n  id = "acme/shop/hub"', "Wrong type of document"),
        ('to = harness_platform_connector_docker.hub\n  id = "hub"', "Cannot import non-existent remote object"),
        ('to = harness_platform_connector_docker.hub\n  id = "../hub"', "Invalid import id"),
        ('to = harness_platform_organization.acme\n  id = "acme"', "Resource type without documents"),
    ],
)
def test_what_cannot_be_generated_is_refused(block: str, said: str, folder: Path, capsys: Capture) -> None:
    (folder / "main.tf").write_text(f"import {{\n  {block}\n}}\n")
    assert run(["plan", "-no-color", "-generate-config-out=generated.tf"]) == 1
    assert said in capsys.readouterr().err
    assert not (folder / "generated.tf").exists()


def test_what_no_argument_can_say_is_a_warning_and_a_difference(folder: Path, capsys: Capture) -> None:
    document = folder / ".harness/orgs/acme/projects/shop/connectors/hub.yaml"
    document.write_text(HUB + "    proxy: true\n")
    assert run(["plan", "-no-color", "-generate-config-out=generated.tf"]) == 0
    shown = capsys.readouterr().out
    assert "Warning: Unmapped field" in shown
    assert "Plan: 2 to import, 0 to add, 1 to change, 0 to destroy." in shown
