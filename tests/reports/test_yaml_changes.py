"""How a change of a service's YAML reads in a plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harnessiac.addresses import parse_instance
from harnessiac.cli.main import run
from harnessiac.plan.definition import Action, Change, Plan
from harnessiac.reports.machine.yaml_fields import fields_json
from harnessiac.reports.text.human import render
from harnessiac.reports.text.palette import PLAIN

ADDRESS = parse_instance("harness_platform_service.web")
VARIABLES = "service.serviceDefinition.spec.variables".removeprefix("service.")


def service(*variables: str) -> str:
    rows = "".join(
        f"        - name: {name}\n          type: String\n          value: {value}\n"
        for name, value in map(str.split, variables)
    )
    return (
        "service:\n  name: Web\n  identifier: web\n  serviceDefinition:\n    type: Kubernetes\n    spec:\n"
        f"      variables:\n{rows}"
    )


def shown(before: str, after: str, **more: object) -> str:
    """The lines of the attribute `yaml` in a plan, without what is around them."""
    change = Change(ADDRESS, Action.UPDATE, before={"yaml": before}, after={"yaml": after}, **more)  # type: ignore[arg-type]
    lines = render(Plan((change,)), PLAIN).splitlines()
    start = next(i for i, line in enumerate(lines) if line.lstrip().startswith("~ yaml"))
    return "\n".join(lines[start : next(i for i, line in enumerate(lines) if line == "    }")])


MAIN = """\
resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "Web"
  yaml       = file("web.yaml")
}
"""
MANY = [f"v{i} {i}x" for i in range(700)]


@pytest.mark.parametrize("mode", ["plan", "apply"])
def test_one_line_of_two_thousand_is_a_plan_of_less_than_25_lines(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = service(*MANY)
    assert len(text.splitlines()) > 2000
    Path("main.tf").write_text(MAIN)
    Path("web.yaml").write_text(text)
    assert run(["apply", "-auto-approve"]) == 0
    capsys.readouterr()
    Path("web.yaml").write_text(text.replace("value: 350x\n", "value: changed\n"))
    assert run([mode, *(["-auto-approve"] if mode == "apply" else [])]) == 0
    out = capsys.readouterr().out
    assert f'~ {VARIABLES}[v350].value: "350x" -> "changed"' in out
    assert "- name: v350" in out
    if mode == "plan":
        assert len(out.splitlines()) < 25


def test_many_changes_show_their_fields_only() -> None:
    after = service(*(row.replace("x", "y") for row in MANY))
    lines = shown(service(*MANY), after).splitlines()
    assert len(lines) == 203
    assert lines[-2].strip() == f"# ({len(MANY) - 200} more fields change)"
    assert lines[1].split() == ["~", f"{VARIABLES}[v0].value:", '"0x"', "->", '"0y"']
    assert len({line.index(": ") for line in lines[1:-2]}) < 4
    assert len({line.index('"') for line in lines[1:-2]}) == 1, "the values stand below each other"


def test_much_new_layout_beside_a_field_is_told_in_a_line() -> None:
    after = service(*MANY).replace("          type: String\n", "          type:  String\n").replace("350x", "y")
    assert shown(service(*MANY), after) == (
        "      ~ yaml = {\n"
        f'          ~ {VARIABLES}[v350].value: "350x" -> "y"\n'
        "            # (comments or layout change too, in more lines than are shown here)\n"
        "        }"
    )


def test_a_long_value_that_is_added_is_cut() -> None:
    after = service("a x").replace("value: x", "value: |\n" + "            row\n" * 150)
    before = service("a x").replace("          value: x\n", "")
    assert shown(before, after).splitlines()[1:4] == [
        f"          + {VARIABLES}[a].value:",
        "              + |",
        "              +   row",
    ]
    assert "                # (51 more lines)" in shown(before, after)


def test_yaml_on_one_line_is_yaml_too() -> None:
    before, after = '{"service": {"name": "Web", "icon": "a"}}', '{"service": {"icon": "b", "name": "Web"}}'
    assert shown(before, after).splitlines()[1] == '          ~ icon: "a" -> "b"'
    assert shown("[", "]") == '      ~ yaml = "[" -> "]"'


def test_a_long_line_is_cut_and_says_so() -> None:
    text = shown(service("a x"), service(f"a {'y' * 1000}"))
    assert f'"x" -> "{"y" * 159}... (842 more characters)' in text


def test_equal_texts_besides_comments_are_hunks() -> None:
    text = shown(service("a x"), service("a x") + "# the end\n")
    assert "(only comments or layout change, the YAML means the same)" in text
    assert "          + # the end" in text


@pytest.mark.parametrize("broken", ["service: [\n", "service: {}\nservice: {}\n"])
def test_what_is_no_yaml_is_compared_as_text(broken: str) -> None:
    assert shown(service("a x"), broken).startswith("      ~ yaml = <<-EOT\n          - service:")
    assert shown(broken, service("a x")).startswith("      ~ yaml = <<-EOT\n          - service: ")


def test_nothing_in_it_moves_the_cursor() -> None:
    before = service("a x").replace("value: x", r'value: "\e[2J"')
    after = service("a x").replace("value: x", r'value: "\e[3J\u202e"').replace("type", '"\\eb": 1\n          type')
    assert not {"\x1b", "\u202e"} & set(shown(before, after))


def test_a_sensitive_service_shows_nothing() -> None:
    text = shown(service("a secret"), service("a other"), after_sensitive=(("yaml",),))
    assert text == "      ~ yaml = (sensitive value)"


def test_the_whole_is_replaced() -> None:
    lines = shown("text\n", service("a x")).splitlines()
    assert lines[1:4] == ["          ~ the whole:", "              - text", "              + service:"]


@pytest.fixture
def applied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A service that was applied, with the document's path as answer; its YAML is in web.yaml."""
    monkeypatch.chdir(tmp_path)
    Path("main.tf").write_text(MAIN + 'output "yaml" {\n  value = harness_platform_service.web.yaml\n}\n')
    Path("web.yaml").write_text(service("a x", "b y"))
    assert run(["apply", "-auto-approve"]) == 0
    capsys.readouterr()
    return tmp_path / ".harness/services/web.yaml"


