"""What the state keeps of a block, and where it lives."""

from __future__ import annotations

import pytest

from harnessiac import kinds
from harnessiac.schema.mapping import aligned, attributes
from harnessiac.schema.nodes import Kind, Plain
from harnessiac.values.types import STRING, SetType
from harnessiac.values.value import SENSITIVE_MARKS, Value, unknown
from tests.schema.writing import written

DOCKER: dict[str, object] = {"identifier": "d", "name": "D", "url": "https://x", "type": "DockerHub"}


def kind(name: str) -> Kind:
    found = kinds.find(f"harness_platform_{name}")
    assert found is not None
    return found


def test_absent_arguments_are_null_absent_blocks_empty_and_defaults_applied() -> None:
    assert attributes(kind("connector_docker"), written(DOCKER)).values == {
        "credentials": [],
        "delegate_selectors": None,
        "description": None,
        "execute_on_delegate": True,
        "id": "d",
        "identifier": "d",
        "name": "D",
        "org_id": None,
        "project_id": None,
        "tags": None,
        "type": "DockerHub",
        "url": "https://x",
    }


def test_values_are_converted_and_sets_sorted() -> None:
    found = attributes(kind("connector_docker"), written(DOCKER | {"name": 7, "tags": ["b", "a", "b", 1]})).values
    assert (found["name"], found["tags"]) == ("7", ["1", "a", "b"])


def test_blocks_of_a_set_are_sorted_and_distinct() -> None:
    hosts = [{"hostname": "b"}, {"hostname": "a"}, {"hostname": "b"}]
    found = attributes(kind("connector_pdc"), written({"identifier": "p", "name": "P", "host": hosts})).values
    assert found["host"] == [{"attributes": None, "hostname": "a"}, {"attributes": None, "hostname": "b"}]


def test_secrets_are_named_by_their_paths() -> None:
    secret = Value(STRING, "hush", SENSITIVE_MARKS)
    block = written(DOCKER | {"credentials": [{"username": secret, "password_ref": "p"}]})
    assert attributes(kind("connector_docker"), block).sensitive == (("credentials", 0, "username"),)
    values = {"identifier": "s", "name": "S", "secret_manager_identifier": "m", "value_type": "Inline", "value": "x"}
    assert attributes(kind("secret_text"), written(values)).sensitive == (("value",),)


def test_what_is_unknown_is_named_by_its_path() -> None:
    values = DOCKER | {"identifier": unknown(STRING), "tags": unknown(SetType(STRING))}
    found = attributes(kind("connector_docker"), written(values, frozenset({"credentials"})))
    assert set(found.unknown) == {("identifier",), ("id",), ("tags",), ("credentials",)}
    assert found.values["identifier"] is None


def test_a_state_of_terraform_means_the_same() -> None:
    desired = attributes(
        kind("connector_docker"),
        written(DOCKER | {"credentials": [{"username": "u", "password_ref": "p"}]}),
    )
    prior: dict[str, Plain] = {
        **DOCKER,  # type: ignore[dict-item]
        "id": "d",
        "credentials": [{"username": "u", "username_ref": "", "password_ref": "p"}],
        "delegate_selectors": [],
        "description": "",
        "execute_on_delegate": True,
        "org_id": "",
        "project_id": "",
        "tags": None,
        "timeouts": None,
    }
    assert aligned(kind("connector_docker"), prior, desired) == desired.values
    changed = aligned(kind("connector_docker"), prior | {"description": "was", "credentials": []}, desired)
    assert (changed["description"], changed["credentials"]) == ("was", [])


PDC: dict[str, object] = {"identifier": "h", "name": "H"}
CLUSTER: dict[str, object] = {"identifier": "k", "name": "K"}
CLOUD: dict[str, object] = {"identifier": "t", "name": "T", "url": "https://x"}


@pytest.mark.parametrize(
    ("name", "wanted", "prior", "same"),
    [
        pytest.param(
            "connector_pdc",
            PDC | {"host": [{"hostname": "b"}, {"hostname": "a", "attributes": {"x": "y"}}]},
            {"host": [{"attributes": {"x": "y"}, "hostname": "a"}, {"attributes": {}, "hostname": "b"}]},
            True,
            id="blocks without an order",
        ),
        pytest.param(
            "connector_pdc",
            PDC | {"host": [{"hostname": "b"}, {"hostname": "c"}]},
            {"host": [{"attributes": {}, "hostname": "a"}, {"attributes": {}, "hostname": "b"}]},
            False,
            id="another block among them",
        ),
        pytest.param(
            "connector_terraform_cloud",
            CLOUD | {"credentials": [{"api_token": [{"api_token_ref": "t"}]}]},
            {"credentials": [{"api_token": [{"api_token_ref": "t"}]}], "execute_on_delegate": True},
            True,
            id="what the platform computed",
        ),
        pytest.param(
            "connector_terraform_cloud",
            CLOUD | {"credentials": [{"api_token": [{"api_token_ref": "t"}]}], "execute_on_delegate": False},
            {"credentials": [{"api_token": [{"api_token_ref": "t"}]}], "execute_on_delegate": True},
            False,
            id="what it computed and the configuration says otherwise",
        ),
        pytest.param(
            "connector_kubernetes",
            CLUSTER | {"inherit_from_delegate": [{"delegate_selectors": ["d"]}]},
            {
                "inherit_from_delegate": [{"delegate_selectors": ["d"]}],
                "service_account": [{"master_url": "", "service_account_token_ref": None}],
                "delegate_selectors": [""],
            },
            True,
            id="blocks and lists in which nothing is said",
        ),
        pytest.param(
            "connector_kubernetes",
            CLUSTER | {"inherit_from_delegate": [{"delegate_selectors": ["d"]}]},
            {"inherit_from_delegate": [{"delegate_selectors": ["e"]}]},
            False,
            id="another value in a block",
        ),
    ],
)
def test_what_means_the_same_is_spelled_the_same(
    name: str, wanted: dict[str, object], prior: dict[str, Plain], same: bool
) -> None:
    desired = attributes(kind(name), written(wanted))
    said: dict[str, Plain] = {k: v for k, v in desired.values.items() if k in ("identifier", "name", "url", "id")}
    assert (aligned(kind(name), said | prior, desired) == desired.values) == same
