"""S3: Terraform's layout and lock object, conditional writes, and what stores refuse."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from harnessiac.diagnostics import Failed
from tests.storage.conftest import Place

Places = Callable[[str], Place]


@pytest.fixture
def place(place_of: Places) -> Place:
    return place_of("s3")


def client(place: Place) -> Any:
    return boto3.client("s3", endpoint_url=place.settings["endpoints"]["s3"])  # type: ignore[index]


def objects(place: Place) -> list[str]:
    listed = client(place).list_objects_v2(Bucket="states").get("Contents", [])
    number = str(place.settings["key"]).partition("/")[0]
    return sorted(one["Key"].replace(f"{number}/", "N/") for one in listed if f"{number}/x" in one["Key"])


def changed(place: Place, **settings: object) -> Place:
    return Place("s3", {**place.settings, **settings}, place.environment)


def test_the_layout_is_terraforms(place: Place) -> None:
    backend = place.opened()
    backend.store("default").write(b"{}", None)
    backend.store("dev").write(b"{}", None)
    changed(place, workspace_key_prefix="/spaces/").opened().store("dev").write(b"{}", None)
    with backend.store("dev").locked("OperationTypeApply"):
        assert objects(place) == [
            "N/x.tfstate",
            "env:/dev/N/x.tfstate",
            "env:/dev/N/x.tfstate.tflock",
            "spaces/dev/N/x.tfstate",
        ]
        key = f"env:/dev/{place.settings['key']}.tflock"
        said = json.loads(client(place).get_object(Bucket="states", Key=key)["Body"].read())
        assert list(said) == ["ID", "Operation", "Info", "Who", "Version", "Created", "Path"]
        assert (said["Operation"], said["Path"]) == ("OperationTypeApply", f"states/env:/dev/{place.settings['key']}")
    assert objects(place) == ["N/x.tfstate", "env:/dev/N/x.tfstate", "spaces/dev/N/x.tfstate"]


def test_a_lock_of_terraforms_counts(place: Place) -> None:
    key = f"{place.settings['key']}.tflock"
    client(place).put_object(Bucket="states", Key=key, Body=b'{"ID":"t","Who":"them@there"}')
    with (
        pytest.raises(Failed, match="Error acquiring the state lock") as failure,
        place.opened().store("default").locked("x"),
    ):
        pass
    assert "them@there" in failure.value.diagnostics[0].detail
    with changed(place, use_lockfile=False).opened().store("default").locked("x"):
        pass
    place.opened().store("default").force_unlock("t")
    with place.opened().store("default").locked("x"):
        client(place).put_object(Bucket="states", Key=key, Body=b'{"ID":"theirs"}')
    assert objects(place)[-1].endswith(".tflock")  # taken by force from us: not ours to remove


def test_what_was_written_already_is_no_conflict(place: Place) -> None:
    """A request is sent again when its answer is lost; the second then meets what the first one wrote."""
    store = place.opened().store("default")
    first = store.write(b"1", None)
    assert store.write(b"1", None) == first
    second = store.write(b"2", first)
    assert store.write(b"2", first) == second


def test_states_are_encrypted_where_they_lie(place: Place) -> None:
    changed(place, encrypt=True).opened().store("default").write(b"{}", None)
    head = client(place).head_object(Bucket="states", Key=place.settings["key"])
    assert head["ServerSideEncryption"] == "AES256"


def test_another_role(place: Place) -> None:
    endpoints = place.settings["endpoints"]
    role = {"role_arn": "arn:aws:iam::123456789012:role/states", "external_id": "outside"}
    with_role = changed(place, assume_role=role, endpoints={**endpoints, "sts": endpoints["s3"]})  # type: ignore[dict-item, index]
    with_role.opened().store("default").write(b"{}", None)
    assert place.opened().store("default").read() is not None
    nowhere = changed(place, assume_role=role, endpoints={**endpoints, "sts": "http://127.0.0.1:1"})  # type: ignore[dict-item]
    with pytest.raises(Failed, match="Backend cannot be reached"):
        nowhere.opened().store("default").read()


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"bucket": "no-such-bucket"}, "Create the bucket first"),
        ({"bucket": "Not A Bucket"}, "s3://Not A Bucket/"),
        ({"endpoints": {"s3": "http://127.0.0.1:1"}, "max_retries": 0}, "Could not read s3://states"),
        ({"endpoints": {"s3": "nonsense"}}, "cannot be used"),
        ({"profile": "nobody"}, "cannot be used"),
        ({"key": "a/"}, "must be the name of an object"),
        ({"key": ""}, "needs key"),
    ],
)
def test_what_cannot_work(place: Place, settings: dict[str, object], part: str) -> None:
    with pytest.raises(Failed) as failure:
        changed(place, **settings).opened().store("default").read()
    assert part in failure.value.diagnostics[0].detail


def test_without_the_library(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(Failed) as failure:
        place.opened().workspaces()
    assert 'pip install "harnessiac[s3]"' in failure.value.diagnostics[0].detail
