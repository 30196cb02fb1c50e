"""State files of every sort of damage: each is refused in words, none with a traceback or a secret."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harnessiac.addresses import ModuleStep, ResourceAddress
from harnessiac.state.model import DEPTH, DeposedAddress, OutputValue, State
from harnessiac.state.reading import read
from harnessiac.state.writing import write

PROVIDER = 'provider["registry.terraform.io/harness/harness"]'


def instance(**fields: Any) -> dict[str, Any]:
    return {"schema_version": 0, "attributes": {"id": "x", "password": "s3cret"}, **fields}


def resource(*instances: dict[str, Any], **fields: Any) -> dict[str, Any]:
    base = {"mode": "managed", "type": "t", "name": "n", "provider": PROVIDER, "instances": list(instances)}
    return {**base, **fields}


def state(*resources: Any, **fields: Any) -> dict[str, Any]:
    base = {"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "l", "outputs": {}}
    return {**base, "resources": list(resources), **fields}


def without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {k: v for k, v in data.items() if k != name}


UNSUPPORTED = "Unsupported state file format"
INVALID = "Invalid state file format"
METADATA = "Invalid resource instance metadata in state"

TEXTS = [
    (b"", UNSUPPORTED, "is empty"),
    (b" \n", UNSUPPORTED, "is empty"),
    (b"{", UNSUPPORTED, "ends in the middle, after line 1"),
    (b'{"version": 4,\n "lineage": "ab', UNSUPPORTED, "ends in the middle, after line 2"),
    (b'{"version": 4,\n  "serial" 1}', UNSUPPORTED, "line 2, column 12: Expecting ':' delimiter"),
    (b"hello", UNSUPPORTED, "line 1, column 1: Expecting value"),
    (b'{"version": 4} {}', UNSUPPORTED, "line 1, column 16: Extra data"),
    (b'{"version": 4, "version": 4}', UNSUPPORTED, 'sets the key "version" twice'),
    (b'{"version": NaN}', UNSUPPORTED, "holds NaN"),
    (b'{"version": -Infinity}', UNSUPPORTED, "holds -Infinity"),
    (b'{"version": 1e999}', UNSUPPORTED, "number that is too large"),
    (b'{"version": ' + b"9" * 5000 + b"}", UNSUPPORTED, "number that is too large"),
    (b'{"version": ' + b"[" * 100_000, UNSUPPORTED, "nested too deeply"),
    (b'{"version": ' + b'{"a":' * 100_000, UNSUPPORTED, "nested too deeply"),
    (b'{\n"a": "\xff"}', UNSUPPORTED, "line 2 is not valid UTF-8"),
    (b'{"version": 4, "a": "\\ud800"}', UNSUPPORTED, "half a surrogate pair"),
    (b"\x00\x01\x02", UNSUPPORTED, "line 1, column 1"),
    (b"PK\x03\x04", UNSUPPORTED, "line 1, column 1"),
    (b"[]", UNSUPPORTED, "holds an array where a JSON object is required"),
    (b"null", UNSUPPORTED, "holds null where a JSON object is required"),
    (b"{}", UNSUPPORTED, 'does not have a "version" attribute'),
    (b'{"version": "4"}', UNSUPPORTED, "is a string. A positive whole number is required"),
    (b'{"version": true}', UNSUPPORTED, "is a bool. A positive whole number is required"),
    (b'{"version": 0}', UNSUPPORTED, "A positive whole number is required"),
    (b'{"version": 4.5}', UNSUPPORTED, "A positive whole number is required"),
    (b'{"version": 3}', UNSUPPORTED, "uses format version 3"),
    (b'{"version": 5}', UNSUPPORTED, "created by a newer version"),
]

SHAPES = [
    (without(state(), "lineage"), INVALID, 'the field "lineage" is missing'),
    (state(lineage=""), INVALID, '"lineage" is empty'),
    (state(lineage=7), INVALID, 'the field "lineage" is not valid: it should be string'),
    (without(state(), "serial"), INVALID, 'the field "serial" is missing'),
    (state(serial=-1), INVALID, 'the field "serial" is not valid'),
    (state(serial="1"), INVALID, 'the field "serial" is not valid'),
    (state(serial=True), INVALID, 'the field "serial" is not valid'),
    (state(serial=2**64), INVALID, 'the field "serial" is not valid'),
    (state(resources={}), INVALID, 'the field "resources" is not valid: it should be list'),
    (state(foo=1), INVALID, 'the field "foo" is not one that a state has'),
    (state(terraform_version="abc"), "Invalid Terraform version string", '"abc", which is not a valid version'),
    (state(5), INVALID, "the resource at position 1"),
    (state(resource(without(instance(), "attributes"))), INVALID, "The attributes of instance t.n are missing"),
    (
        state(resource({"schema_version": 0, "attributes_flat": {"id": "x"}})),
        INVALID,
        "t.n are in a format that Terraform wrote before version 0.12",
    ),
    (
        state(resource(), resource(instance(attributes=["s3cret"]))),
        INVALID,
        'the field "attributes" of instance 0 of resource t.n is not valid',
    ),
    (state(resource(instance(nope=1))), INVALID, '"nope" of instance 0 of resource t.n is not one that a state has'),
    (state(without(resource(), "instances")), INVALID, 'the field "instances" of resource t.n is missing'),
    (state(resource(mode="mana")), "Invalid resource mode in state", 'with mode "mana" ("t" "n")'),
    (state(resource(type="a/b")), "Invalid address", "a/b.n is not a resource address"),
    (state(resource(name="../x")), "Invalid address", "t.../x is not a resource address"),
    (state(resource(module="x")), "Invalid module instance address", 't.n is in "x"'),
    (state(resource(module="module.a.t.n")), "Invalid module instance address", "t.n is in"),
    (state(resource(instance(), instance())), "Duplicate resource instance in state", "Instance t.n appears multiple"),
    (
        state(resource(instance(index_key="a")), resource(instance(index_key="a"))),
        "Duplicate resource instance in state",
        'Instance t.n["a"] appears multiple',
    ),
    (
        state(resource(instance(deposed="1"), instance(deposed="1"))),
        "Duplicate resource instance in state",
        "Instance t.n appears multiple",
    ),
    (state(resource(instance(index_key=True))), METADATA, "t.n has an instance with an invalid instance key"),
    (state(resource(instance(index_key=-1))), METADATA, "invalid instance key"),
    (state(resource(instance(index_key=1.5))), METADATA, "invalid instance key"),
    (state(resource(instance(index_key=[]))), METADATA, "invalid instance key: it is an array"),
    (state(resource(instance(status="x"))), METADATA, 'Instance t.n has invalid status "x"'),
    (state(resource(instance(dependencies=["x"]))), "Invalid address", 't.n depends on "x"'),
    (state(resource(instance(dependencies=["module.m"]))), "Invalid address", 't.n depends on "module.m"'),
    (state(resource(instance(dependencies=["a.b[" + "9" * 9999 + "]"]))), "Invalid address", "t.n depends on"),
    (state(resource(instance(sensitive_attributes=[[]]))), METADATA, "t.n has an invalid path"),
    (
        state(resource(instance(sensitive_attributes=[[{"type": "index", "value": {"value": True, "type": "bool"}}]]))),
        METADATA,
        "t.n has an invalid path",
    ),
    (
        state(resource(instance(sensitive_attributes=[[{"type": "x", "value": 1}]]))),
        INVALID,
        "sensitive_attributes.0.0",
    ),
    (
        state(outputs={"o": {"value": 1, "type": "strin"}}),
        "Invalid output value type in state",
        'specification for output "o"',
    ),
    (state(outputs={"o": {"type": "string"}}), INVALID, 'the field "value" of output "o" is missing'),
]


@pytest.mark.parametrize(("content", "summary", "part"), TEXTS)
def test_bytes_that_are_no_state(content: bytes, summary: str, part: str) -> None:
    found, diagnostics = read("state/a.json", content)
    assert found is None
    assert [d.summary for d in diagnostics] == [summary]
    assert part in diagnostics[0].detail
    assert "state/a.json" in diagnostics[0].detail
    assert len(diagnostics[0].detail) < 400


@pytest.mark.parametrize(("data", "summary", "part"), SHAPES)
def test_json_that_is_no_state(data: Any, summary: str, part: str) -> None:
    found, diagnostics = read("state/a.json", json.dumps(data).encode())
    assert found is None
    assert summary in {d.summary for d in diagnostics}
    details = "\n".join(d.detail for d in diagnostics)
    assert part in details
    assert "state/a.json" in details
    assert "s3cret" not in details


def test_all_findings_are_said_but_not_thousands() -> None:
    wrong = state(*(resource(instance(index_key=True), name=f"n{i}") for i in range(5000)))
    _, diagnostics = read("s", json.dumps(wrong).encode())
    assert len(diagnostics) == 20
    _, diagnostics = read("s", json.dumps(state(*([5] * 900))).encode())
    assert len(diagnostics) == 21
    assert "880 more fields" in diagnostics[-1].detail
    _, diagnostics = read("s", json.dumps(state(*([5] * 50_000))).encode())
    assert len(diagnostics) == 1


@pytest.mark.parametrize("levels", [DEPTH, DEPTH + 50, 800])
def test_depth_of_attributes(levels: int) -> None:
    value: Any = "x"
    for _ in range(levels - 1):
        value = [value]
    data = state(resource(instance(attributes={"a": value})))
    found, diagnostics = read("s", json.dumps(data).encode())
    if levels == DEPTH:
        assert found is not None
        assert read("s", write(found))[0] == found
    else:
        assert "nested too deeply" in diagnostics[0].detail


def test_everything_terraform_writes_is_understood() -> None:
    data = state(
        resource(
            instance(
                index_key=0,
                status="tainted",
                private="bm90IG91cnM=",
                sensitive_attributes=[
                    [
                        {"type": "get_attr", "value": "credentials"},
                        {"type": "index", "value": {"value": 0, "type": "number"}},
                        {"type": "get_attr", "value": "password"},
                    ]
                ],
                dependencies=["a.b", "module.m[0].data.c.d"],
                create_before_destroy=True,
                identity_schema_version=2,
                identity={"id": "x"},
            ),
            instance(index_key=0, deposed="1a2b3c4d", sensitive_attributes=[]),
            module='module.m["k.[0]"].module.o',
            each="list",
        ),
        outputs={"o": {"value": [1, 1.5], "type": ["list", "number"], "sensitive": True}},
        check_results=[{"object_kind": "check", "config_addr": "check.c", "status": "pass", "objects": None}],
    )
    found, diagnostics = read("s", b"\xef\xbb\xbf" + json.dumps(data).encode())
    assert diagnostics == []
    assert found is not None
    module = (ModuleStep("m", "k.[0]"), ModuleStep("o"))
    address = ResourceAddress("t", "n", module).instance(0)
    stored = found.instances[address]
    assert stored.tainted
    assert stored.create_before_destroy
    assert stored.sensitive == (("credentials", 0, "password"),)
    assert stored.dependencies == (
        ResourceAddress("a", "b"),
        ResourceAddress("c", "d", (ModuleStep("m", 0),), "data"),
    )
    assert (stored.private, stored.document_digest) == ("bm90IG91cnM=", None)
    assert (stored.identity, stored.identity_schema_version) == ({"id": "x"}, 2)
    assert list(found.deposed) == [DeposedAddress(address, "1a2b3c4d")]
    assert found.outputs == {"o": OutputValue([1, 1.5], ["list", "number"], sensitive=True)}
    assert read("s", write(found))[0] == found
    del data["resources"][0]["each"]  # no longer written; it follows from the keys
    assert json.loads(write(found)) == data


def test_numbers_keep_their_sort() -> None:
    values = [5, 5.0, 1e3, 0.1, 10**30, -0.0, 1e300]
    found, _ = read("s", json.dumps(state(resource(instance(attributes={"v": values})))).encode())
    assert found is not None
    (stored,) = found.instances.values()
    assert stored.attributes["v"] == values
    assert [type(v) for v in stored.attributes["v"]] == [int, int, int, float, int, int, float]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise(content: bytes) -> None:
    found, diagnostics = read("s", content)
    assert (found is None) == bool(diagnostics)


_GOOD = write(
    read("s", json.dumps(state(resource(instance(index_key=0), instance(index_key=1)))).encode())[0] or State()
)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(_GOOD) - 1), st.sampled_from([b"", b'"', b"{", b"}", b"[", b",", b"0", b"-", b"\\", b"\xff"]))
def test_damage_of_one_byte_never_raises(at: int, byte: bytes) -> None:
    found, diagnostics = read("s", _GOOD[:at] + byte + _GOOD[at + 1 :])
    assert (found is None) == bool(diagnostics)


@given(st.integers(0, len(_GOOD) - 3))
def test_a_cut_file_is_never_a_state(at: int) -> None:
    assert read("s", _GOOD[:at])[0] is None
