import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.diagnostics import Diagnostic
from harnessiac.language.syntax.parsing import parse
from harnessiac.source import SourceFile

BROKEN: list[tuple[str, list[str]]] = json.loads((Path(__file__).parent / "broken.json").read_text("utf-8"))
"""Texts and what Terraform 1.11.4 says of their syntax, as "line:column summary", sorted by place."""


def findings(diagnostics: list[Diagnostic]) -> list[str]:
    places = []
    for diagnostic in diagnostics:
        assert diagnostic.subject
        first = diagnostic.subject.first
        places.append((first.line, first.column, diagnostic.summary))
    return [f"{line}:{column} {summary}" for line, column, summary in sorted(places)]


@pytest.mark.parametrize(("text", "expected"), BROKEN, ids=[repr(text)[1:41] for text, _ in BROKEN])
def test_broken_text_is_refused_as_terraform_does(text: str, expected: list[str]) -> None:
    assert findings(parse(SourceFile("main.tf", text))[1]) == expected


LEGACY_INDEX = (
    "When using the legacy index syntax, chaining two indexes together is not permitted. Use the proper index syntax "
    "instead, like [0][1]."
)
ONE_LINE = (
    "Single-line block syntax can include only one argument definition. To define multiple arguments, use the "
    "multi-line block syntax with one argument definition per line."
)
UNCLOSED = (
    "There is no closing brace for this block before the end of the file. This may be caused by incorrect brace "
    "nesting elsewhere in this file."
)
DETAILS = [
    ("a = 1\na = 2\n", 'The argument "a" was already set at main.tf:1,1-2. Each argument may be set only once.'),
    ('a = "\\q"\n', 'The symbol "q" is not a valid escape sequence selector.'),
    ('a = "%{foo}"\n', '"foo" is not a valid template control keyword. Did you mean "for"?'),
    ('a = "%{if x}"\n', "The if directive at main.tf:1,6-13 is missing its corresponding endif directive."),
    ("a = b.0.1\n", LEGACY_INDEX),
    ("b { a = 1, c = 2 }\n", ONE_LINE),
    ("b {\n", UNCLOSED),
]


@pytest.mark.parametrize(("text", "detail"), DETAILS)
def test_details_are_terraforms(text: str, detail: str) -> None:
    (diagnostic,) = parse(SourceFile("main.tf", text))[1]
    assert diagnostic.detail == detail


def test_subjects_cover_what_is_wrong() -> None:
    text = 'a = 1 "x"\n'
    (diagnostic,) = parse(SourceFile("main.tf", text))[1]
    assert diagnostic.subject
    assert diagnostic.subject.text == '"'


def test_text_that_is_no_unicode_is_refused() -> None:
    (diagnostic,) = parse(SourceFile("main.tf", 'a = "\ud800"\n'))[1]
    assert diagnostic.summary == "Invalid character encoding"


@pytest.mark.terraform
def test_the_recorded_findings_are_terraforms(tmp_path: Path, agreement: Callable[[str, int, int], None]) -> None:
    known = {finding.split(" ", 1)[1] for _, expected in BROKEN for finding in expected}
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}
    asked = BROKEN[::8]
    different = []
    for text, expected in asked:
        (tmp_path / "main.tf").write_bytes(text.encode())
        command = ["terraform", "validate", "-json"]
        run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        found = sorted(
            (d["range"]["start"]["line"], d["range"]["start"]["column"], d["summary"])
            for d in json.loads(run.stdout)["diagnostics"]
            if d["summary"] in known
        )
        theirs = [f"{line}:{column} {summary}" for line, column, summary in found]
        if theirs != expected:
            different.append((text, theirs, expected))
    agreement("syntax errors", len(asked) - len(different), len(asked))
    assert not different
