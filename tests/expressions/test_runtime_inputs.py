"""Runtime inputs: what is written is read back, each slip is found where it is, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from harnessiac import documents
from harnessiac.expressions.runtime_inputs import CHOICES, INPUT, MODIFIERS, Input, parse, values
from harnessiac.source import SourceFile, TextOrigin
from tests.entities.reading import read_service, resource

WORDS = st.text(st.sampled_from("abcXYZ019-_./:@ é,"), min_size=1, max_size=8).map(str.strip).filter(bool)
LISTS = st.lists(WORDS, min_size=1, max_size=4, unique=True).map(tuple)
SERVICE = "service:\n  identifier: web\n  name: Web\n  serviceDefinition:\n    type: Kubernetes\n    spec:\n"
REGEXES = st.sampled_from(["v.*", "(a|b).c", r"\(", "[)(]", r"^[a-z]+$", "(?:x(y))", r"[\]]+"])


@st.composite
def inputs(draw: st.DrawFn) -> Input:
    """A runtime input without a slip."""
    execution = draw(st.booleans())
    default = draw(st.none() | st.just("") | WORDS)
    match draw(st.sampled_from(["free", "list", "regex"])):
        case "list":
            allowed = draw(LISTS)
            chosen = draw(st.sampled_from(allowed)) if default else None
            return Input(draw(st.sampled_from(CHOICES)), allowed, chosen, None, execution)
        case "regex":
            return Input(None, (), None, draw(REGEXES), execution)
        case _:
            return Input(None, (), default, None, execution)


@given(inputs())
def test_what_is_written_is_read_back(one: Input) -> None:
    assert parse(str(one)) == (one, [])
    assert parse(f"  {one}\n") == (one, [])


@given(inputs(), st.permutations(MODIFIERS))
def test_in_any_order(one: Input, order: list[str]) -> None:
    parts = {"regex": one.regex, "default": one.default, one.choice: ",".join(one.allowed)}
    assume("," not in "".join(one.allowed) + (one.default or "") and one.default != "")
    text = "".join(f".{name}({parts[name]})" for name in order if parts.get(name))
    text += ".executionInput()" if one.execution else ""
    assert parse(INPUT + text) == (one, [])


SLIPS = {
    "a modifier misspelt": ("HIAC-SVC-082", ".defautl(x)"),
    "a modifier in other letters": ("HIAC-SVC-082", ".ExecutionInput()"),
    "no modifier": ("HIAC-SVC-082", ".required()"),
    "no brackets": ("HIAC-SVC-082", ".executionInput"),
    "brackets left open": ("HIAC-SVC-082", ".executionInput("),
    "no values": ("HIAC-SVC-083", ".selectOneFrom()"),
    "text behind": ("HIAC-SVC-081", "-alpine"),
}


@pytest.mark.parametrize("name", SLIPS)
@given(one=st.builds(Input, default=WORDS))
def test_each_slip_is_found_where_it_is(name: str, one: Input) -> None:
    code, added = SLIPS[name]
    text = str(one)
    _, slips = parse(text + added)
    assert [(slip.code.id, slip.start) for slip in slips] == [(code, len(text))]
    assert slips[0].end <= len(text + added)


@given(inputs())
def test_each_modifier_twice(one: Input) -> None:
    text = str(one)
    again = text.removeprefix(INPUT)
    assume(again)
    _, slips = parse(text + again)
    assert {slip.code.id for slip in slips} == {"HIAC-SVC-084"}
    assert min(slip.start for slip in slips) == len(text)


@given(LISTS, WORDS, st.sampled_from(CHOICES))
def test_a_default_that_is_not_allowed(allowed: tuple[str, ...], default: str, choice: str) -> None:
    assume(default not in allowed and not set(values(default)) <= set(allowed))
    one = Input(choice, allowed, default)
    _, slips = parse(str(one))
    assert [slip.code.id for slip in slips] == ["HIAC-SVC-086"]
    assert str(one)[slips[0].start :].startswith(".default(")


@pytest.mark.parametrize(
    "text", ["", "x", "<+inputs.x>", "<+pipeline.name>", "<+input.x>", "<output>", "input", "<+a>.x()"]
)
def test_what_is_none(text: str) -> None:
    assert parse(text) == (None, [])


def test_several_lines_are_none() -> None:
    given, slips = parse("<+input>\n  and more\n")
    assert given is None
    assert [slip.code.id for slip in slips] == ["HIAC-SVC-081"]


@pytest.mark.parametrize("text", ["<+input>.default()", "<+input>.default( )"])
def test_an_empty_default_is_none(text: str) -> None:
    given, slips = parse(text)
    assert given == Input()
    assert [slip.code.id for slip in slips] == ["HIAC-SVC-083"]


@pytest.mark.parametrize(
    ("argument", "found"),
    [
        ("a,b", ("a", "b")),
        (" a ,  b ", ("a", "b")),
        (r"\'a,b\',c", ("a,b", "c")),
        ("'a,b', \"c,d\"", ("a,b", "c,d")),
        ("'a'b,c", ("'a'b", "c")),
        ("a,,b,", ("a", "b")),
        ("'a", ("'a",)),
        ("<+a.b>,c", ("<+a.b>", "c")),
        ("", ()),
    ],
)
def test_lists(argument: str, found: tuple[str, ...]) -> None:
    assert values(argument) == found


@given(st.text(st.sampled_from("<+input>.(),'\\\"defaultrgx[] \n")))
def test_any_text_is_read(text: str) -> None:
    for whole in (text, INPUT + text, f"{INPUT}.regex({text}", f"{INPUT}.allowedValues({text})"):
        _, slips = parse(whole)
        assert all(0 <= slip.start <= slip.end <= len(whole) for slip in slips)


@pytest.mark.parametrize(
    "text",
    [
        INPUT + ".default(" * 100_000,
        INPUT + ".default(x)" * 100_000,
        INPUT + ".regex(()" * 100_000,
        INPUT + r".allowedValues(" + r"\'a," * 200_000 + ")",
        INPUT + ".allowedValues(" + "'a\"," * 200_000 + ")",
        INPUT + ".default([" * 50_000 + "])" * 50_000,
        INPUT + ".a" * 200_000,
        INPUT + ".regex(" + "(" * 100_000 + ")" * 100_001,
        "<" + " " * 500_000 + "input>",
    ],
    ids=range(9),
)
def test_hostile_text(text: str) -> None:
    _, slips = parse(text)
    assert all(len(slip.detail) < 1_000 for slip in slips)


@given(one=st.builds(Input, default=WORDS), style=st.sampled_from(["plain", '"', "|"]))
def test_the_place_in_the_file(one: Input, style: str) -> None:
    written = f"{one}.defautl(x)"
    value = {"plain": written, '"': f'"{written}"', "|": f"|\n        {written}"}[style]
    text = SERVICE + f"      x: {value}\n"
    assume(documents.read(SourceFile("s.yaml", text))[0] is not None and ": " not in written and " #" not in written)
    _, found = read_service(text, TextOrigin.of_file(SourceFile("s.yaml", text)), resource("web", "Web"))
    (place,) = [one.subject for one in found if one.code == "HIAC-SVC-082"]
    assert place is not None
    assert place.text == ".defautl(x)"
