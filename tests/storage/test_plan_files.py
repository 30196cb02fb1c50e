"""Plan files give back the plan they hold, and nothing that was cut off, edited or made by another program."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from harnessiac.addresses import ModuleStep, ResourceAddress
from harnessiac.diagnostics import Failed
from harnessiac.documents.image import DocumentImage
from harnessiac.plan import saved
from harnessiac.plan.definition import Action, Change, InputValue, Mode, OutputChange, Plan, Reason
from harnessiac.plan.saved import SavedPlan
from harnessiac.storage import plan_files

ADDRESS = ResourceAddress("t", "n", (ModuleStep("m", 0), ModuleStep("k", "0"))).instance("a")
PLAN = SavedPlan(
    Plan(
        (
            Change(
                ADDRESS,
                Action.REPLACE_CREATE_FIRST,
                Reason.REPLACE_BY_TRIGGERS,
                ResourceAddress("t", "o").instance(3),
                {"a": None, "b": [True, 1, 1.5, 10**30, "é\u2028"]},
                {"a": {}},
                (("a", 0, "0"),),
                (),
                (("b",),),
                (ResourceAddress("t", "p"),),
                (),
                True,
                (DocumentImage("x.yaml", None), DocumentImage("y.yaml", "a: 1\n")),
                DocumentImage("z.yaml", "text\r\n"),
                True,
            ),
        ),
        (Change(ADDRESS, Action.DELETE, before={}),),
        (OutputChange("o", Action.UPDATE, 1, None, True, False, ["list", "string"]),),
        Mode.DESTROY,
        "lineage",
        7,
        (InputValue("v", {"x": [1]}, False),),
        ("t.n",),
        "2026-01-01T00:00:00Z",
    ),
    {"main.tf": "0" * 64},
    "2026-01-01T00:00:00Z",
    "0.1.0",
)

GOOD_START = saved.START


def test_a_plan_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "my plan ü"
    plan_files.save(path, PLAN)
    found = plan_files.load(path)
    assert found == PLAN
    values = (found.plan.changes[0].before or {})["b"]
    assert [type(value) for value in values] == [bool, int, float, int, str]
    assert path.stat().st_mode & 0o777 == 0o600
    assert plan_files.is_plan(path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    before = path.read_bytes()
    plan_files.save(path, PLAN)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b'resource "a" "b" {}\n', b'{"version": 4}', GOOD_START[:-1]])
def test_a_file_that_is_no_plan_is_not_overwritten(tmp_path: Path, content: bytes) -> None:
    """Somebody who mistypes -out=main.tf keeps the configuration."""
    path = tmp_path / "main.tf"
    path.write_bytes(content)
    with pytest.raises(Failed) as failure:
        plan_files.save(path, PLAN)
    assert "not overwritten" in failure.value.diagnostics[0].detail
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04plan of Terraform", GOOD_START])
def test_plans_and_empty_files_are_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p"
    path.write_bytes(content)
    plan_files.save(path, PLAN)
    assert plan_files.load(path) == PLAN


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    """As root, -out=/dev/null would take the device away from everybody."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(Failed, match="Failed to write plan file"):  # nobody reads, and nobody is waited for
        plan_files.save(pipe, PLAN)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        plan_files.save(pipe, PLAN)
        assert os.read(reader, 1_000_000) == saved.write(PLAN)
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def with_payload(payload: object) -> bytes:
    """A file whose checksum is right."""
    content = json.dumps(payload).encode()
    header = {"format": "hiac plan", "version": 1, "sha256": hashlib.sha256(content).hexdigest()}
    return json.dumps(header, separators=(",", ":")).encode() + b"\n" + content + b"\n"


def edited(*path: str | int, value: object) -> bytes:
    payload = json.loads(saved.write(PLAN).partition(b"\n")[2])
    at = payload
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return with_payload(payload)


GOOD = saved.write(PLAN)
CHANGE = ("saved", "plan", "changes", 0)
BAD = [
    (b"", "is not a plan file"),
    (b'{"version": 4}', "is not a plan file"),
    (b"PK\x03\x04", "is not a plan file"),
    (b'resource "a" "b" {}\n', "is not a plan file"),
    (GOOD[:50], "is damaged"),
    (GOOD[: len(GOOD) // 2], "cut off or edited"),
    (GOOD[:-3], "cut off or edited"),
    (GOOD.replace(b"REPLACE", b"x").replace(b"y.yaml", b"w.yaml"), "cut off or edited"),
    (GOOD.replace(b'"version":1', b'"version":2', 1), "made by a newer hiac (format 2)"),
    (GOOD.replace(b'"version":1', b'"version":"1"', 1), "names no format version"),
    (saved.START + b"[" * 900 + b"\n", "is damaged"),
    (saved.START + b"x" * 100_000, "is damaged"),
    (with_payload({}), "not a plan that this version of hiac understands: saved"),
    (with_payload([]), "not a plan that this version of hiac understands"),
    (edited("saved", "plan", "mode", value="x"), "understands: saved.plan.mode"),
    (edited("saved", "plan", "serial", value="7"), "understands: saved.plan.serial"),
    (edited("saved", "plan", "extra", value=1), "understands: saved.plan.extra"),
    (edited("saved", "inputs", value={"a": 1}), "understands: saved.inputs.a"),
    (edited(*CHANGE, "action", value="explode"), "understands: saved.plan.changes.0.action"),
    (edited(*CHANGE, "after_sensitive", value=[[1.5]]), "understands: saved.plan.changes.0.after_sensitive"),
    (edited(*CHANGE, "document", value={"path": "../x"}), "understands: saved.plan.changes.0.document"),
    (edited(*CHANGE, "address", "key", value=True), "understands: saved.plan.changes.0.address.InstanceAddress.key"),
]


@pytest.mark.parametrize(("content", "part"), BAD)
def test_files_that_are_no_plans(tmp_path: Path, content: bytes, part: str) -> None:
    path = tmp_path / "p"
    path.write_bytes(content)
    with pytest.raises(Failed) as failure:
        plan_files.load(path)
    (found,) = failure.value.diagnostics
    assert found.summary == "Failed to read plan file"
    assert part in found.detail
    assert str(path) in found.detail


def test_deep_payloads_are_refused() -> None:
    deep = b'{"saved":' + b"[" * 100_000
    header = {"format": "hiac plan", "version": 1, "sha256": hashlib.sha256(deep).hexdigest()}
    found, diagnostics = saved.read("p", json.dumps(header, separators=(",", ":")).encode() + b"\n" + deep + b"\n")
    assert found is None
    assert "understands" in diagnostics[0].detail


@pytest.mark.parametrize("value", ["\ud800", [[]]])
def test_what_cannot_be_written_is_refused(value: object) -> None:
    if isinstance(value, list):
        for _ in range(5000):
            value = [value]
    with pytest.raises(Failed, match="Failed to write plan file"):
        saved.write(SavedPlan(Plan((Change(ADDRESS, Action.CREATE, after={"a": value}),))))


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name, part in (("none", "no such file"), ("pipe", "not a regular file"), ("folder", "a directory")):
        assert not plan_files.is_plan(tmp_path / name)
        with pytest.raises(Failed) as failure:
            plan_files.load(tmp_path / name)
        assert part in failure.value.diagnostics[0].detail
    for name in ("none/p", "folder"):
        with pytest.raises(Failed, match="Failed to write plan file"):
            plan_files.save(tmp_path / name, PLAN)
