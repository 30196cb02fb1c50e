"""Findings with a code are silenced by comments and settings, and comments that are wrong are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harnessiac.cli.main import run

CONFIGURATION = """\
{above}
resource "harness_platform_service" "web" {{
  {inside}
  identifier = "web"
  name       = "Web"
  yaml       = <<-EOT
    # {yaml}
    service:
      name: Web
      identifier: web
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: other
              sources:
                - identifier: nginx
                  type: {type}
                  spec:
                    connectorRef: <+input>
                    imagePath: library/nginx
                    tag: <+input>
  EOT
}}

resource "harness_platform_service" "plain" {{
  identifier = "plain"
  name       = "Plain"
}}
"""
SOURCE, OPTION = "HIAC-SVC-014", "HIAC-SVC-007"
NO_CODE = "HIAC-CFG-001"
UNKNOWN = "HIAC-CFG-002"
UNUSED = "HIAC-CFG-003"


def found(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    toml: str = "",
    above: str = "",
    inside: str = "",
    yaml: str = "",
    type: str = "DockerRegistry",
) -> list[tuple[str, str]]:
    """The severity and the rule of each finding."""
    monkeypatch.chdir(folder)
    Path("main.tf").write_text(CONFIGURATION.format(above=above, inside=inside, yaml=yaml, type=type))
    Path("hiac.toml").write_text(toml)
    run(["validate", "-json"])
    report = json.loads(capsys.readouterr().out)
    return [(one["severity"], one.get("code") or one["summary"]) for one in report["diagnostics"]]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [("warning", SOURCE)]),
        ({"above": f"# hiac:ignore {SOURCE} set by the pipeline"}, []),
        ({"above": f"# why\n// hiac:ignore {SOURCE.lower()}: later\n# more"}, []),
        ({"inside": f"# hiac:ignore {SOURCE}"}, []),
        ({"inside": f"tags = [] # hiac:ignore {SOURCE} reason"}, []),
        ({"yaml": f"hiac:ignore {SOURCE} reason"}, []),
        ({"above": f"# hiac:ignore {SOURCE}\n"}, [("warning", SOURCE)]),
        ({"above": f"# hiac:ignore {SOURCE}\nlocals {{}}"}, [("warning", SOURCE)]),
        ({"inside": f'description = "#hiac:ignored {SOURCE}"'}, [("warning", SOURCE)]),
        ({"type": "Docker"}, [("error", OPTION), ("warning", SOURCE)]),
        ({"type": "Docker", "inside": f"# hiac:ignore {SOURCE}, {OPTION} both"}, []),
        ({"type": "Docker", "inside": f"# hiac:ignore {OPTION}"}, [("warning", SOURCE)]),
        ({"inside": "# hiac:ignore because"}, [("warning", NO_CODE), ("warning", SOURCE)]),
        ({"inside": "# hiac:ignore HIAC-SVC-999"}, [("warning", UNKNOWN), ("warning", SOURCE)]),
        ({"inside": f"# hiac:ignore {OPTION}"}, [("warning", UNUSED), ("warning", SOURCE)]),
        ({"yaml": f"hiac:ignore {OPTION}"}, [("warning", UNUSED), ("warning", SOURCE)]),
        ({"inside": f"# hiac:ignore {OPTION}, {UNUSED}"}, [("warning", SOURCE)]),
        ({"inside": f"# hiac:ignore because\n# hiac:ignore {NO_CODE}"}, [("warning", SOURCE)]),
        ({"toml": f'[findings]\n{UNUSED} = "ignore"\n', "inside": f"# hiac:ignore {OPTION}"}, [("warning", SOURCE)]),
        (
            {"toml": f'[findings]\n{UNUSED} = "error"\n', "inside": f"# hiac:ignore {OPTION}"},
            [("error", UNUSED), ("warning", SOURCE)],
        ),
        ({"toml": f'[findings]\n"{SOURCE}" = "ignore"\n'}, []),
        ({"toml": f'[findings]\n{SOURCE.lower()} = "error"\n'}, [("error", SOURCE)]),
        ({"toml": f'findings = {{ {OPTION} = "warning" }}', "type": "x"}, [("warning", SOURCE), ("warning", OPTION)]),
        ({"toml": f'[findings]\n{SOURCE} = "error"\n', "inside": f"# hiac:ignore {SOURCE}"}, []),
    ],
)
def test_what_is_left(
    given: dict[str, str],
    expected: list[tuple[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sorted(found(tmp_path, monkeypatch, capsys, **given)) == sorted(expected)


def test_a_comment_counts_for_its_resource_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    one = CONFIGURATION.format(above="", inside=f"# hiac:ignore {SOURCE}", yaml="", type="DockerRegistry")
    two = CONFIGURATION.format(above="", inside="", yaml="", type="DockerRegistry")
    two = two.partition('resource "harness_platform_service" "plain"')[0].replace('"web" {', '"again" {')
    Path("main.tf").write_text(one + two.replace('"web"', '"again"').replace("identifier: web", "identifier: again"))
    run(["validate", "-json"])
    report = json.loads(capsys.readouterr().out)
    assert [(d["address"], d["code"]) for d in report["diagnostics"]] == [("harness_platform_service.again", SOURCE)]


def test_one_comment_for_all_instances(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = CONFIGURATION.format(above=f"# hiac:ignore {SOURCE}", inside="count = 2", yaml="", type="DockerRegistry")
    text = text.replace('identifier = "web"', 'identifier = "web${count.index}"')
    Path("main.tf").write_text(text.replace("identifier: web", "identifier: web${count.index}"))
    assert run(["validate", "-json"]) == 0
    assert json.loads(capsys.readouterr().out)["diagnostics"] == []


def test_a_comment_in_a_template_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = CONFIGURATION.format(above="", inside="", yaml=f"hiac:ignore {SOURCE}", type="DockerRegistry")
    head, _, rest = text.partition("<<-EOT\n")
    body, _, tail = rest.partition("  EOT\n")
    Path("service.yaml").write_text(body)
    Path("main.tf").write_text(f'{head}templatefile("service.yaml", {{}})\n{tail}')
    assert run(["validate", "-json"]) == 0
    assert json.loads(capsys.readouterr().out)["diagnostics"] == []
