"""What `read` accepts, where it says things stand, and how it meets hostile input."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from harnessiac.documents import Limits, Mapping, Scalar, Sequence, read
from harnessiac.source import Segment, SourceFile, TextOrigin


def parse(text, **options):
    return read(SourceFile("service.yaml", text), **options)


def plain(text):
    document, findings = parse(text)
    assert not findings
    return document.plain()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("--- \n...\n", None),
        ("~", None),
        ("Null", None),
        ("true", True),
        ("TRUE", True),
        ("yes", "yes"),
        ("on", "on"),
        ("12", 12),
        ("+12", 12),
        ("007", 7),
        ("0o14", 12),
        ("0x1F", 31),
        ("1.0", 1.0),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-.5e-3", -0.0005),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1e999", "1e999"),
        ("9" * 5000, "9" * 5000),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2001-12-14", "2001-12-14"),
        ("'12'", "12"),
        ('"\\x41\\u00e9"', "Aé"),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n", "a b"),
        ("!!str 12", "12"),
        ("!!float 12", 12.0),
        ("! 12", "12"),
        ("\ufeffa: 1", {"a": 1}),
        ("{1: a, true: b, ~: c}", {"1": "a", "true": "b", "~": "c"}),
        ("a: &x [1, 2]\nb: *x\nc: *x\n", {"a": [1, 2], "b": [1, 2], "c": [1, 2]}),
        ("&k a: 1\n*k : 2", None),
        ("a: <+input>", {"a": "<+input>"}),
        ("a:\n- b\n-\n  - c\n", {"a": ["b", ["c"]]}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
    ],
)
def test_meaning(text, value):
    if text.startswith("&k"):
        _, findings = parse(text)
        assert [f.summary for f in findings] == ["Duplicate YAML key"]
        return
    got = plain(text)
    assert got == value
    assert type(got) is type(value)


def test_raw_text_is_kept():
    document, _ = parse("a: 1.0\nb: '1.0'\nc: on\n")
    assert [(n.text, n.style, n.value) for n in (document.at((k,)) for k in "abc")] == [
        ("1.0", "", 1.0),
        ("1.0", "'", "1.0"),
        ("on", "", "on"),
    ]


TEXT = """\
service:
  name: größe 日本
  # a comment
  tags: {a: b, c: [1, 2]}
  list:
    - x: 1
      y: "two"
    - |
      literal
      text

  last: end
