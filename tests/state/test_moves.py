"""`state mv` and `state rm`: what goes where, and what is refused, in Terraform's words."""

from __future__ import annotations

import pytest

from harnessiac.addresses import DeposedAddress, InstanceAddress, parse_instance, parse_target
from harnessiac.state.model import State, StoredInstance
from harnessiac.state.moves import move, remove

INSTANCES = (
    "x.a[0]",
    "x.a[1]",
    'x.b["k\\"."]',
    'x.b["z"]',
    "x.single",
    "data.x.d",
    "module.m.x.a",
    "module.m.module.n.x.a",
    "module.k[0].x.a",
)


def state() -> State:
    return State({parse_instance(text): StoredInstance({"was": text}) for text in INSTANCES}, lineage="l")


MOVES = [
    ("x.a", "x.c", {"x.a[0]": "x.c[0]", "x.a[1]": "x.c[1]"}),
    ("x.a", "module.q.x.c", {"x.a[0]": "module.q.x.c[0]", "x.a[1]": "module.q.x.c[1]"}),
    ("x.a[0]", "x.c", {"x.a[0]": "x.c"}),
    ("x.a[0]", "x.a", {"x.a[0]": "x.a"}),
    ("x.a[0]", 'x.a["k"]', {"x.a[0]": 'x.a["k"]'}),
    ('x.b["k\\"."]', "x.b[0]", {'x.b["k\\"."]': "x.b[0]"}),
    ("x.single", "x.single[0]", {"x.single": "x.single[0]"}),
    ("x.single", "x.other", {"x.single": "x.other"}),
    ("data.x.d", "data.x.e", {"data.x.d": "data.x.e"}),
    (
        "module.m",
        "module.q[1]",
        {"module.m.x.a": "module.q[1].x.a", "module.m.module.n.x.a": "module.q[1].module.n.x.a"},
    ),
    ("module.m.module.n", "module.n", {"module.m.module.n.x.a": "module.n.x.a"}),
]

REFUSED = [
    ("x.nope", "x.c", "Invalid source address", "Cannot move x.nope: does not match anything in the current state."),
    ("x.a[7]", "x.c", "Invalid source address", "The current state does not contain x.a[7]."),
    ("module.z", "module.q", "Invalid source address", "Cannot move module.z: does not match"),
    ("module.k", "module.q", "Invalid source address", "Cannot move module.k: does not match"),
    ("x.a", "x.b", "Invalid target address", "Cannot move to x.b: there is already a resource at that address"),
    ("x.a", "x.a", "Invalid target address", "Cannot move to x.a: there is already a resource at that address"),
    ("x.a[0]", 'x.b["z"]', "Invalid target address", "there is already a resource instance at that address"),
    ("x.a[0]", "x.a[0]", "Invalid target address", "there is already a resource instance at that address"),
    ("x.a[0]", "y.c", "Invalid state move request", "Cannot move x.a to y.c: resource types don't match."),
    (
        "x.a[0]",
        "data.x.c",
        "Invalid state move request",
        "Cannot move x.a to data.x.c: a managed resource can be moved only to another managed resource address.",
    ),
    ("x.a", "x.c[0]", "Invalid target address", "the source is a whole resource (not a resource instance) so the"),
    ("x.a[0]", "module.q", "Invalid target address", "Cannot move x.a[0] to module.q: the target must also be a"),
    ("module.m", "x.a", "Invalid target address", "Cannot move module.m to x.a: the target must also be a module."),
    ("module.m", "module.k[0]", "Invalid target address", "Cannot move to module.k[0]: there is already a module"),
]


def text(address: InstanceAddress) -> str:
    return str(address)


@pytest.mark.parametrize(("source", "destination", "expected"), MOVES)
def test_moves(source: str, destination: str, expected: dict[str, str]) -> None:
    before = state()
    moved, diagnostics = move(before, parse_target(source), parse_target(destination))
    assert diagnostics == []
    assert {str(old): str(new) for old, new in moved.renames} == expected
    assert {str(a): i.attributes["was"] for a, i in moved.state.instances.items()} == {
        expected.get(was, was): was for was in INSTANCES
    }
    assert before == state()


@pytest.mark.parametrize(("source", "destination", "summary", "part"), REFUSED)
def test_refused_moves(source: str, destination: str, summary: str, part: str) -> None:
    moved, diagnostics = move(state(), parse_target(source), parse_target(destination))
    assert [d.summary for d in diagnostics] == [summary]
    assert part in diagnostics[0].detail
    assert (moved.state, moved.renames) == (state(), ())


@pytest.mark.parametrize(
    ("targets", "gone"),
    [
        (["x.a"], ["x.a[0]", "x.a[1]"]),
        (["x.a[1]"], ["x.a[1]"]),
        (["x.single", "x.single"], ["x.single"]),
        (["module.m"], ["module.m.x.a", "module.m.module.n.x.a"]),
        (["x.single", "data.x.d"], ["data.x.d", "x.single"]),
    ],
)
def test_removal(targets: list[str], gone: list[str]) -> None:
    removed, diagnostics = remove(state(), [parse_target(t) for t in targets])
    assert diagnostics == []
    assert [str(a) for a in removed.addresses] == gone
    assert {str(a) for a in removed.state.instances} == set(INSTANCES) - set(gone)


def test_an_instance_of_which_only_a_deposed_object_is_left_can_be_named() -> None:
    web = parse_instance("x.web")
    left = State(deposed={DeposedAddress(web, "1a2b3c4d"): StoredInstance({})})
    moved, diagnostics = move(left, web, parse_instance("x.shop"))
    assert diagnostics == []
    assert list(moved.state.deposed) == [DeposedAddress(parse_instance("x.shop"), "1a2b3c4d")]
    removed, diagnostics = remove(left, [web])
    assert diagnostics == []
    assert removed.state.deposed == {}


def test_nothing_is_removed_when_one_target_is_unknown() -> None:
    removed, diagnostics = remove(state(), [parse_target(t) for t in ("x.a", "x.zzz", "x.a[5]")])
    assert [d.summary for d in diagnostics] == ["Invalid target address"] * 2
    assert "x.zzz" in diagnostics[0].detail
    assert removed.state == state()
