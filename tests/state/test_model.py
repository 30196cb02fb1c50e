"""The state as a value: operations give new states and leave the old one alone."""

from __future__ import annotations

from dataclasses import replace

from harnessiac.addresses import DeposedAddress, ResourceAddress
from harnessiac.state.model import OutputValue, State, StoredInstance

A = ResourceAddress("t", "a")
B = ResourceAddress("t", "b")
C = ResourceAddress("t", "c")


def test_operations_do_not_change_what_they_start_from() -> None:
    empty = State()
    one = empty.with_instance(A.instance(), StoredInstance({"x": 1}))
    two = one.with_instances({A.instance(): StoredInstance({"x": 2}), B.instance(0): StoredInstance({})})
    left = replace(two, deposed={DeposedAddress(C.instance(), "k"): StoredInstance({})})
    assert left.addresses == [A.instance(), B.instance(0), C.instance()]
    none = left.without([A.instance(), B.instance(0), C.instance()])
    shown = one.with_outputs({"o": OutputValue(1, "number")})
    assert empty.is_empty
    assert none.is_empty
    assert one.instances == {A.instance(): StoredInstance({"x": 1})}
    assert two.instances[A.instance()].attributes == {"x": 2}
    assert two.of_resource(B) == {B.instance(0): StoredInstance({})}
    assert (dict(one.outputs), dict(shown.outputs)) == ({}, {"o": OutputValue(1, "number")})


def test_states_are_equal_when_they_say_the_same() -> None:
    assert State(lineage="l", serial=1) == State(lineage="l", serial=9)
    assert State(lineage="l") != State(lineage="m")
    assert State({A.instance(): StoredInstance({})}) != State({A.instance(): StoredInstance({}, tainted=True)})


def test_dependencies_follow_a_resource_that_moved_whole() -> None:
    state = State(
        {
            A.instance(0): StoredInstance({}),
            A.instance(1): StoredInstance({}),
            B.instance(): StoredInstance({}, dependencies=(A,)),
        },
        deposed={DeposedAddress(A.instance(0), "k"): StoredInstance({}, dependencies=(A,))},
    )
    part = state.moved({A.instance(0): C.instance()})
    whole = state.moved({A.instance(0): C.instance(0), A.instance(1): C.instance(1)})
    assert part.instances[B.instance()].dependencies == (A,)
    assert whole.instances[B.instance()].dependencies == (C,)
    assert list(part.deposed) == [DeposedAddress(C.instance(), "k")]
    assert whole.deposed[DeposedAddress(C.instance(0), "k")].dependencies == (C,)


def test_two_instances_can_change_places() -> None:
    state = State({A.instance(0): StoredInstance({"x": 0}), A.instance(1): StoredInstance({"x": 1})})
    swapped = state.moved({A.instance(0): A.instance(1), A.instance(1): A.instance(0)})
    assert [swapped.instances[A.instance(i)].attributes["x"] for i in (0, 1)] == [1, 0]