"""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("service", "name"), "größe 日本"),
        (("service", "tags"), "{a: b, c: [1, 2]}"),
        (("service", "tags", "c", 1), "2"),
        (("service", "list", 0), 'x: 1\n      y: "two"'),
        (("service", "list", 1), "|\n      literal\n      text"),
        (("service", "list"), '- x: 1\n      y: "two"\n    - |\n      literal\n      text'),
        (("service", "last"), "end"),
        (("service", "tags", "nowhere", 3), "{a: b, c: [1, 2]}"),
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_places(path, text, mark, newline):
    document, findings = parse(mark + TEXT.replace("\n", newline))
    assert not findings
    assert document.span_at(path).text == text.replace("\n", newline)


def test_tree():
    document, _ = parse("a: [1]")
    assert isinstance(document.root, Mapping)
    assert isinstance(document.root.get("a"), Sequence)
    assert isinstance(document.root.entries["a"].key, Scalar)
    assert document.at(("a", 1)) is None
    assert document.at(("b",)) is None


@pytest.mark.parametrize(
    ("text", "summary", "detail", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "Duplicate YAML key", 'key "a" was already set on line 1', 3, 1),
        ("a:\n  b: 1\n  'b': 2\n", "Duplicate YAML key", "line 2", 3, 3),
        ("{a: 1, 1: x, 1: y}", "Duplicate YAML key", 'key "1"', 1, 14),
        ("a: [1, 2\nb: 3\n", "Invalid YAML", "did not find expected ',' or ']'", 2, 2),
        ("a: b: c\n", "Invalid YAML", "must be quoted", 1, 5),
        ("a:\n\tb: 1\n", "Invalid YAML", "A tab stands here", 2, 1),
        ("a: 'x\n", "Invalid YAML", "while scanning a quoted scalar", 2, 1),
        ("a: !env X\n", "Unsupported YAML tag", "The tag !env has no meaning", 1, 4),
        ("a: !!python/object:x {}\n", "Unsupported YAML tag", "!!python/object:x", 1, 4),
        ("a: !!set {b, c}\n", "Unsupported YAML tag", "!!set", 1, 4),
        ("a: !!int x\n", "Invalid YAML", "tagged !!int", 1, 4),
        ("a: 1\n---\nb: 2\n", "Multiple YAML documents", "Only one", 2, 1),
        ("? [a]\n: b\n", "Invalid YAML", "used as a key", 1, 3),
        ("{{ x }}: 1\n", "Invalid YAML", "used as a key", 1, 1),
        ("a: *x\n", "Invalid YAML", "no anchor &x", 1, 4),
        ("a: &x [*x]\n", "Invalid YAML", "inside what it refers to", 1, 8),
        ("a: b\x00c\n", "Invalid YAML", "U+0000", 1, 5),
        ("é: \ud800\n", "Invalid YAML", "U+D800", 1, 4),
        ("a: \x1b\n", "Invalid YAML", "U+001B", 1, 4),
        ("a: @b\n", "Invalid YAML", "cannot start any token", 1, 4),
        ("%TAG ! x\n" * 200, "Invalid YAML", "too many directives", 1, 1),
        ('a: "\\q"\n', "Invalid YAML", "unknown escape character", 1, 5),
    ],
)
def test_refused(text, summary, detail, line, column):
    _, findings = parse(text)
    assert len(findings) == 1
    found = findings[0]
    assert (found.is_error, found.summary) == (True, summary)
    assert detail in found.detail
    first = found.subject.first
    assert (first.line, first.column) == (line, column)


def test_first_of_duplicates_counts():
    document, findings = parse("a: 1\na: {b: {c: 2}}\nd: 3\n")
    assert len(findings) == 1
    assert document.plain() == {"a": 1, "d": 3}


def test_duplicates_are_not_listed_without_end():
    document, findings = parse("a: 1\n" * 10_000)
    assert document is None
    assert 10 < len(findings) < 30


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(12)
)


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (BOMB, "YAML document too large"),
        ("[" * 100_000, "YAML document nested too deeply"),
        ("- " * 100_000, "YAML document nested too deeply"),
        ("? " * 100_000, "Invalid YAML"),
        ("{a: " * 100_000, "YAML document nested too deeply"),
        ("".join(" " * i + "a:\n" for i in range(1_000)), "YAML document nested too deeply"),
        ("a" * 100_000_000, "YAML document too large"),
        ("- x\n" * 600_000, "YAML document too large"),
        ("- &a [[[[[[[[[[[]]]]]]]]]]]\n" + "".join(f"- &{c}{c} [*{p}]\n" for p, c in [("a", "b")] * 0), None),
    ],
    ids=["bomb", "brackets", "dashes", "questions", "braces", "indents", "size", "nodes", "fine"],
)
def test_hostile(text, summary):
    document, findings = parse(text)
    if summary is None:
        assert not findings
    else:
        assert document is None
        assert [f.summary for f in findings] == [summary]


def test_depth_counts_through_aliases():
    lines = ["- &a0 []\n"] + [f"- &a{i} [*a{i - 1}]\n" for i in range(1, 200)]
    _, findings = parse("".join(lines))
    assert [f.summary for f in findings] == ["YAML document nested too deeply"]


def test_depth_limit_is_inclusive():
    assert not parse("[" * 100 + "]" * 100)[1]
    assert parse("[" * 101 + "]" * 101)[1]
    assert not parse("[[]]", limits=Limits(depth=2))[1]
    assert parse("[[[]]]", limits=Limits(depth=2))[1]


def test_places_in_the_file_the_text_came_from():
    tf = SourceFile("main.tf", 'yaml = <<-EOT\n    a: 1\n    b: "x"\n    a: 2\n  EOT\n')
    text = 'a: 1\nb: "x"\na: 2\n'
    base = tf.text.index("a: 1")
    segments = tuple(
        Segment(start, start + size, base + start + 4 * line, base + start + 4 * line + size)
        for line, (start, size) in enumerate([(0, 5), (5, 7), (12, 5)])
    )
    document, findings = parse(text, origin=TextOrigin(tf.span(7, 60), segments))
    assert str(findings[0].subject) == "main.tf:4:5"
    assert "line 2" in findings[0].detail
    assert str(document.span_at(("b",))) == "main.tf:3:8"
    assert document.span_at(("b",)).text == '"x"'


SOUP = st.lists(
    st.sampled_from(
        ["a", "b", ": ", ":\n", "\n", "  ", "- ", "[", "]", "{", "}", ", ", "'", '"', "|\n", ">-\n", "#", " #x\n", "? ",
         "&x ", "*x", "!t ", "!!str ", "---\n", "...\n", "\t", "\r\n", "\\", "%", "é", "\u2028", "~", "1", "on", "<<"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


def texts(node):
    """A tree as a loader that leaves every scalar text would give it."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [texts(item) for item in node.items]
        case Mapping():
            return {key: texts(entry.value) for key, entry in node.entries.items()}


@given(SOUP | st.text(max_size=20))
@settings(max_examples=1500, deadline=None)
def test_any_text_gives_a_document_or_a_finding(text):
    source = SourceFile("x", text)
    document, findings = read(source)
    assert document is not None or findings
    assert all(0 <= f.subject.start <= f.subject.end <= len(text) for f in findings)
    if findings:
        return
    loaded = yaml.load(text, yaml.CBaseLoader)
    assert texts(document.root) == ("" if loaded is None else loaded)
    todo = [document.root]
    while todo:
        node = todo.pop()
        assert 0 <= node.start <= node.end <= len(text)
        if isinstance(node, Scalar) and not node.style and node.text.isalnum() and "!" not in text and "&" not in text:
            assert text[node.start : node.end] == node.text
        todo += getattr(node, "items", ())
        if isinstance(node, Mapping):
            todo += [child for entry in node.entries.values() for child in (entry.key, entry.value)]
