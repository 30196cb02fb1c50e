"""The verbs need their ports and nothing else: here everything is in memory, as for an editor or a server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from harnessiac import workflow
from harnessiac.apply.executor import Completed, Errored
from harnessiac.diagnostics import Failed
from harnessiac.plan.definition import Mode, Plan
from harnessiac.plan.options import Options
from harnessiac.storage.configuration.directory import ConfigurationDirectory
from harnessiac.storage.configuration.file_tree import DISK, Disk
from tests.workflow.memory import Memory

HUB = """
resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "NAME"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""
SERVICE = """
resource "harness_platform_service" "shop" {
  identifier = "shop"
  name       = "Shop"
  yaml       = templatefile("shop.yaml", { connector = "CONNECTOR" })
}
"""
SHOP = """
service:
  name: Shop
  identifier: shop
  serviceDefinition:
    type: Kubernetes
    spec:
      artifacts:
        primary:
          primaryArtifactRef: image
          sources:
            - identifier: image
              type: DockerRegistry
              spec:
                connectorRef: ${connector}
                imagePath: shop/web
                tag: <+input>
"""


NORMAL = Options()


class Disks:
    """The files that were opened, listed or made; an audit hook cannot be removed, so one serves all tests."""

    watched: list[str] | None = None
    is_installed = False
    events = frozenset({"open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove", "os.rmdir"})

    @classmethod
    def hook(cls, event: str, arguments: tuple[object, ...]) -> None:
        if cls.watched is not None and event in cls.events and not str(arguments[0]).endswith((".py", ".pyc")):
            cls.watched.append(f"{event} {arguments[0]}")


@contextmanager
def nothing_on_disk() -> Iterator[None]:
    if not Disks.is_installed:
        sys.addaudithook(Disks.hook)
        Disks.is_installed = True
    Disks.watched = []
    try:
        yield
    finally:
        touched, Disks.watched = Disks.watched, None
    assert [access for access in touched if "site-packages" not in access and "harnessiac" not in access] == []


def planned(ports: Memory, options: Options = NORMAL) -> Plan:
    plan, found = workflow.plan(ports, (), options)
    assert [diagnostic for diagnostic in found if diagnostic.is_error] == []
    return plan


def applied(ports: Memory, options: Options = NORMAL) -> int:
    """Plan and apply; gives how many steps were done."""
    events = list(workflow.apply(ports, planned(ports, options)))
    assert not any(isinstance(event, Errored) for event in events)
    return sum(isinstance(event, Completed) for event in events)


def test_a_life_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = Memory({"main.tf": HUB})
    applied(Memory({"main.tf": HUB}))  # what is imported when first used is no use of the disk
    with nothing_on_disk():
        assert applied(first) == 1
        assert "name: NAME" in first.documents.texts["connectors/hub.yaml"]
        assert planned(first.next(main=HUB)).is_empty
        changed = first.next(main=HUB.replace("NAME", "Docker Hub"))
        assert applied(changed) == 1
        assert "name: Docker Hub" in first.documents.texts["connectors/hub.yaml"]
        assert changed.states.read().serial == 2
        assert applied(first.next(main=HUB), Options(Mode.DESTROY)) == 1
        assert first.documents.texts == {}
    assert list(tmp_path.iterdir()) == []


def test_a_document_changed_since_the_plan_stays(tmp_path: Path) -> None:
    ports = Memory({"main.tf": HUB})
    plan = planned(ports)
    ports.documents.texts["connectors/hub.yaml"] = "mine"
    (failed,) = [event for event in workflow.apply(ports, plan) if isinstance(event, Errored)]
    assert failed.diagnostics[0].summary == "Document changed since the plan"
    assert ports.documents.texts == {"connectors/hub.yaml": "mine"}
    assert ports.states.read().is_empty


def test_modules_and_functions_read_files_in_memory() -> None:
    ports = Memory(
        {
            "main.tf": 'module "inner" {\n  source = "./inner"\n}\n',
            "inner/main.tf": HUB.replace('"NAME"', 'trimspace(file("${path.module}/name.txt"))'),
            "inner/name.txt": "From a file\n",
        }
    )
    assert applied(ports) == 1
    assert "name: From a file" in ports.documents.texts["connectors/hub.yaml"]


@pytest.mark.parametrize(
    "connector", ["account.hub", "account.${harness_platform_connector_docker.hub.id}", "<+input>"]
)
def test_the_state_is_read_once_whether_or_not_references_are_looked_up_in_it(connector: str) -> None:
    before = Memory({"main.tf": HUB})
    applied(before)
    ports = before.next(main=HUB, service=SERVICE.replace("CONNECTOR", connector))
    ports.texts["shop.yaml"] = SHOP
    plan = planned(ports)
    assert (ports.states.reads, plan.serial) == (1, 1)
    assert [str(change.address) for change in plan.changes if change.acts] == ["harness_platform_service.shop"]


@pytest.mark.parametrize("connector", ["account.elsewhere", "<+input>"])
def test_a_state_that_cannot_be_read_is_reported_once(connector: str) -> None:
    ports = Memory({"main.tf": SERVICE.replace("CONNECTOR", connector), "shop.yaml": SHOP})
    ports.store.data = b"{"
    with pytest.raises(Failed) as failure:
        workflow.plan(ports, (), Options())
    (found,) = failure.value.diagnostics
    assert found.summary == "Unsupported state file format"
    assert ports.states.reads == 1


def test_errors_of_the_configuration_come_before_the_state() -> None:
    ports = Memory({"main.tf": HUB.replace("url ", "uri ")})
    ports.store.data = b"{"
    with pytest.raises(Failed) as failure:
        workflow.plan(ports, (), Options())
    assert {diagnostic.summary for diagnostic in failure.value.diagnostics} >= {"Unsupported argument"}
    assert ports.states.reads == 0


@dataclass
class Overlay(Disk):
    """The disk, with the text of a file as an editor has it."""

    unsaved: dict[Path, str]

    def read(self, path: Path, limit: int) -> bytes:
        return self.unsaved[path].encode() if path in self.unsaved else DISK.read(path, limit)


def test_an_editor_validates_what_is_not_saved(tmp_path: Path) -> None:
    main = tmp_path / "main.tf"
    main.write_text(HUB)
    ports = Memory({})
    ports.configuration = ConfigurationDirectory(tmp_path, {}, Overlay({main: HUB + "resource {}\n"}))
    (found,) = workflow.validate(ports)
    assert found.subject is not None
    assert found.subject.source.text.endswith("resource {}\n")
    assert main.read_text() == HUB
