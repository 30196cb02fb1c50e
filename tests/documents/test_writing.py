"""What `write` promises: readers of YAML 1.1 and of 1.2 get back the data, and the bytes are those expected."""

import re

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harnessiac.documents import read, write
from harnessiac.source import SourceFile

# YAML 1.2.2, chapter 10.3: the core schema, written from its table.
CORE = [
    (re.compile(r"(?:null|Null|NULL|~|)\Z"), lambda t: None),
    (re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"), lambda t: t.lower() == "true"),
    (re.compile(r"[-+]?[0-9]+\Z"), int),
    (re.compile(r"0o[0-7]+\Z"), lambda t: int(t, 0)),
    (re.compile(r"0x[0-9a-fA-F]+\Z"), lambda t: int(t, 0)),
    (re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z"), float),
    (re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z"), lambda t: float(t.replace(".", ""))),
    (re.compile(r"\.(?:nan|NaN|NAN)\Z"), lambda t: float("nan")),
]


class CoreLoader(yaml.CSafeLoader):
    """Resolves plain scalars as YAML 1.2 does."""

    def resolve(self, kind, value, implicit):
        if kind is yaml.ScalarNode and implicit[0]:
            return "tag:core" if any(pattern.match(value) for pattern, _ in CORE) else "tag:yaml.org,2002:str"
        return super().resolve(kind, value, implicit)


def construct_core(loader, node):
    return next(make(node.value) for pattern, make in CORE if pattern.match(node.value))


CoreLoader.add_constructor("tag:core", construct_core)


def typed(value):
    """`value` such that 1, 1.0 and True differ."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [typed(item) for item in value]
    return (type(value).__name__, value)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TRICKY_WORDS = r"""
on off yes no y n Y N null Null NULL ~ true True false = << - -- --- ... .inf -.INF .nan .NaN 1.0 1e3 1E+3 0o14 014 0x1F
0b1 1_000 .5 +1 -1 12:30:45 1:2 190:20:30.15 2001-12-14 2001-12-14T21:59:43.10-05:00 <+input> a:b a: :a a#b #a &a *a !a
|a >a 'a "a %a @a `a [a] {a} a,b ?a ? : 1.2.3 1,000 08 0 -0 1e400 0x 0o 0b. 5f 1d2 v1.0 a&b a*b a@b.c
https://x.y/z?a=b#c *.example.com ${x} $x /a/b C:\a x"y
"""
TRICKY = st.sampled_from(TRICKY_WORDS.split())
SCALAR = st.one_of(
    TEXT,
    TRICKY,
    st.text("ab \t\n:#-'\"\\|>%é\u2028\x85\x00\x7f0.1", max_size=12),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
)
KEY = st.one_of(TEXT, TRICKY, st.text("ab:#\n '\"", max_size=6), st.just("k" * 1500))
DATA = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4), max_leaves=12
)


@given(DATA)
@settings(max_examples=500, deadline=None)
@example("a\n\n")
@example({"a": "b\n \n", "c": ["d\n", "\n", " x\ny", "x\n\ty", "x\n y\n\n\n"]})
@example("...")
@example({"... x": "...\ty"})
@example([[["a"], {"b": []}], [{"c": {}}], {"": ""}])
@example("2001-12-14 21:59:43.10 -5")
@example(1e16)
def test_all_readers_get_the_data_back(data):
    text = write(data)
    expected = typed(data)
    assert typed(yaml.load(text, yaml.CSafeLoader)) == expected
    assert typed(yaml.load(text, CoreLoader)) == expected
    document, findings = read(SourceFile("x.yaml", text))
    assert not findings
    assert typed(document.plain()) == expected
    assert write(document.plain()) == text


@given(DATA)
@settings(max_examples=60, deadline=None)
def test_the_pure_python_reader_agrees(data):
    assert typed(yaml.load(write(data), yaml.SafeLoader)) == typed(data)


QUOTED = [
    "on", "Yes", "null", "~", "1.0", "1e3", "0o14", "0x1F", "1_000", "12:30:45",
    "2001-12-14", "<+input>", " a", "a ", "a #b", "a: b", "", "-",
]  # fmt: skip


@pytest.mark.parametrize("text", QUOTED)
def test_quoted(text):
    assert write(text) == f'"{text}"\n'


PLAIN = [
    "a", "Docker Hub with Pwd", "https://index.docker.io/v2/", "account.x", "a#b", "a:b",
    "größe", "日本語", "v1.0", "a'b", "it\"s", "/values.yaml",
]  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_plain(text):
    assert write(text) == f"{text}\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\tb", '"a\\tb"'),
        ("\x00\x1b\x7f\x85", '"\\0\\x1b\\x7f\\x85"'),
        ("\u202eevil\ufeff", '"\\u202eevil\\ufeff"'),
        ('"\\', '"\\"\\\\"'),
        ("a\nb", "|-\n  a\n  b"),
        ("a\nb\n", "|\n  a\n  b"),
        ("a\n\n\n", "|+\n  a\n\n"),
        (" a\nb", '" a\\nb"'),
    ],
)
def test_written_as(text, written):
    assert write(text) == written + "\n"


def test_layout():
    data = {
        "connector": {
            "name": "Docker Hub",
            "tags": {},
            "empty": [],
            "spec": {"delegateSelectors": ["gcpdocplay", "on"], "auth": None, "executeOnDelegate": False},
            "script": "echo 1\n\necho 2\n",
            "pairs": [{"a": 1, "b": [2, 3]}, [4, [5]], {}],
        }
    }
    assert (
        write(data)
        == """connector:
  name: Docker Hub
  tags: {}
  empty: []
  spec:
    delegateSelectors:
      - gcpdocplay
      - "on"
    auth: null
    executeOnDelegate: false
  script: |
    echo 1

    echo 2
  pairs:
    - a: 1
      b:
        - 2
        - 3
    - - 4
      - - 5
    - {}
"""
    )


def nested(depth):
    data = "x"
    for _ in range(depth):
        data = [data]
    return data


@pytest.mark.parametrize(
    "data", [float("nan"), float("inf"), {1: 2}, b"x", object(), "\ud800", nested(300)], ids=lambda d: type(d).__name__
)
def test_refused(data):
    with pytest.raises(ValueError):
        write(data)
