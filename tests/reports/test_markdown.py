"""The comment on a pull request: short for a small change, within its budget for a large one."""

from __future__ import annotations

from pathlib import Path

import pytest

from harnessiac.cli.main import run
from harnessiac.reports.formats import markdown

Capture = pytest.CaptureFixture[str]

SERVICE = """
resource "harness_platform_service" "s{number}" {{
  identifier = "s{number}"
  name       = "s{number}"
  yaml       = <<-EOT
    service:
      name: s{number}
      identifier: s{number}
      serviceDefinition:
        type: Kubernetes
        spec:
          variables:
{variables}
          artifacts:
            primary:
              primaryArtifactRef: nginx
              sources:
                - identifier: nginx
                  type: DockerRegistry
                  spec:
                    connectorRef: <+input>
                    imagePath: library/nginx
                    tag: "1.0"
  EOT
}}
"""
VARIABLES = "\n".join(
    f"            - name: v{i}\n              type: String\n              value: x{i}" for i in range(95)
)
CONNECTOR = """
resource "harness_platform_connector_docker" "c{number}" {{
  identifier = "c{number}"
  name       = "c{number}"
  type       = "Other"
  url        = "https://{number}.example.com"
}}
"""
FIELD = "serviceDefinition.spec.artifacts.primary.sources[nginx].spec.tag"


def test_a_changed_tag_is_named_in_few_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    text = "".join(SERVICE.format(number=i, variables=VARIABLES) for i in range(10))
    (tmp_path / "main.tf").write_text(text)
    assert run(["apply", "-auto-approve"]) == 0
    (tmp_path / "main.tf").write_text(text.replace('tag: "1.0"', 'tag: "1.1"', 1))
    capsys.readouterr()
    assert run(["plan", "-format=markdown"]) == 0
    shown = capsys.readouterr().out
    assert len(shown.encode()) < 2_000
    assert shown.count("harness_platform_service.") == 2
    assert f'`{FIELD}: "1.0" → "1.1"`' in shown


@pytest.mark.parametrize("limit", [2_000, 10_000, 65_000])
def test_the_budget_holds_and_what_is_left_out_is_counted(
    limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text("".join(CONNECTOR.format(number=i) for i in range(20)))
    assert run(["apply", "-auto-approve"]) == 0
    (tmp_path / "main.tf").write_text("".join(CONNECTOR.format(number=i) for i in range(10, 700)))
    capsys.readouterr()
    assert run(["plan", "-format=markdown", f"-max-bytes={limit}"]) == 0
    shown = capsys.readouterr().out
    assert len(shown.encode()) <= limit
    assert shown.count("| 🗑️\N{NO-BREAK SPACE}delete |") == 10
    rows = shown.count("| ➕\N{NO-BREAK SPACE}create |")
    assert f"{680 - rows} more resources ({680 - rows} to create)" in shown if rows < 680 else rows == 680
    differences = shown.count("<details>")
    assert f"the differences of {690 - differences} resources" in shown
    assert "`hiac plan` shows everything" in shown


def test_what_is_created_is_told_by_its_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(CONNECTOR.format(number=1))
    assert run(["plan", "-format=markdown"]) == 0
    assert "c1 · account | `connectors/c1.yaml`, 10 lines |" in capsys.readouterr().out
    assert run(["apply", "-auto-approve"]) == 0
    forgotten = "from = harness_platform_connector_docker.c1\n  lifecycle {\n    destroy = false\n  }\n"
    (tmp_path / "main.tf").write_text(f"removed {{\n  {forgotten}}}\n")
    assert run(["plan", "-format=markdown"]) == 0
    assert "c1 · account | document `connectors/c1.yaml` stays |" in capsys.readouterr().out


def test_each_folder_has_a_comment_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    (tmp_path / ".git").mkdir()
    for folder, marker in (("infra/shop", "<!-- hiac:plan infra/shop/ -->"), ("a-->b", "<!-- hiac:plan a__b/ -->")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "main.tf").write_text(CONNECTOR.format(number=1))
        monkeypatch.chdir(tmp_path / folder)
        assert run(["plan", "-format=markdown"]) == 0
        assert capsys.readouterr().out.splitlines()[0] == marker


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("There is no `<b>` here.", "There is no `<b>` here."),
        ("A `code` and *none*.", "A `code` and \\*none\\*."),
        ("`all`", "`all`"),
        ("One ` alone & <b>", "One \\` alone &#38; &#60;b&#62;"),
        ("Three ```yaml``` stay", "Three \\`\\`\\`yaml\\`\\`\\` stay"),
        ("`a`,`b`  `c`", "`a`,`b` `c`"),
        ("`a|b`", "`a\\|b`"),
        ("` `", "\\` \\`"),
    ],
)
def test_what_stands_between_backquotes_is_code_and_the_rest_inert(text: str, shown: str) -> None:
    assert markdown._prose(text) == shown
