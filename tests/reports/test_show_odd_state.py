"""`show` prints whatever a state of another program holds, also where blocks are expected, and no secret of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harnessiac.cli.main import run

WHOLE = [[{"type": "get_attr", "value": "credentials"}]]


@pytest.mark.parametrize(
    ("credentials", "sensitive", "expected"),
    [
        ([{"username": "MARKER"}], WHOLE, "credentials = (sensitive value)"),
        ({"a": "b"}, [], "credentials = {"),
        ([None], [], "credentials = [\n      null,"),
        (["x"], [], 'credentials = [\n      "x",'),
        ([[]], [], "credentials = [\n      [],"),
    ],
)
def test_show(
    credentials: Any,
    sensitive: list[Any],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    instance = {
        "schema_version": 0,
        "attributes": {"id": "hub", "credentials": credentials},
        "sensitive_attributes": sensitive,
    }
    resource = {
        "mode": "managed",
        "type": "harness_platform_connector_docker",
        "name": "hub",
        "provider": 'provider["registry.terraform.io/harness/harness"]',
        "instances": [instance],
    }
    state = {"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "a", "resources": [resource]}
    (tmp_path / "given.json").write_text(json.dumps(state))
    monkeypatch.chdir(tmp_path)
    assert run(["state", "push", "given.json"]) == 0
    for command in (["show"], ["state", "show", "harness_platform_connector_docker.hub"]):
        capsys.readouterr()
        assert run(command) == 0
        shown = capsys.readouterr()
        assert expected in shown.out
        assert "MARKER" not in shown.out + shown.err
