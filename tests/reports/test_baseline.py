"""A plan without what another does just the same: properties, for plans of every sort of change."""

from __future__ import annotations

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given

from harnessiac.addresses import parse_instance
from harnessiac.diagnostics import Diagnostic, Severity, error, warning
from harnessiac.documents.image import DocumentImage
from harnessiac.plan.definition import Action, Change, OutputChange, Plan
from harnessiac.reports.baseline import new_findings, reduced
from harnessiac.source import SourceFile

ADDRESSES = [parse_instance(f"harness_platform_service.{name}") for name in "abcd"]
VALUES = st.none() | st.fixed_dictionaries(
    {"identifier": st.sampled_from("xy"), "yaml": st.sampled_from(["a: 1\n", "a: 1 # why\n", "a: 2\n", "a: True\n"])}
)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Change, ...]:
    found = []
    for address in draw(st.lists(st.sampled_from(ADDRESSES), unique=True)):
        text = draw(st.sampled_from([None, "a: 1\n", "a: 2\n"]))
        found.append(
            Change(
                address,
                draw(st.sampled_from(Action)),
                before=draw(VALUES),
                after=draw(VALUES),
                observed=(DocumentImage("services/x.yaml", text),),
                keeps_text=draw(st.booleans()),
            )
        )
    return tuple(found)


OUTPUT = st.builds(
    OutputChange, st.sampled_from("mno"), st.sampled_from(Action), st.integers(0, 1), st.integers(0, 1), st.booleans()
)
OUTPUTS = st.lists(OUTPUT, unique_by=lambda output: output.name).map(tuple)
PLANS = st.builds(Plan, changes(), changes(), OUTPUTS)


def acting(plan: Plan) -> int:
    drift = sum(change.acts or change.keeps_text for change in plan.drift)
    return (
        sum(change.acts or change.keeps_text for change in plan.changes)
        + drift
        + sum(output.action is not Action.NO_OP for output in plan.outputs)
    )


@given(PLANS)
def test_nothing_is_new_in_the_same_plan(plan: Plan) -> None:
    shown, unchanged, gone = reduced(plan, plan)
    assert (shown.changes, shown.drift, shown.outputs, gone) == ((), (), (), ())
    assert unchanged == acting(plan)


@given(PLANS)
def test_everything_is_new_where_nothing_was_planned(plan: Plan) -> None:
    shown, unchanged, gone = reduced(plan, Plan(()))
    assert (acting(shown), unchanged, gone) == (acting(plan), 0, ())
    assert all(change.acts or change.keeps_text for change in shown.changes)


@given(PLANS, PLANS)
def test_what_is_shown_and_what_is_not_is_everything(now: Plan, then: Plan) -> None:
    shown, unchanged, gone = reduced(now, then)
    assert acting(shown) + unchanged == acting(now)
    assert all(change in now.changes for change in shown.changes)
    planned = {str(change.address) for change in now.changes if change.acts or change.keeps_text}
    assert not planned & {one.address for one in gone}


@given(PLANS)
def test_other_values_are_news_and_other_comments_are_not(plan: Plan) -> None:
    def written(text: str) -> Plan:
        made = (replace(c, before=None, after={"yaml": text}, action=Action.CREATE) for c in plan.changes)
        return Plan(tuple(made))

    assert reduced(written("a: 1\n"), written("a: 1 # why\n"))[1] == len(plan.changes)
    assert reduced(written("a: 1\n"), written("a: '1'\n"))[1] == 0


def test_findings_are_known_by_what_they_say_wherever_they_are() -> None:
    def found(text: str, of: str) -> Diagnostic:
        source = SourceFile("main.tf", text)
        at = text.index(of)
        return warning("Odd", f"{of} is odd.", source.span(at, at + len(of)))

    before = [found("x = 1\n", "x"), error("Bad")]
    now = [found("\n\nx = 1\n", "x"), found("\n\nx = 1\ny = 2\n", "y"), found("x = 1\nx = 1\n", "x"), error("Bad")]
    shown, known = new_findings(now, before)
    assert [one.severity for one in shown] == [Severity.WARNING, Severity.WARNING, Severity.ERROR]
    assert known == 1
