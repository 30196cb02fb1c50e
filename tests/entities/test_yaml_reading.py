"""A reading that is kept says the same as reading again, wherever the text stands by then."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.diagnostics import Diagnostic
from harnessiac.entities.links import Link
from harnessiac.entities.yaml_reading import Reading, key_of, links_and_findings
from harnessiac.language.evaluation.origins import origins
from harnessiac.language.syntax.nodes import Attribute, Body
from harnessiac.language.syntax.parsing import parse
from harnessiac.source import SourceFile, TextOrigin
from tests.entities.reading import SERVICE, read_service, resource

HERE = Path(__file__).parents[1] / "services"
RESOURCE = resource("web", "Web", "acme", "shop")
TEXTS = {path.relative_to(HERE).as_posix(): path.read_text() for path in sorted(HERE.rglob("*.yaml"))}
CALLS = 'service:\n  name: Web\n  x: <+secrets.getValue("org.a")> <+secrets.getValue("b")>\n'
TWICE = """\
service:
  identifier: web
  name: Web
  serviceDefinition:
    type: Kubernetes
    spec:
      variables:
        - {name: a, type: String, value: x}
        - {name: a, type: String, value: y}
"""
"""What is found here names the line of another place."""

Found = tuple[tuple[Link, ...], list[Diagnostic]]


class Kept(dict[bytes, bytes]):
    """Readings in memory, in the form in which they are stored."""

    def find(self, key: bytes) -> Reading | None:
        return msgspec.msgpack.decode(self[key], type=Reading) if key in self else None

    def add(self, key: bytes, reading: Reading) -> None:
        self[key] = msgspec.msgpack.encode(reading)


def heredoc(text: str, lines_above: int, indent: int) -> Callable[[], TextOrigin]:
    """Where `text` stands in a configuration file, so many lines down and indented so far."""
    body = "".join(" " * indent + line if line.strip() else line for line in text.splitlines(keepends=True))
    source = SourceFile("main.tf", "#\n" * lines_above + f"yaml = <<-EOT\n{body}EOT\n")
    found, _ = parse(source)
    assert isinstance(found, Body)
    (item,) = found.items
    assert isinstance(item, Attribute)
    return cache(partial(origins, item.expression, source, text))


def shown(found: Found) -> object:
    links, diagnostics = found
    return [(msgspec.structs.replace(one, place=None), one.span) for one in links], diagnostics


def directly(text: str, origin: TextOrigin) -> Found:
    service, found = read_service(text, origin, RESOURCE)
    return service.links if service is not None else (), found


@pytest.mark.parametrize("text", [*TEXTS.values(), CALLS, TWICE], ids=[*TEXTS, "calls", "twice"])
def test_a_kept_reading_says_what_reading_again_does(text: str) -> None:
    text = text.replace("${", "$${") if text.endswith("\n") else text + "\n"
    kept = Kept()
    for lines_above, indent in ((0, 0), (7, 4), (3, 2)):
        origin = heredoc(text, lines_above, indent)
        assert shown(links_and_findings(SERVICE, text, origin, RESOURCE, kept)) == shown(directly(text, origin()))


@given(st.text(st.sampled_from("service: nam-{}[]'\"|\n #\té$"), max_size=60), st.integers(0, 5))
def test_the_same_is_said_of_any_text(text: str, lines_above: int) -> None:
    kept = Kept()
    source = SourceFile("s.yaml", "#\n" * lines_above + text)
    at = 2 * lines_above
    whole = TextOrigin.of_file(source)
    origin = TextOrigin(whole.whole, tuple(type(s)(0, len(text), at, s.source_end) for s in whole.segments))
    for _ in range(2):
        assert shown(links_and_findings(SERVICE, text, lambda: origin, RESOURCE, kept)) == shown(directly(text, origin))


def test_a_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept()
    text = TEXTS["codes/HIAC-SVC-001/fails.yaml"]
    first = links_and_findings(SERVICE, text, heredoc(text, 0, 0), RESOURCE, kept)
    assert first[1]
    monkeypatch.delattr("harnessiac.entities.authored.read_authored")
    again = links_and_findings(SERVICE, text, heredoc(text, 9, 2), RESOURCE, kept)
    assert [d.detail for d in again[1]] == [d.detail for d in first[1]]
    assert [d.subject.line for d in again[1] if d.subject] == [d.subject.line + 9 for d in first[1] if d.subject]


def test_what_depends_on_the_place_is_not_kept() -> None:
    kept = Kept()
    for lines_above in (0, 5):
        _, found = links_and_findings(SERVICE, TWICE, heredoc(TWICE, lines_above, 0), RESOURCE, kept)
        assert f"is on line {9 + lines_above}" in found[0].detail
    assert not kept


def test_each_part_of_the_key_counts() -> None:
    parts = ("a", "ab", None)
    keys = {
        key_of(SERVICE, t, resource(i, n, o, p))
        for t in ("", "a")
        for i in parts
        for n in parts
        for o in parts
        for p in parts
    }
    assert len(keys) == 2 * 3**4
