"""Text in services that would be markup, a command or a colour in one of the formats: it is shown, and does nothing."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from harnessiac.cli.main import run
from harnessiac.reports.formats import FORMATS

PIECES = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "```\n# broken out\n```",
    "~~~~",
    "`````diff",
    "::error file=x::boo",
    "::add-mask::x",
    "##vso[task.setvariable variable=x]y",
    "##[error]boo",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\u202egnp.exe\u202c",
    "\u2066\u2069\u200f",
    "]]></system-out><testcase>",
    "<!-- hiac:plan --> -->",
    "</details></summary>",
    "| a | b |\n|---|---|",
    "[x](javascript:alert(1)) ![x](https://evil.example/a.png)",
    "@everyone #1 https://evil.example www.evil.example",
    "&lt;b&gt; &#60;script&#62;",
    "%0A::error::boo%0D",
    "{{7*7}} ${{ secrets.X }}",
)
BODIES = [f"{PIECES[i % len(PIECES)]} {PIECES[(i * 5 + i // len(PIECES)) % len(PIECES)]}" for i in range(200)]
SERVICE = """
resource "harness_platform_service" "s{number}" {{
  identifier  = "s{number}"
  name        = {text}
  description = {text}
  yaml        = jsonencode({{
    service = {{
      identifier = "s{number}"
      name       = {text}
      {extra}
    }}
  }})
}}
"""
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def quoted(text: str) -> str:
    return json.dumps(text).replace("${", "$${").replace("%{", "%%{")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every format of a plan that creates, and of one that updates, services with each body."""
    folder = tmp_path_factory.mktemp("hostile")
    out: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for stage in (0, 1):
            (folder / "main.tf").write_text(
                "\n".join(
                    SERVICE.format(number=i, text=quoted(f"{body} {stage}"), extra=quoted(body[:60]) + " = true")
                    for i, body in enumerate(BODIES)
                )
            )
            names = [f"-format={name}={folder / name}.{stage}" for name in FORMATS]
            code = run(["plan", "-max-bytes=5000000", *names])
            assert code == 0
            out |= {f"{name} {stage}": (folder / f"{name}.{stage}").read_text() for name in FORMATS}
            if not stage:
                assert run(["apply", "-auto-approve"]) == 0
    return out


def test_there_are_bodies_of_all_sorts(shown: dict[str, str]) -> None:
    assert len(BODIES) == 200
    assert all(any(piece in body for body in BODIES) for piece in PIECES)
    assert "Plan: 200 to add" in shown["human 0"]
    assert "200 to change" in shown["human 1"]


@pytest.mark.parametrize("stage", [0, 1])
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_nothing_moves_the_cursor_or_commands_a_runner(name: str, stage: int, shown: dict[str, str]) -> None:
    text = shown[f"{name} {stage}"]
    assert UNSAFE.search(text) is None
    if name == "github":
        commands = [line for line in text.splitlines() if line.startswith("::")]
        assert all(re.match(r"::(error|warning|notice) (file|title)=", line) for line in commands)
        assert all(line.startswith(("::", "Not marked")) for line in text.splitlines())
    else:
        assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []
    if name in ("human", "markdown", "github", "summary"):
        assert "##[" not in text
        assert "##vso[" not in text


@pytest.mark.parametrize("stage", [0, 1])
def test_documents_hold_together(stage: int, shown: dict[str, str]) -> None:
    for name in ("json", "sarif", "codequality", "rdjson", "gitlab"):
        json.loads(shown[f"{name} {stage}"])
    for line in shown[f"json-stream {stage}"].splitlines():
        json.loads(line)
    suites = ET.fromstring(shown[f"junit {stage}"])
    assert {element.tag for element in suites.iter()} <= {
        "testsuites", "testsuite", "testcase", "failure", "system-out"
    }  # fmt: skip


@pytest.mark.parametrize("stage", [0, 1])
def test_markdown_is_only_what_hiac_writes(stage: int, shown: dict[str, str]) -> None:
    parser = MarkdownIt("gfm-like", {"linkify": False})
    tokens = parser.parse(shown[f"markdown {stage}"])
    flat = [inner for token in tokens for inner in (token, *(token.children or ()))]
    assert {token.type for token in flat} & {"link_open", "image", "hr", "code_block", "list_item_open"} == set()
    html = [token.content.strip() for token in flat if token.type in ("html_block", "html_inline")]
    known = re.compile(
        r"<!-- hiac:plan -->|<br>|</details>|"
        r"<details><summary>(What depends on what|\w+ <code>harness_platform_service\.s\d+</code>)</summary>"
    )
    assert [text for text in html if not known.fullmatch(text)] == []
    fences = [token for token in flat if token.type == "fence"]
    assert len(fences) == 200
    assert all(token.info == "diff" for token in fences)
    assert all(line[:1] in ("+", "-", " ", "@", "\\") for token in fences for line in token.content.splitlines())
    assert sum(token.type == "tr_open" for token in flat) == 201
    text = "".join(token.content for token in flat if token.type == "text")
    assert re.search(r"[@#]\w", text.replace("\u200b", " ")) is None


PAGE = {
    *("html", "head", "meta", "title", "link", "style", "script", "body", "main", "header", "footer", "section", "div"),
    *(
        "h1",
        "h2",
        "p",
        "ul",
        "li",
        "a",
        "b",
        "span",
        "code",
        "kbd",
        "ins",
        "pre",
        "input",
        "button",
        "select",
        "option",
    ),
    *("details", "summary"),
}


class Seen(HTMLParser):
    """The elements and attributes of a page, and whether each element ends where it should."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets |= {(value or "")[:5] for name, value in attrs if name in ("href", "src")}
        if tag not in ("meta", "link", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@pytest.mark.parametrize("stage", [0, 1])
def test_a_page_is_only_what_hiac_writes(stage: int, shown: dict[str, str]) -> None:
    seen = Seen()
    seen.feed(shown[f"html {stage}"])
    seen.close()
    assert seen.open == []
    assert seen.tags == PAGE | ({"del", "table", "tbody", "tr", "th", "td"} if stage else set())
    assert not [name for name in seen.attributes if name.startswith("on") or name in ("style", "srcdoc", "action")]
    assert {target[:1] for target in seen.targets} == {"#", "d"}
    assert {target for target in seen.targets if target[0] == "d"} == {"data:"}


def test_values_of_outputs_do_not_reach_the_terminal_raw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    values = ", ".join(f"k{i} = {quoted(piece)}" for i, piece in enumerate(PIECES))
    (tmp_path / "main.tf").write_text(
        f'output "o" {{\n  value = {{ {values}, "\\u001b" = "x" }}\n}}\noutput "p" {{\n  value = "\\u001b[31m"\n}}\n'
        'output "q" {\n  value = "a\\nb\\u202ec"\n}\n'
    )
    for command in (["apply", "-auto-approve"], ["output"], ["output", "p"], ["show"], ["plan"]):
        assert run(command) == 0
        shown = capsys.readouterr()
        assert UNSAFE.search(shown.out + shown.err) is None, command
