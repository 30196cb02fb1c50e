"""Where hiac does what a schema means although Terraform's Harness provider crashes, forgets or never settles."""

from __future__ import annotations

from typing import Any

import pytest

from harnessiac import kinds
from harnessiac.schema.mapping import attributes, decode, encode
from harnessiac.schema.nodes import Kind
from harnessiac.schema.validation import validate
from tests.schema.writing import written

WHO = {"identifier": "x", "name": "X"}


def kind(name: str) -> Kind:
    found = kinds.find(f"harness_platform_connector_{name}")
    assert found is not None
    return found


def spec(name: str, **values: object) -> Any:
    block = written({**WHO, **values})
    assert [one.detail for one in validate(kind(name), block) if one.is_error] == []
    document = encode(kind(name), attributes(kind(name), block))
    read, found = decode(kind(name), document)
    assert found == []
    assert encode(kind(name), read) == document
    connector = document["connector"]
    assert isinstance(connector, dict)
    return connector.get("spec")


def test_an_oci_registry_keeps_the_reference_to_its_user() -> None:
    found = spec("oci_helm", url="u", credentials=[{"username_ref": "account.user", "password_ref": "p"}])
    assert found["auth"]["spec"] == {"usernameRef": "account.user", "passwordRef": "p"}


def test_a_script_on_a_host_keeps_its_host() -> None:
    found = spec(
        "custom_secret_manager",
        on_delegate=False,
        target_host="h",
        ssh_secret_ref="k",
        working_directory="/tmp",
        template_ref="t",
        version_label="1",
    )
    assert found == {
        "onDelegate": False,
        "connectorRef": "k",
        "host": "h",
        "workingDirectory": "/tmp",
        "template": {"templateRef": "t", "versionLabel": "1"},
    }


def test_a_back_off_without_settings_is_a_document() -> None:
    found = spec("aws", irsa=[{"delegate_selectors": ["d"]}], full_jitter_backoff_strategy=[{}])
    assert found["awsSdkClientBackOffStrategyOverride"] == {"type": "FullJitterBackoffStrategy"}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["a:b:c"], {"a": "b:c"}),
        (["solo"], {"solo": ""}),
        (["k:"], {"k": ""}),
        (["b:2", "a:1"], {"a": "1", "b": "2"}),
    ],
)
def test_tags_keep_everything_after_the_first_colon(tags: list[str], expected: dict[str, str]) -> None:
    block = written({**WHO, "api_token_ref": "t", "tags": tags})
    document: Any = encode(kind("pagerduty"), attributes(kind("pagerduty"), block))
    assert document["connector"]["tags"] == expected


def test_an_azure_login_without_details_is_a_document() -> None:
    credentials = [{"type": "InheritFromDelegate", "azure_inherit_from_delegate_details": [{}]}]
    assert spec("azure_cloud_provider", credentials=credentials)["credential"] == {"type": "InheritFromDelegate"}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("azure_cloud_provider", {"credentials": [{"type": "ManualConfig", "azure_oidc_spec": [{}]}]}),
        (
            "jira",
            {"url": "u", "auth": [{"auth_type": "UsernamePassword", "personal_access_token": [{"pat_ref": "p"}]}]},
        ),
        ("gcp_secret_manager", {"inherit_from_delegate": False}),
        ("awskms", {"region": "r", "delegate_selectors": ["d"], "credentials": [{"inherit_from_delegate": False}]}),
    ],
)
def test_what_the_provider_crashes_on_is_an_error_here(name: str, values: dict[str, object]) -> None:
    assert any(one.is_error for one in validate(kind(name), written({**WHO, **values})))
