"""Declarations are coherent, and slips in them are found."""

from __future__ import annotations

import pytest

from harnessiac import kinds
from harnessiac.kinds._entities import connector
from harnessiac.schema.nodes import Among, Apart, Choice, Kind, Node, Together
from harnessiac.schema.selfcheck import problems
from harnessiac.schema.vocabulary import block, case, constant, exactly_one, flag, number, strings, tagged, text


@pytest.mark.parametrize("name", kinds.names())
def test_every_kind_is_coherent(name: str) -> None:
    kind = kinds.find(name)
    assert kind is not None
    assert kind.name == name
    assert problems(kind) == []


def declared(*nodes: Node) -> Kind:
    return connector("x", "X", *nodes, title="X")


ONE = text("one", "one", "One.")

SLIPS = {
    "two nodes at one place": (declared(ONE, text("two", "one", "Two.")), "one and one are written by two nodes"),
    "a value above others": (declared(ONE, text("two", "one.two", "Two.")), "one and one.two are written"),
    "a constant in the way": (declared(ONE, constant("one", 1)), "are written by two nodes at once"),
    "a rooted place in the way": (
        declared(ONE, block("b", text("two", "/one", "Two."), description="B.")),
        "one and one are written",
    ),
    "one name twice": (declared(ONE, text("one", "two", "One.")), "one is declared in two ways"),
    "a name of the language": (declared(text("count", "count", "Count.")), "count is no name for an argument"),
    "no name": (declared(text("A-b", "b", "B.")), "A-b is no name"),
    "no description": (declared(text("one", "one")), "one needs a sentence"),
    "a required default": (declared(flag("f", "f", "F.", required=True, default=True)), "cannot have a default"),
    "a default of another type": (declared(text("t", "t", "T.", default=3)), "3 is no string"),  # type: ignore[arg-type]
    "an impossible default": (declared(text("t", "t", "T.", default="c", options=("a",))), "not among the options"),
    "a default that is unset": (declared(flag("f", "f", "F.", default=True, unset=False)), "it is never unset"),
    "bounds of nothing": (declared(number("n", "n", "N.", between=(5, 1))), "bounds nothing"),
    "an empty place": (declared(text("t", "", "T.")), "has an empty place"),
    "a list without a place": (declared(block("b", ONE, many=True, description="B.")), "needs a place for its list"),
    "an unknown companion": (declared(ONE, Together("one", ("two",))), "speaks of two"),
    "an unknown rival": (declared(ONE, Apart("one", ("/two",))), "speaks of /two"),
    "an unknown alternative": (declared(Among(Choice.EXACTLY_ONE, ("one",))), "speaks of one"),
    "a case nothing picks": (declared(tagged("a", case("A", when="one"))), "speaks of one"),
    "the same case twice": (declared(tagged("a", case("A"), case("A"))), "two cases are the same"),
    "the same tag twice": (
        declared(tagged("a", case("A", block("b", description="B.")), case("A"))),
        "neither is marked as a spelling",
    ),
    "a tag of spellings only": (declared(tagged("a", case("A", ONE, when="one", spelling=True))), "only spellings"),
    "a fallback before others": (
        declared(tagged("a", case("A"), case("B", block("b", description="B.")))),
        "is not the last one",
    ),
    "a tag that is no option": (
        declared(tagged("a", case("A"), selector=text("s", None, "S.", options=("B",)))),
        "has no option ['A']",
    ),
    "a tag with a place": (
        declared(tagged("a", case("A"), selector=text("s", "s", "S."))),
        "so it has no place of its own",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_are_found(slip: str) -> None:
    kind, expected = SLIPS[slip]
    assert any(expected in problem for problem in problems(kind)), problems(kind)


def test_alternatives_may_share_a_place() -> None:
    shared = (
        exactly_one(
            block("a", strings("s", "/s", "S."), description="A."),
            block("b", strings("s", "/s", "S."), description="B."),
        ),
        tagged("t", case("A", block("c", text("x", "/x", "X."), description="C.")), case("B", constant("/x", "x"))),
    )
    assert problems(declared(*shared)) == []
