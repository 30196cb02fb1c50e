"""`hiac import`: an existing document gets into the state, and a plan then shows only what really differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from harnessiac.cli.main import run

DOCKER = "harness_platform_connector_docker"
BLOCK = """
resource "harness_platform_connector_docker" "it" {
  identifier = "hub"
  name       = "Hub"
  org_id     = "acme"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_connector_docker" "many" {
  for_each   = toset(["a", "b"])
  identifier = each.key
  name       = each.key
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}

resource "harness_platform_service" "web" {
  identifier   = "web"
  name         = "Web"
  force_delete = true
  yaml         = <<-EOT
    service:
      name: Web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec: {}
  EOT
}

resource "harness_platform_organization" "other" {
  identifier = "other"
  name       = "Other"
}
"""
DOCUMENT = """\
connector:
  # written elsewhere
  identifier: hub
  name: Hub
  orgIdentifier: acme
  type: DockerRegistry
  spec:
    providerType: DockerHub
    dockerRegistryUrl: https://index.docker.io/v2/
    auth: {type: Anonymous}
    executeOnDelegate: true
"""
SERVICE = """\
service:
  name: Web
  identifier: web
  serviceDefinition:
    type: Kubernetes
    spec: {}
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(BLOCK)
    put(tmp_path, "orgs/acme/connectors/hub.yaml", DOCUMENT)
    return tmp_path


def put(folder: Path, path: str, text: str) -> None:
    place = folder / ".harness" / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)


def planned(capsys: Capture, address: str) -> str:
    capsys.readouterr()
    assert run(["plan", "-no-color", "-target", address]) == 0
    return capsys.readouterr().out


def test_a_document_that_says_what_the_block_says_needs_nothing(folder: Path, capsys: Capture) -> None:
    assert run(["import", "-no-color", f"{DOCKER}.it", "acme/hub"]) == 0, capsys.readouterr().err
    assert "Import successful!" in capsys.readouterr().out
    assert "No changes." in planned(capsys, f"{DOCKER}.it")
    assert (folder / ".harness/orgs/acme/connectors/hub.yaml").read_text() == DOCUMENT


def test_what_differs_is_planned(folder: Path, capsys: Capture) -> None:
    put(folder, "orgs/acme/connectors/hub.yaml", DOCUMENT.replace("name: Hub", "name: Other") + "    proxy: true\n")
    assert run(["import", "-no-color", f"{DOCKER}.it", "acme/hub"]) == 0, capsys.readouterr().err
    assert "Warning: Unmapped field" in capsys.readouterr().out
    plan = planned(capsys, f"{DOCKER}.it")
    assert '~ name                = "Other" -> "Hub"' in plan
    assert plan.count(" -> ") == 1
    assert run(["apply", "-auto-approve", "-target", f"{DOCKER}.it"]) == 0
    assert "proxy" not in (folder / ".harness/orgs/acme/connectors/hub.yaml").read_text()
    assert "No changes." in planned(capsys, f"{DOCKER}.it")


def test_a_field_without_argument_alone_is_a_difference(folder: Path, capsys: Capture) -> None:
    put(folder, "orgs/acme/connectors/hub.yaml", DOCUMENT + "    proxy: true\n")
    assert run(["import", f"{DOCKER}.it", "acme/hub"]) == 0
    assert "Plan: 0 to add, 1 to change, 0 to destroy." in planned(capsys, f"{DOCKER}.it")


def test_a_service_is_compared_by_its_yaml(folder: Path, capsys: Capture) -> None:
    put(folder, "services/web.yaml", SERVICE)
    assert run(["import", "harness_platform_service.web", "web"]) == 0, capsys.readouterr().err
    assert "No changes." in planned(capsys, "harness_platform_service.web")
    assert run(["state", "rm", "harness_platform_service.web"]) == 0
    put(folder, "services/web.yaml", SERVICE.replace("Web", "Shop"))
    assert run(["import", "harness_platform_service.web", "web"]) == 0
    plan = planned(capsys, "harness_platform_service.web")
    assert '"Shop" -> "Web"' in plan
    assert "force_delete" not in plan


def test_instances_of_for_each_are_imported_by_key(folder: Path, capsys: Capture) -> None:
    put(folder, "connectors/a.yaml", DOCUMENT.replace("hub", "a").replace("  orgIdentifier: acme\n", ""))
    assert run(["import", f'{DOCKER}.many["a"]', "a"]) == 0, capsys.readouterr().err
    assert run(["import", "-no-color", f'{DOCKER}.many["c"]', "a"]) == 1
    assert "Configuration for import target does not exist" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((f"{DOCKER}.gone", "hub"), f'resource address "{DOCKER}.gone" does not exist in the configuration.'),
        ((f"{DOCKER}.gone", "hub"), f'resource "{DOCKER}" "gone" {{'),
        ((f"{DOCKER}.it", "hub"), "Cannot import non-existent remote object"),
        ((f"{DOCKER}.it", "../hub"), "Invalid import id"),
        ((f"{DOCKER}.it", "a/b/c/d"), "Invalid import id"),
        ((f"{DOCKER}.it", ""), "Invalid import id"),
        (("harness_platform_organization.other", "other"), "Resource type without documents"),
        (("nonsense", "acme"), "Error parsing instance address"),
    ],
)
def test_what_cannot_be_imported_is_refused(
    arguments: tuple[str, str], said: str, folder: Path, capsys: Capture
) -> None:
    assert run(["import", "-no-color", *arguments]) == 1
    assert said in capsys.readouterr().err
    assert not (folder / "state").exists()


def test_nobody_else_may_own_the_address_or_the_document(folder: Path, capsys: Capture) -> None:
    assert run(["import", f"{DOCKER}.it", "acme/hub"]) == 0
    capsys.readouterr()
    assert run(["import", "-no-color", f"{DOCKER}.it", "acme/hub"]) == 1
    assert "Resource already managed by hiac" in capsys.readouterr().err
    assert run(["import", "-no-color", f'{DOCKER}.many["a"]', "acme/hub"]) == 1
    assert f"managed already, as {DOCKER}.it" in capsys.readouterr().err.replace("\n", " ")


def test_a_document_of_another_entity_or_none_at_all_is_refused(folder: Path, capsys: Capture) -> None:
    put(folder, "connectors/a.yaml", DOCUMENT)
    assert run(["import", "-no-color", f'{DOCKER}.many["a"]', "a"]) == 1
    assert "Document of another entity" in capsys.readouterr().err
    put(folder, "connectors/a.yaml", "connector: [")
    assert run(["import", "-no-color", f'{DOCKER}.many["a"]', "a"]) == 1
    assert "Invalid YAML" in capsys.readouterr().err
