"""Expressions in a text: where they begin and end, which path they begin with, and that no text makes this slow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.expressions.names import ROOT, Names
from harnessiac.expressions.parsing import path, scan
from harnessiac.source import SourceFile, TextOrigin
from tests.entities.reading import read_service, resource

SERVICE = "service:\n  identifier: web\n  name: Web\n  serviceDefinition:\n    type: Kubernetes\n    spec:\n"


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in scan(text)[0]]


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("plain > text", []),
        ("<+a>", ["<+a>"]),
        ("x<+a>y<+b.c>", ["<+a>", "<+b.c>"]),
        ("<+<+a>.b>", ["<+<+a>.b>", "<+a>"]),
        ('<+<+a> == "x" ? "<+b>" : "c">', ['<+<+a> == "x" ? "<+b>" : "c">', "<+a>", "<+b>"]),
        ('<+json.select("a>b", <+c>)>', ['<+json.select("a>b", <+c>)>', "<+c>"]),
        ("<+x> isn't <+y>", ["<+x>", "<+y>"]),
        ("<+it's>", ["<+it's>"]),
        (r'<+a.get("\">")>', [r'<+a.get("\">")>']),
        ('"<+secrets.getValue("a")>"', ['<+secrets.getValue("a")>']),
        ("<+a\n  + <+b>>", ["<+a\n  + <+b>>", "<+b>"]),
        ("if [ 1 <+ 2 ]", []),
    ],
)
def test_where_they_are(text: str, expressions: list[str]) -> None:
    assert found(text) == expressions
    assert scan(text)[1] is None


@pytest.mark.parametrize(
    ("text", "at"), [("<+a", 0), ("x <+a <+b>", 2), ("<+<+a>", 0), ("<+a>> <+b", 6), ("<+a '> b", None), ("<+ 2", None)]
)
def test_not_closed(text: str, at: int | None) -> None:
    assert scan(text)[1] == at


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("<+a>", "a"),
        ("<+ a.b >", "a b"),
        ('<+a.b.get("x").c>', "a b get("),
        ("<+a.[stage Id].b>", "a [stage Id] b"),
        ("<+a[0].b>", "a [0] b"),
        ("<+f(x)>", "f("),
        ("<+<+a>.b>", ""),
        ('<+"a".b>', ""),
        ("<+2+8>", ""),
        ("<+a.b == c.d>", "a b"),
        ("<+a.b", ""),
    ],
)
def test_paths(text: str, names: str) -> None:
    expressions, _ = scan(text)
    steps = path(text, expressions[0]) if expressions else ()
    shown = [f"[{one.name}]" if one.is_key else one.name + ("(" if one.is_call else "") for one in steps]
    assert " ".join(shown) == names
    assert all(text[one.start : one.end].strip() == one.name for one in steps)


NESTED = st.recursive(
    st.sampled_from(["a", "b.c", 'x == "y>z"', "it", "2"]),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"<+{' '.join(parts)}>"),
)


@given(st.lists(NESTED, max_size=4))
def test_nested_ones_are_all_found(parts: list[str]) -> None:
    text = " ".join(parts)
    expressions, broken = scan(text)
    assert broken is None
    assert len(expressions) == text.count("<+")
    for one in expressions:
        inside = text[one.start : one.end]
        assert inside.startswith("<+")
        assert inside.endswith(">")
        assert one.depth == sum(other.start < one.start and one.end < other.end for other in expressions)


@given(st.text(st.sampled_from("<+>\"'\\ab. ")))
def test_any_text_is_read(text: str) -> None:
    expressions, _ = scan(text)
    assert expressions == sorted(expressions, key=lambda one: one.start)
    assert all(text[one.start : one.start + 2] == "<+" and text[one.end - 1] == ">" for one in expressions)


def service(value: str) -> list[str]:
    text = SERVICE + f"      x: {value}\n"
    _, said = read_service(text, TextOrigin.of_file(SourceFile("s.yaml", text)), resource("web", "Web"))
    assert all(one.code is not None for one in said)
    return [one.code or "" for one in said]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("<+" * 100_000, {"HIAC-SVC-070"}),
        ("<+a" * 100_000, {"HIAC-SVC-070"}),
        ("<+" * 100_000 + ">" * 100_000, set()),
        ("<+a.b[" * 100_000 + ">" * 100_000, set()),
        ("<+'" * 100_000 + ">" * 100_000, set()),
        ("<+'" * 100_000, set()),
        ("<+pipeline" + ".a" * 100_000 + ">", set()),
        (" ".join(f"<+artifact.x{i}q>" for i in range(20_000)), set()),
        (" ".join(f"<+artefact.x{i}q>" for i in range(20_000)), {"HIAC-SVC-071"}),
        ("x" + "<+input>" * 100_000, {"HIAC-SVC-081"}),
    ],
    ids=range(10),
)
def test_hostile_text(text: str, codes: set[str]) -> None:
    said = service(f'"{text}"')
    assert set(said) == codes
    assert len(said) <= 50


def test_many_names_of_the_services_own() -> None:
    variables = ", ".join(f"{{name: variable{chr(97 + i % 26)}{i}, type: String, value: x}}" for i in range(20_000))
    sidecars = ", ".join(f"{{sidecar: {{identifier: sidecar{i}, type: Har, spec: {{}}}}}}" for i in range(5_000))
    uses = " ".join(f"<+serviceVariables.variable{i}> <+artifacts.sidecars.sidecar{i}q.tag>" for i in range(20_000))
    said = service(f'"{uses}"\n      variables: [{variables}]\n      artifacts: {{sidecars: [{sidecars}]}}')
    assert "HIAC-SVC-072" in said


def test_aliases_are_read_once() -> None:
    text = "&a <+artefact.tag>\n      y: [" + ", ".join(["*a"] * 50_000) + "]"
    assert service(text) == ["HIAC-SVC-071"]


def paths(names: Names, before: str = "") -> list[str]:
    out = []
    for name, inner in names.known.items():
        out += [f"{before}{name}", *paths(inner, f"{before}{name}.")]
    return out + (paths(names.each, f"{before}anyId.") if names.each else [])


@pytest.mark.parametrize("name", sorted(ROOT.known))
def test_no_known_name_is_reported(name: str) -> None:
    for one in paths(Names({name: ROOT.known[name]})):
        if one != "inputs" and one.split(".")[:2] != ["artifacts", "sidecars"]:
            call = "('x')" if ROOT.known[name].calls else ""
            assert service(f'"<+{one}{call}>"') == []


@pytest.mark.parametrize(
    "text",
    [
        "<+artifact.tag>", "<+artifacts.primary.metadata.custom>", "<+env.variables.anything>", "<+trigger.payload.a>",
        "<+stage1.name>", "<+my_step.output>", "<+inputs>.x", "<+a.b.c>", "<+pipeline.variables.artefact>",
        "<+true>", "<+empty(<+a>)>", "<+pipeline.get('x')>", "<+steps.build.output.outputVariables.TAG>",
    ],
)  # fmt: skip
def test_what_is_not_known_is_let_pass(text: str) -> None:
    assert service(f'"{text}"') == []