OTHER_WORDS = "# Another way to say it.\n" + service("b y", "a x")


def test_a_plan_of_formatting_is_saved_shown_and_applied_as_nothing(
    applied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = applied.read_bytes()
    Path("web.yaml").write_text(OTHER_WORDS)
    assert run(["plan", "-detailed-exitcode", "-out=kept.plan"]) == 0
    assert run(["show", "kept.plan"]) == 0
    assert capsys.readouterr().out.count("Only the formatting of YAML differs") == 2
    assert run(["show", "-json", "kept.plan"]) == 0
    plan = json.loads(capsys.readouterr().out)
    (change,) = plan["resource_changes"]
    assert change["change"]["actions"] == ["no-op"]
    assert change["change"]["before"] == change["change"]["after"]
    assert change["change"]["after"]["yaml"] == service("a x", "b y")
    assert plan["output_changes"]["yaml"]["actions"] == ["no-op"]
    assert not plan["applyable"]
    assert run(["apply", "kept.plan"]) == 0
    assert applied.read_bytes() == before


@pytest.mark.parametrize(
    "option",
    ["-refresh=false", "-target=harness_platform_service.web", "-exclude=harness_platform_service.no", "-refresh-only"],
)
def test_formatting_is_nothing_with_every_option(option: str, applied: Path) -> None:
    Path("web.yaml").write_text(OTHER_WORDS)
    applied.write_text("# By hand.\n" + applied.read_text())
    assert run(["plan", "-detailed-exitcode", option]) == 0


def test_a_replacement_writes_the_text_of_the_configuration(applied: Path) -> None:
    Path("web.yaml").write_text(OTHER_WORDS)
    assert run(["apply", "-auto-approve", "-replace=harness_platform_service.web"]) == 0
    assert applied.read_text() == OTHER_WORDS
    assert run(["plan", "-detailed-exitcode"]) == 0


def test_a_deleted_document_is_written_as_the_configuration_has_it(applied: Path) -> None:
    Path("web.yaml").write_text(OTHER_WORDS)
    applied.unlink()
    assert run(["apply", "-auto-approve"]) == 0
    assert applied.read_text() == OTHER_WORDS
    assert run(["plan", "-detailed-exitcode"]) == 0


def test_a_moved_service_keeps_its_text(applied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = applied.read_bytes()
    Path("web.yaml").write_text(OTHER_WORDS)
    main = Path("main.tf").read_text().replace('"web" {', '"front" {', 1).replace(".web.yaml", ".front.yaml")
    Path("main.tf").write_text(
        main + "moved {\n  from = harness_platform_service.web\n  to = harness_platform_service.front\n}\n"
    )
    assert run(["apply", "-auto-approve"]) == 0
    out = capsys.readouterr().out
    assert "Changes to Outputs" not in out
    assert "  - harness_platform_service.front" in out
    assert applied.read_bytes() == before
    assert run(["plan", "-detailed-exitcode"]) == 0


def test_an_imported_service_keeps_the_text_of_its_document(applied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = applied.read_bytes()
    assert run(["state", "rm", "harness_platform_service.web"]) == 0
    Path("web.yaml").write_text(OTHER_WORDS)
    assert run(["import", "harness_platform_service.web", "web"]) == 0
    assert run(["plan", "-detailed-exitcode"]) == 0
    assert "Only the formatting of YAML differs" in capsys.readouterr().out
    assert applied.read_bytes() == before


def test_an_import_block_keeps_the_text_of_the_document(applied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = applied.read_text()
    assert run(["state", "rm", "harness_platform_service.web"]) == 0
    Path("web.yaml").write_text(OTHER_WORDS)
    block = 'import {\n  to = harness_platform_service.web\n  id = "web"\n}\n'
    Path("main.tf").write_text(Path("main.tf").read_text() + block)
    capsys.readouterr()
    assert run(["apply", "-auto-approve"]) == 0
    assert "Changes to Outputs" not in capsys.readouterr().out
    assert applied.read_text() == before
    assert run(["plan", "-detailed-exitcode"]) == 0


def test_ignored_yaml_needs_no_note(applied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("web.yaml").write_text(OTHER_WORDS)
    main = Path("main.tf").read_text()
    Path("main.tf").write_text(
        main.replace('file("web.yaml")\n', 'file("web.yaml")\n  lifecycle {\n    ignore_changes = [yaml]\n  }\n')
    )
    assert run(["plan", "-detailed-exitcode"]) == 0
    assert "Note:" not in capsys.readouterr().out


def test_a_document_changed_by_hand_to_what_is_wanted_now_stays(applied: Path) -> None:
    by_hand = "# By hand.\n" + service("a x", "b z")
    applied.write_text(by_hand)
    Path("web.yaml").write_text(service("a x", "b z"))
    assert run(["apply", "-auto-approve"]) == 0
    assert applied.read_text() == by_hand
    assert run(["plan", "-detailed-exitcode"]) == 0


def test_what_only_a_comment_shields_is_seen_before_it_is_overwritten(
    applied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    applied.write_text("# By hand.\n" + applied.read_text())
    Path("web.yaml").write_text(service("a x", "b z"))
    assert run(["apply", "-auto-approve"]) == 0
    assert "          - # By hand." in capsys.readouterr().out
    assert applied.read_text() == service("a x", "b z")


def fields(before: str, after: str, **more: object) -> object:
    change = Change(ADDRESS, Action.UPDATE, before={"yaml": before}, after={"yaml": after}, **more)  # type: ignore[arg-type]
    return json.loads(json.dumps(fields_json(change), allow_nan=False)).get("hiac_fields")


def test_machines_are_told_the_fields_too() -> None:
    path = f"{VARIABLES}[a].value"
    assert fields(service("a x"), service("a y")) == [{"path": path, "kind": "changed", "before": "x", "after": "y"}]
    assert fields(service("a 1.10"), service("a 1.1")) == [
        {"path": path, "kind": "changed", "before": "1.10", "after": "1.1"}
    ]
    assert fields(service("a 1"), service("a 1", "b .nan")) == [
        {"path": f"{VARIABLES}[b]", "kind": "added", "after": {"name": "b", "type": "String", "value": ".nan"}}
    ]
    assert fields(service("a x"), service("a   x")) is None
    assert fields(service("a x"), service("a y"), after_sensitive=(("yaml",),)) is None
    assert fields("a: [", service("a y")) is None
