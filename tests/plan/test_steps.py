"""The order of steps: what is needed is created first and destroyed last."""

from __future__ import annotations

import pytest

from harnessiac.addresses import ResourceAddress, parse_instance
from harnessiac.documents.image import DocumentImage
from harnessiac.plan.definition import Action, Change, Plan
from harnessiac.plan.steps import Gate, Operation, Step, steps


def change(address: str, action: Action, *needs: str, before: str | None = None, after: str | None = None) -> Change:
    instance = parse_instance(address)
    needed = tuple(ResourceAddress(*n.split(".")) for n in needs)
    return Change(
        instance,
        action,
        before={} if action.deletes or action is Action.UPDATE else None,
        after=None if action is Action.DELETE else {},
        dependencies=needed,
        prior_dependencies=needed if action is not Action.CREATE else (),
        observed=(DocumentImage(before, "old\n"),) if before else (),
        document=DocumentImage(after, "new\n") if after else None,
    )


def written(*changes: Change) -> list[str]:
    found = steps(Plan(changes))
    for position, step in enumerate(found):
        assert all(needed < position for needed in step.needs)
    return [f"{s.operation.value} {s.change.address}" for s in found if isinstance(s, Step)]


A, B = "t.a", "t.b"

ORDERS = {
    "creation follows need": (
        [change("t.user", Action.CREATE, A), change(A, Action.CREATE)],
        ["create t.a", "create t.user"],
    ),
    "destruction is the reverse": (
        [change(A, Action.DELETE), change("t.user", Action.DELETE, A)],
        ["destroy t.user", "destroy t.a"],
    ),
    "a replacement destroys first": ([change(A, Action.REPLACE)], ["destroy t.a", "create t.a"]),
    "or creates first": ([change(A, Action.REPLACE_CREATE_FIRST)], ["create t.a", "destroy t.a"]),
    "users of a replaced thing go before it and come after it": (
        [change(A, Action.REPLACE), change("t.user", Action.REPLACE, A)],
        ["destroy t.user", "destroy t.a", "create t.a", "create t.user"],
    ),
    "what a user no longer needs goes last": (
        [change(A, Action.DELETE), change("t.user", Action.UPDATE, A)],
        ["update t.user", "destroy t.a"],
    ),
    "nothing to do for what stays": ([change(A, Action.NO_OP), change(B, Action.CREATE, A)], ["create t.b"]),
}


@pytest.mark.parametrize("name", ORDERS)
def test_order(name: str) -> None:
    changes, expected = ORDERS[name]
    assert written(*changes) == expected


def test_a_document_handed_over_is_written_before_its_old_owner_goes_and_is_kept() -> None:
    old = change("t.old", Action.DELETE, before="connectors/x.yaml")
    new = change("t.new", Action.CREATE, after="connectors/x.yaml")
    assert written(old, new) == ["create t.new", "destroy t.old"]
    destroy = next(s for s in steps(Plan((old, new))) if isinstance(s, Step) and s.change is old)
    assert destroy.keeps_document


def test_what_a_replacement_leaves_has_a_name_of_its_own() -> None:
    """The same one each time, unless a leftover of before has it."""
    replaced = change("t.a", Action.REPLACE_CREATE_FIRST, before="connectors/x.yaml", after="connectors/y.yaml")
    create, destroy = (s for s in steps(Plan((replaced,))) if isinstance(s, Step))
    assert create.deposes is not None
    assert destroy.frees == (create.deposes,)
    left = Change(create.deposes, Action.DELETE, before={}, observed=(DocumentImage("connectors/z.yaml", "old\n"),))
    other = next(s for s in steps(Plan((replaced, left))) if isinstance(s, Step) and s.deposes)
    assert other.deposes != create.deposes


def test_a_replacement_in_place_leaves_nothing() -> None:
    for path in ("connectors/x.yaml", None):
        found = steps(Plan((change("t.a", Action.REPLACE_CREATE_FIRST, before=path, after=path),)))
        assert [(s.deposes, s.frees) for s in found if isinstance(s, Step)] == [(None, ()), (None, ())]


def test_documents_that_change_places_are_left_to_their_new_owners() -> None:
    one = change("t.a", Action.REPLACE_CREATE_FIRST, before="connectors/x.yaml", after="connectors/y.yaml")
    two = change("t.b", Action.REPLACE_CREATE_FIRST, before="connectors/y.yaml", after="connectors/x.yaml")
    found = [s for s in steps(Plan((one, two))) if isinstance(s, Step)]
    assert all(s.keeps_document for s in found if s.operation is Operation.DESTROY)
    assert {str(a) for s in found for a in s.frees} >= {str(s.deposes) for s in found if s.deposes is not None}


def test_many_users_of_many_instances_stay_linear() -> None:
    changes = [change(f"t.a[{i}]", Action.CREATE) for i in range(2000)]
    changes += [change(f"t.user[{i}]", Action.CREATE, A) for i in range(2000)]
    found = steps(Plan(tuple(changes)))
    assert sum(len(step.needs) for step in found) < 10_000
    assert any(isinstance(step, Gate) for step in found)
