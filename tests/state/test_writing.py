"""States as bytes: Terraform's layout and order, and the same bytes for the same state."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.addresses import ModuleStep, ResourceAddress
from harnessiac.state.model import OutputValue, State, StoredInstance
from harnessiac.state.reading import read
from harnessiac.state.writing import write

GOLDEN = Path(__file__).parent / "golden"
WEB = ResourceAddress("harness_platform_service", "web")
HUB = ResourceAddress("harness_platform_connector_docker", "hub")
INSIDE = ResourceAddress("harness_platform_service", "api", (ModuleStep("m", "k"),))


def sample() -> State:
    instances = {
        INSIDE.instance(): StoredInstance({"identifier": "api", "name": 'é\u2028<+input>"'}),
        WEB.instance("b"): StoredInstance({"tags": [], "identifier": "b"}, dependencies=(INSIDE, HUB, HUB)),
        WEB.instance("a"): StoredInstance({"identifier": "a", "yaml": "service:\n  name: a\n"}, tainted=True),
        HUB.instance(10): StoredInstance({"identifier": "ten", "credentials": [{"username_ref": None, "a": 1.5}]}),
        HUB.instance(9): StoredInstance(
            {"identifier": "nine"},
            sensitive=(("credentials", 0, "password"), ("credentials", 0, "a")),
            create_before_destroy=True,
            document_digest="0" * 64,
        ),
    }
    outputs = {
        "z": OutputValue({"b": 1, "a": [True, None]}, ["object", {"b": "number", "a": ["tuple", ["bool", "dynamic"]]}]),
        "secret": OutputValue("x", "string", sensitive=True),
    }
    return State(instances, outputs, "0d1f0e9e-0000-4000-8000-000000000000", 7)


def test_layout(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "sample.tfstate.json", write(sample()).decode())


def test_reading_gives_the_state_back() -> None:
    state = sample()
    found, diagnostics = read("s", write(state))
    assert diagnostics == []
    assert found is not None
    assert found.serial == 7
    assert found.instances.keys() == state.instances.keys()
    assert found.instances[HUB.instance(9)].document_digest == "0" * 64
    assert found.outputs == state.outputs
    assert write(found) == write(state)


@pytest.mark.parametrize("seed", range(5))
def test_order_of_making_does_not_matter(seed: int) -> None:
    state = sample()
    entries = list(state.instances.items())
    random.Random(seed).shuffle(entries)
    assert write(State(dict(entries), dict(reversed(state.outputs.items())), state.lineage, 7)) == write(state)


def test_an_empty_state() -> None:
    found, diagnostics = read("s", write(State(lineage="l")))
    assert (found, diagnostics) == (State(lineage="l"), [])


@pytest.mark.parametrize("value", ["\ud800", object()])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        write(State({WEB.instance(): StoredInstance({"x": value})}, lineage="l"))


def test_depth_is_bounded_where_it_is_written() -> None:
    value: object = "x"
    for _ in range(5000):
        value = [value]
    with pytest.raises(ValueError, match="deeply"):
        write(State(outputs={"o": OutputValue(value, "dynamic")}, lineage="l"))


def test_ten_thousand_instances() -> None:
    attributes = {f"attribute_{i}": "value" for i in range(15)} | {"credentials": [{"password_ref": "account.x"}]}
    instances = {
        ResourceAddress("harness_platform_connector_docker", f"d{i}").instance(): StoredInstance(attributes)
        for i in range(10_000)
    }
    content = write(State(instances, lineage="l"))
    began = time.process_time()
    found, _ = read("s", content)
    assert time.process_time() - began < 2.0  # about 0.4 on a quiet machine
    assert found is not None
    assert len(found.instances) == 10_000
