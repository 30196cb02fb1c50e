"""-target, -exclude and -replace: what is left out is said, and so is an address that names nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from harnessiac.cli.main import run

CONNECTOR = """
resource "harness_platform_connector_docker" "%s" {
  identifier = "%s"
  name       = "%s"
  type       = "DockerHub"
  url        = "https://hub.docker.com"
}
"""
HUB = "harness_platform_connector_docker.hub"
TARGETING = "Warning: Resource targeting is in effect"
NOTHING = "Warning: No such resource instance"


@pytest.mark.parametrize(
    ("option", "warned", "not_warned"),
    [
        (f"-target={HUB}", [TARGETING], [NOTHING]),
        (f"-exclude={HUB}", [TARGETING], [NOTHING]),
        (f"-target={HUB}s", [TARGETING, NOTHING, f'Did you mean "{HUB}"?'.split()[-1]], []),
        (f"-replace={HUB}", [], [TARGETING, NOTHING]),
        (f"-replace={HUB}[0]", [NOTHING], [TARGETING]),
        ("-refresh=true", [], [TARGETING, NOTHING]),
    ],
)
def test_what_a_partial_plan_warns_of(
    option: str,
    warned: list[str],
    not_warned: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(CONNECTOR % ("hub", "hub", "hub"))
    assert run(["plan", "-no-color", option]) == 0
    shown = capsys.readouterr()
    text = shown.out + shown.err
    assert [w for w in warned if w not in text] == []
    assert [w for w in not_warned if w in text] == []
