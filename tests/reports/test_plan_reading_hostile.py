"""A plan's JSON that was edited is shown or refused with a reason, whatever is in it: no traceback, no hang."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.cli.main import run
from harnessiac.diagnostics import Failed
from harnessiac.reports.formats import FORMATS, renderer
from harnessiac.reports.machine import plan_reading

TOLD = json.loads((Path(__file__).parent / "everything/plan/json.txt").read_text())

Step = str | int


def places(data: Any, at: tuple[Step, ...] = ()) -> list[tuple[Step, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [at, *(place for step, value in inner for place in places(value, (*at, step)))]


READ = {key: value for key, value in TOLD.items() if key not in ("configuration", "checks", "variables")}
PLACES = places(READ)[1:]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(10**20, 10**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(
        ["update", "object", "map", "harness_platform_service.web", "\x1b[2J", "::error::x", "\u202e", "\ud800"]
    ),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES | st.just(...)), min_size=1, max_size=3))
def test_edited(edits: list[tuple[tuple[Step, ...], Any]]) -> None:
    data = copy.deepcopy(READ)
    for place, value in edits:
        edit(data, place, value)
    try:
        read = plan_reading.read("plan.json", json.dumps(data))
    except Failed as failure:
        [problem] = failure.diagnostics
        assert problem.summary == "Failed to read plan JSON"
        assert problem.detail.startswith("The file plan.json is no plan that hiac can show: ")
        return
    for name in FORMATS:
        shown = renderer(name)(read)
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def edit(data: Any, place: tuple[Step, ...], value: Any) -> None:
    """Put a value at a place, or take the place away; nothing if it is there no more."""
    for step in place[:-1]:
        inner = dict(enumerate(data)) if isinstance(data, list) else data if isinstance(data, dict) else {}
        data = inner.get(step)
    step = place[-1]
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        data[step : step + 1] = [] if value is ... else [value]
    elif isinstance(data, dict) and isinstance(step, str):
        if value is ...:
            data.pop(step, None)
        else:
            data[step] = value


DEEP = '{"a":' * 3000 + "1" + "}" * 3000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"format_version":', "it is not JSON"),
        ('{"format_version": "1.2"}', "it has no hiac_report: it was not made by hiac, or by an older one"),
        ('{"format_version": "1.2", "hiac_report": 1}', "Expected `object`, got `int` - at `$.hiac_report`"),
        ('{"format_version": "1.2", "hiac_report": {"version": 2}}', "a newer hiac made it"),
        (f'{{"format_version": {DEEP}}}', "nested"),
        ('{"format_version": 1e999, "hiac_report": {}}', "it holds a number that is infinite or none"),
        ('{"format_version": NaN, "hiac_report": {}}', "it holds a number that is infinite or none"),
        ('{"format_version": ' + "9" * 5000 + "}", "it is not JSON"),
        ('{"format_version": "1.2"}\x00', "it is not JSON"),
    ],
)
def test_refused(text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.json").write_text(text)
    assert run(["show", "-format=summary", "plan.json"]) == 1
    shown = capsys.readouterr()
    assert "Error: Failed to read plan JSON" in shown.err
    assert said in " ".join(shown.err.split())
    assert shown.out == ""
