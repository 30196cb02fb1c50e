"""The reference that declarations give: schemas, examples, rules, pages."""

from __future__ import annotations

import pytest

from harnessiac import kinds
from harnessiac.schema import reference
from harnessiac.schema.mapping import attributes, encode
from harnessiac.schema.nodes import Kind
from harnessiac.schema.validation import validate
from tests.schema.writing import said, written


def kind_of(name: str) -> Kind:
    found = kinds.find(name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", kinds.names())
def test_the_example_is_valid_without_a_warning(name: str) -> None:
    kind = kind_of(name)
    example = reference.example(kind)
    block = written(said(kind.body, example.values))
    assert [f"{one.summary}: {one.detail}" for one in validate(kind, block)] == []
    assert attributes(kind, block).values == example.values
    assert bool(encode(kind, example)) == (kind.document is not None)


@pytest.mark.parametrize("name", kinds.names())
def test_the_page_names_every_argument_and_block(name: str) -> None:
    kind = kind_of(name)
    page = reference.markdown(kind, "resource {}\n", "connector: {}\n")
    assert page.startswith(f"# {name}\n")
    for argument in kind.body.names:
        assert f"* `{argument}` (" in page
    assert "```yaml\nconnector: {}\n```" in page


def test_the_schema_is_in_terraforms_format() -> None:
    schema = reference.schema(kind_of("harness_platform_connector_pdc"))
    block = schema["block"]
    assert isinstance(block, dict)
    assert schema["version"] == 0
    assert block["attributes"]["delegate_selectors"] == {
        "type": ["set", "string"],
        "description": "Only delegates with all of these tags are used.",
        "description_kind": "plain",
        "optional": True,
    }
    assert block["attributes"]["id"] == {
        "type": "string",
        "description": "The identifier again, under the name Terraform gives it.",
        "description_kind": "plain",
        "computed": True,
    }
    host = block["block_types"]["host"]
    assert (host["nesting_mode"], host["min_items"], host.get("max_items")) == ("set", 1, None)
    assert host["block"]["attributes"]["attributes"]["type"] == ["map", "string"]


def test_secrets_and_deprecated_arguments_are_marked_in_the_schema() -> None:
    value = reference.schema(kind_of("harness_platform_secret_text"))["block"]["attributes"]["value"]  # type: ignore[index]
    assert value["sensitive"] is True
    username = reference.schema(kind_of("harness_platform_connector_splunk"))["block"]["attributes"]["username"]  # type: ignore[index]
    assert username["deprecated"] is True


def test_rules_are_sentences() -> None:
    rules = reference.rules(kind_of("harness_platform_connector_aws_secret_manager"))
    assert "`credentials.manual` needs `delegate_selectors`." in rules
    assert any(rule.startswith("Exactly one of `credentials.manual`, `credentials.assume_role`") for rule in rules)
    assert all(rule.endswith(".") for name in kinds.names() for rule in reference.rules(kind_of(name)))
