"""Differences of plain data: which, in what order, and typed."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harnessiac.reports.differences import Difference, Kind, differences, same

ADDED, REMOVED, CHANGED = Kind.ADDED, Kind.REMOVED, Kind.CHANGED


def found(before, after, sets=()):
    return [(d.path, d.kind, d.before, d.after) for d in differences(before, after, sets)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": True}, {"a": 1}, [(("a",), CHANGED, True, 1)]),
        ({"a": [False]}, {"a": [0]}, [(("a", 0), CHANGED, False, 0)]),
        ({"a": "1"}, {"a": 1}, [(("a",), CHANGED, "1", 1)]),
        ({"a": None}, {"a": "x"}, [(("a",), CHANGED, None, "x")]),
        ({"a": None}, {}, [(("a",), REMOVED, None, None)]),
        ({"__a": 1}, {"__a": 2}, [(("__a",), CHANGED, 1, 2)]),
        ({}, {"b": {"c": 1}}, [(("b",), ADDED, None, {"c": 1})]),
        ({"a": {"x": 1}}, {"a": {"y": 2}}, [(("a", "y"), ADDED, None, 2), (("a", "x"), REMOVED, 1, None)]),
        ([1, 2, 3], [1, 3], [((1,), CHANGED, 2, 3), ((2,), REMOVED, 3, None)]),
        ([1], [1, 2, 3], [((1,), ADDED, None, 2), ((2,), ADDED, None, 3)]),
        ({"a": [1]}, {"a": {"b": 1}}, [(("a",), CHANGED, [1], {"b": 1})]),
        (1, 2, [((), CHANGED, 1, 2)]),
        (
            {"z": 1, "gone": 0, "a": {"y": [{"k": 1}], "x": 1}},
            {"a": {"x": 2, "y": [{"k": 2}]}, "new": 1, "z": 2},
            [
                (("a", "x"), CHANGED, 1, 2),
                (("a", "y", 0, "k"), CHANGED, 1, 2),
                (("new",), ADDED, None, 1),
                (("z",), CHANGED, 1, 2),
                (("gone",), REMOVED, 0, None),
            ],
        ),
    ],
)
def test_by_position(before, after, expected):
    assert found(before, after) == expected


def test_sets_have_no_order():
    before = {"tags": ["a", "b"], "list": ["a", "b"], "c": [{"selectors": ["x", "y"]}]}
    after = {"tags": ["b", "c", "a"], "list": ["b", "a"], "c": [{"selectors": ["z", "x"]}]}
    assert found(before, after, [("tags",), ("c", "selectors")]) == [
        (("tags", 1), ADDED, None, "c"),
        (("list", 0), CHANGED, "a", "b"),
        (("list", 1), CHANGED, "b", "a"),
        (("c", 0, "selectors", 0), ADDED, None, "z"),
        (("c", 0, "selectors", 1), REMOVED, "y", None),
    ]
    assert found({"s": [{"a": True}]}, {"s": [{"a": 1}]}, [("s",)]) == [
        (("s", 0), REMOVED, {"a": True}, None),
        (("s", 0), ADDED, None, {"a": 1}),
    ]


DATA = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["a", "b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


def applied(data, difference: Difference):
    """`data` with one difference carried out; removals of list elements must come last to first."""
    if not difference.path:
        return difference.after
    *way, last = difference.path
    into = data
    for step in way:
        into = into[step]
    if difference.kind is REMOVED:
        del into[last]
    elif isinstance(into, list) and difference.kind is ADDED:
        into.insert(last, difference.after)
    else:
        into[last] = difference.after
    return data


@given(DATA, DATA)
@settings(max_examples=150, deadline=None)
def test_differences_lead_from_before_to_after(before, after):
    import copy

    data = copy.deepcopy(before)
    steps = differences(before, after)
    for step in [d for d in steps if d.kind is not REMOVED] + [d for d in steps[::-1] if d.kind is REMOVED]:
        data = applied(data, step)
    assert same(data, after)
    assert bool(steps) != same(before, after)


def test_equal_data_does_not_import_deepdiff():
    code = (
        "import sys; from harnessiac.reports.differences import differences;"
        "differences({'a': [1]}, {'a': [1]}); assert 'deepdiff' not in sys.modules;"
        "differences({'a': 1}, {'a': 2}); assert 'deepdiff' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_size_and_depth():
    def nest(leaf):
        for _ in range(100):
            leaf = {"a": [leaf]}
        return leaf

    assert len(differences(nest(1), nest(2))[0].path) == 200
    assert len(differences([{"i": i} for i in range(3000)], [{"i": i + 1} for i in range(3000)])) == 3000
