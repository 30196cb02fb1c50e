"""Resource addresses: read, written, ordered, and what a target selects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.addresses import (
    DEPOSED_KEY,
    DeposedAddress,
    InstanceAddress,
    InvalidAddress,
    ModuleStep,
    ObjectAddress,
    ResourceAddress,
    parse_instance,
    parse_object,
    parse_target,
    selects,
)

names = st.from_regex(r"[a-z_][a-z0-9_-]{0,8}", fullmatch=True)
keys = st.one_of(st.none(), st.integers(0, 10**12), st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])))
steps = st.lists(st.builds(ModuleStep, names, keys), max_size=3).map(tuple)
resources = st.builds(
    ResourceAddress,
    names.filter(lambda n: n not in ("module", "data")),
    names,
    steps,
    st.sampled_from(["managed", "data"]),
)
instances = st.builds(InstanceAddress, resources, keys)


deposed = st.builds(DeposedAddress, instances, st.from_regex(DEPOSED_KEY, fullmatch=True, alphabet="0123456789abcdef"))


@given(instances)
def test_what_is_written_reads_back(address: InstanceAddress) -> None:
    assert parse_instance(str(address)) == address


@given(instances | deposed)
def test_so_do_objects(address: ObjectAddress) -> None:
    assert parse_object(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a.",
        "a.b.",
        "a.b.c",
        "a[0].b",
        "a.b[",
        "a.b[x]",
        'a.b["x]',
        "a.b[1.5]",
        "a b.c",
        "data.a",
        ".a.b",
        "module.",
        "a.b[" + "9" * 5000 + "]",
    ],
)
def test_no_address(text: str) -> None:
    with pytest.raises(InvalidAddress):
        parse_target(text)


ORDER = ["data.a.z", "a.b", "a.b[2]", "a.b[10]", 'a.b["x"]', "a.c", "module.m.a.a", "module.m[0].a.a"]


@pytest.mark.parametrize(
    "text", ["a.b (deposed object )", "a.b (deposed object 1a2b3c4)", " (deposed object 1a2b3c4d)"]
)
def test_no_object(text: str) -> None:
    with pytest.raises(InvalidAddress):
        parse_object(text)


def test_order() -> None:
    addresses = [parse_instance(text) for text in reversed(ORDER)]
    assert [str(a) for a in sorted(addresses, key=InstanceAddress.sort_key)] == ORDER


@pytest.mark.parametrize(
    ("target", "selected"),
    [
        ("a.b", ["a.b", "a.b[2]", "a.b[10]", 'a.b["x"]']),
        ("a.b[2]", ["a.b[2]"]),
        ("module.m", ["module.m.a.a", "module.m[0].a.a"]),
        ("module.m[0]", ["module.m[0].a.a"]),
        ("module.m.a.a", ["module.m.a.a", "module.m[0].a.a"]),
    ],
)
def test_targets(target: str, selected: list[str]) -> None:
    assert [text for text in ORDER if selects(parse_target(target), parse_instance(text))] == selected
