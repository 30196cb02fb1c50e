"""Guides to artifact sources: complete, true to what Harness documents, and with examples that work."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from harnessiac import documents
from harnessiac.advice.guide_examples import Example, examples
from harnessiac.cli.main import run
from harnessiac.reports.text import guides as views
from harnessiac.services import artifacts, guides
from harnessiac.services.guides import Guide
from harnessiac.source import SourceFile

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
PAGES = REPOSITORY / "docs/artifacts"
EVERY = guides.every()
DESCRIBED = [guide for guide in EVERY if guide.service is not None]
DESERVED = {"azure_artifacts": ["Argument of hiac only"]}
"""Warnings that are meant: Harness's document has a field for which Terraform's provider has no argument."""

Golden = Callable[[Path, str], None]

by_name = pytest.mark.parametrize("guide", EVERY, ids=lambda g: g.name)
with_example = pytest.mark.parametrize("guide", DESCRIBED, ids=lambda g: g.name)


def facts() -> list[tuple[str, str, str]]:
    lines = [line for line in (HERE / "facts.txt").read_text().splitlines() if line and not line.startswith("#")]
    return [(a.strip(), b.strip(), c.strip()) for a, b, c in (line.split(" | ", 2) for line in lines)]


# what is said


def test_each_type_has_one_guide() -> None:
    assert sorted(guide.type for guide in EVERY) == sorted(artifacts.MODULES)
    assert [guide.name for guide in EVERY] == list(guides.names())
    assert len(set(guides.names())) == len(EVERY)


@by_name
def test_found_by_its_names(guide: Guide) -> None:
    for name in (guide.name, guide.type, guide.type.lower(), guide.name.upper(), guide.name.replace("_", "-")):
        assert guides.find(name) == guide


@pytest.mark.parametrize(("guide", "section", "text"), facts())
def test_fact(guide: str, section: str, text: str) -> None:
    if guide == "index":
        page = views.index(EVERY)
    else:
        found = guides.find(guide)
        assert found is not None
        page = views.markdown(found).partition("\n## ")[0] if section == "head" else views.markdown(found, [section])
    assert text in re.sub(r"\s+", " ", page)


@by_name
def test_page(guide: Guide, golden: Golden) -> None:
    golden(PAGES / f"{guide.name}.md", views.markdown(guide))


def test_index(golden: Golden) -> None:
    golden(PAGES / "README.md", views.index(EVERY))


def test_no_page_is_left_over() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == {"README", *guides.names()}


@by_name
def test_prose_fits_a_terminal(guide: Guide) -> None:
    prose = re.sub(r"```.*?```", "", views.markdown(guide), flags=re.DOTALL)
    assert [line for line in prose.splitlines() if len(line) > views.WIDTH and "https://" not in line] == []


@by_name
def test_json(guide: Guide) -> None:
    found = json.loads(json.dumps(views.as_json(guide)))
    assert list(found) == [
        "name", "type", "title", "description", "connector_types", "fields", "exclusive_fields", "examples",
        "procedures",
        "permissions", "hosts", "feature_flags", "limits", "deployment_types", "packages", "shows_sha_and_labels",
        "expressions", "docker_connector", "notes", "references",
    ]  # fmt: skip
    source = artifacts.find(guide.type)
    assert source is not None
    assert {field["name"] for field in found["fields"]} >= {field.name for field in source.spec.fields}
    for part in found["examples"].values():
        assert list(part) == ["resource", "path", "identifier", "yaml", "hcl", "curl"]


def test_json_of_one(golden: Golden, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "artifact", "ecr", "-json"]) == 0
    golden(HERE / "ecr.json", capsys.readouterr().out)


# the examples


@with_example
def test_example_validates_and_makes_its_documents(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    made = [one for one in examples(guide) if one.part in ("connector", "service", "alternative")]
    (tmp_path / "main.tf").write_text("\n".join(one.hcl for one in made))
    assert run(["validate", "-json"]) == 0
    found = [finding["summary"] for finding in json.loads(capsys.readouterr().out)["diagnostics"]]
    assert found == DESERVED.get(guide.name, [])
    assert run(["fmt", "-check"]) == 0
    assert run(["apply", "-auto-approve"]) == 0
    written = {path.relative_to(".harness").as_posix(): path.read_text() for path in Path(".harness").rglob("*.yaml")}
    assert written == {one.path: one.document for one in made}


@pytest.mark.parametrize(
    "example",
    [one for guide in DESCRIBED for one in examples(guide) if one.part in {variant.name for variant in guide.variants}],
    ids=lambda example: f"{example.label}-{example.part}",
)
def test_other_ways_to_log_in_validate_too(
    example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(example.hcl)
    assert run(["validate", "-json"]) == 0
    assert json.loads(capsys.readouterr().out)["diagnostics"] == []
    assert run(["apply", "-auto-approve"]) == 0
    assert (tmp_path / ".harness" / example.path).read_text() == example.document


@pytest.mark.parametrize("guide", [one for one in EVERY if one.type in guides.DESCRIBED], ids=lambda g: g.name)
def test_example_is_that_of_the_examples_folder(guide: Guide) -> None:
    for one in examples(guide):
        if one.part in ("connector", "service"):
            assert _plain(one.document) == _plain((REPOSITORY / ".harness" / one.path).read_text())


def _plain(text: str) -> Any:
    document, problems = documents.read(SourceFile("", text))
    assert document is not None
    assert problems == []
    found: Any = documents.plain(document.root)
    service = found.get("service", {})
    for optional, usual in (("tags", {}), ("gitOpsEnabled", False)):
        if service.get(optional) == usual:
            service.pop(optional)
    return found


@with_example
def test_requests_reach_curl_as_they_are_meant(guide: Guide) -> None:
    for one in examples(guide):
        words = _words(views.text_of(one, "curl"))
        assert words[:3] == ["--location", "--request", "POST"]
        headers = [after for word, after in pairwise(words) if word == "--header"]
        assert "x-api-key: k$(y)'" in headers
        assert words[-2] == "--data-raw"
        if one.part == "service":
            assert words[3] == "https://app.harness.io/gateway/ng/api/servicesV2?accountIdentifier=an account"
            assert json.loads(words[-1])["yaml"] == one.document
        else:
            assert words[3] == "https://app.harness.io/gateway/ng/api/connectors?accountIdentifier=an account"
            assert words[-1] + "\n" == one.document


def _words(command: str) -> list[str]:
    """The arguments that a shell gives curl."""
    script = 'curl() { printf "%s\\0" "$@"; }\n' + command
    environment = {"HARNESS_ACCOUNT_ID": "an account", "HARNESS_PLATFORM_API_KEY": "k$(y)'"}
    ended = subprocess.run(["/bin/sh", "-c", script], env=environment, capture_output=True, text=True, check=True)
    return ended.stdout.split("\0")[:-1]


@pytest.mark.parametrize(
    "text", ["it's", "'", "''", "a\n'b'\n", '$HOME `id` \\ "', "%s\\0!", "-x", "@file", "é→\U0001f600"]
)
def test_quoting(text: str) -> None:
    assert _words(f"curl {views.curl.quoted(text)}\n") == [text]
