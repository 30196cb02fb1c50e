"""The parts of the page that need no browser: where nodes stand, text, and the library as it was published."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.addresses import ResourceAddress
from harnessiac.diagnostics import error
from harnessiac.documents.image import DocumentImage
from harnessiac.plan.definition import Action, Change, OutputChange, Plan
from harnessiac.reports.baseline import Since
from harnessiac.reports.formats.page import render
from harnessiac.reports.page.markup import Markup, data, element, raw
from harnessiac.reports.page.placement import depths, placed
from harnessiac.reports.report import HIDDEN, HIDDEN_CHANGED, Report

REPOSITORY = Path(__file__).parents[2]
GRAPHS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=80).map(
    lambda pairs: {node: [b for a, b in dict.fromkeys(pairs) if a == node and a != b] for node in range(41)}
)
WIDTHS = st.lists(st.integers(30, 300), min_size=41, max_size=41)


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ({}, {}),
        ({"a": []}, {"a": 0}),
        ({"a": ["b"], "b": []}, {"a": 1, "b": 0}),
        ({"a": ["b", "c"], "b": ["c"], "c": []}, {"a": 2, "b": 1, "c": 0}),
        ({"a": ["a"]}, {"a": 0}),
        ({"a": ["b"], "b": ["a"], "c": ["a"]}, {"a": 0, "b": 1, "c": 1}),
    ],
)
def test_depths(needs: dict[str, list[str]], expected: dict[str, int]) -> None:
    assert depths(needs) == expected


@given(GRAPHS, WIDTHS)
def test_no_two_nodes_overlap(needs: dict[int, list[int]], widths: list[int]) -> None:
    places = placed(needs, dict(enumerate(widths)))
    assert places.keys() == needs.keys()
    for (one, (x, y)), (other, (left, top)) in combinations(places.items(), 2):
        assert abs(top - y) >= 30 or abs(left - x) > (widths[one] + widths[other]) / 2


@given(GRAPHS)
def test_what_is_needed_stands_to_the_right(needs: dict[int, list[int]]) -> None:
    forward = {node: [other for other in needed if other > node] for node, needed in needs.items()}
    places = placed(forward, dict.fromkeys(forward, 100))
    assert all(places[node][0] < places[other][0] for node, needed in forward.items() for other in needed)


def test_a_high_column_is_broken() -> None:
    needs = {"hub": [], **{f"s{i}": ["hub"] for i in range(500)}}
    places = placed(needs, dict.fromkeys(needs, 100))
    xs, ys = zip(*places.values(), strict=True)
    assert max(ys) - min(ys) < max(xs) - min(xs) < 3_000


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (element("b", "<&>\"'"), "<b>&lt;&amp;&gt;&quot;'</b>"),
        (element("b", element("i", "<"), ["x", element("u")]), "<b><i>&lt;</i>x<u></u></b>"),
        (element("b", title='"><script>'), '<b title="&quot;&gt;&lt;script&gt;"></b>'),
        (element("b", class_="x", data_kind="y", hidden=True, open=False), '<b class="x" data-kind="y" hidden></b>'),
        (element("input", type="search"), '<input type="search">'),
        (element("b", "\x1b[31m\u202e\ud800"), "<b>\\u001b[31m\\u202e\\ud800</b>"),
    ],
)
def test_text_never_becomes_markup(made: Markup, expected: str) -> None:
    assert made == expected


def test_data_cannot_end_its_element() -> None:
    made = data({"x": "</script><!--&\u2028\u2029\x7f"}, id="d")
    assert made.count("<") == 2
    assert "\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029\\u007f" in made


@pytest.mark.parametrize("text", ["a </script> b", "</SCRIPT", "<!-- <script>"])
def test_a_script_that_would_end_its_element_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="would end"):
        raw("script", text)


def test_a_page_says_what_it_leaves_out_since_a_commit() -> None:
    shown = render(Report("plan", Plan(()), since=Since("main<", "0123456789abcdef", unchanged=2)))
    assert '<h1 class="fine">Nothing new since main&lt; (0123456789)</h1>' in shown
    assert "2 changes are planned at main&lt; (0123456789) too and not shown." in shown


def test_a_page_names_what_is_only_written_otherwise() -> None:
    made = [
        Change(ResourceAddress("harness_platform_service", f"s{i:02}").instance(), Action.NO_OP, keeps_text=True)
        for i in range(12)
    ]
    shown = render(Report("plan", Plan(tuple(made))))
    assert '<h1 class="fine">No changes</h1>' in shown
    assert "so that nothing changes: harness_platform_service.s00, " in shown
    assert "harness_platform_service.s09 and 2 more." in shown


def test_a_name_keeps_its_backquotes() -> None:
    of = ResourceAddress("harness_platform_connector_docker", "hub")
    moved = Change(of.instance("a`b`c"), Action.NO_OP, previous_address=of.instance("x`y"), before={}, after={})
    shown = render(Report("plan", Plan((moved,))))
    assert f'class="gist">moved from {of}[&quot;x`y&quot;]<' in shown
    assert f"<li>moved from <code>{of}[&quot;x`y&quot;]</code></li>" in shown


@pytest.mark.parametrize(
    ("action", "after", "told"),
    [
        (Action.UPDATE, HIDDEN_CHANGED, f"<code>{HIDDEN}</code> changed"),
        (Action.UPDATE, HIDDEN, f"<code>{HIDDEN}</code> as before, but marked otherwise"),
        (Action.CREATE, HIDDEN, f"<ins><code>{HIDDEN}</code></ins>"),
        (Action.DELETE, None, f"<del><code>{HIDDEN}</code></del>"),
    ],
)
def test_a_hidden_output_is_told_in_words(action: Action, after: str | None, told: str) -> None:
    before = None if action is Action.CREATE else HIDDEN
    output = OutputChange("token", action, before, after, sensitive=True, before_sensitive=True)
    assert f"<td>{told}</td>" in render(Report("plan", Plan((), outputs=(output,))))


def test_totals_say_how_many_findings_are_different() -> None:
    found = [error("One thing", "It is wrong.", address=f"a.b{i % 9}") for i in range(9)]
    shown = render(Report("plan", None, (*found, error("Another", "It is wrong too."))))
    assert "<b>10</b> errors (2 different)</a>" in shown


def test_what_would_make_a_page_too_large_is_left_out_in_words() -> None:
    text = "".join(f"line {i}\n" for i in range(700))
    made = Change(
        ResourceAddress("harness_platform_connector_docker", "hub").instance(),
        Action.CREATE,
        after={"identifier": "hub", "name": "Hub"},
        document=DocumentImage("connectors/hub.yaml", text),
    )
    outputs = tuple(
        OutputChange(f"o{i:04}", Action.CREATE, None, "x" * (5_000 - i), sensitive=False) for i in range(1_200)
    )
    shown = render(Report("plan", Plan((made,), outputs=outputs)))
    assert "+line 598\n" in shown
    assert "line 599" not in shown
    assert "101 more lines are not in this page" in shown
    assert f"{'x' * 3_999}… (hiac plan shows the rest)" in shown
    assert "200 more outputs are not in this page" in shown
    assert "o1000" not in shown


def test_the_library_is_as_published() -> None:
    pinned = dict(re.findall(r"(?m)^([0-9a-f]{64})  (\S+?)\"?$", (REPOSITORY / ".ci/assets").read_text()))
    vendor = files("harnessiac.reports.page") / "vendor"
    found = {hashlib.sha256(file.read_bytes()).hexdigest(): file.name for file in vendor.iterdir()}
    assert found == pinned
    assert "Permission is hereby granted" in (vendor / "cytoscape.min.js").read_text("utf-8")[:500]
