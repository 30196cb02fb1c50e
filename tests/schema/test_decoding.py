"""What is said of documents that arguments cannot say completely."""

from __future__ import annotations

import pytest

from harnessiac import kinds
from harnessiac.schema.mapping import decode, encode
from harnessiac.schema.nodes import Kind, Plain
from harnessiac.source import SourceFile, Span

SPEC: dict[str, Plain] = {
    "dockerRegistryUrl": "https://x",
    "providerType": "DockerHub",
    "auth": {"type": "Anonymous"},
    "executeOnDelegate": True,
}


def docker() -> Kind:
    found = kinds.find("harness_platform_connector_docker")
    assert found is not None
    return found


def document(spec: dict[str, Plain] | None = None, **entity: Plain) -> dict[str, Plain]:
    told: dict[str, Plain] = {
        "name": "D",
        "identifier": "d",
        "type": "DockerRegistry",
        "spec": {**SPEC, **(spec or {})},
    }
    return {"connector": {**told, **entity}}


@pytest.mark.parametrize(
    ("written", "summary", "detail"),
    [
        (document({"proxy": False}), "Unmapped field", 'has no argument for "connector.spec.proxy"'),
        (document({"auth": {"type": "Token", "spec": {"x": 1}}}), "Unmapped field", '"connector.spec.auth.type"'),
        (document({"executeOnDelegate": "<+input>"}), "Unmapped field", '"connector.spec.executeOnDelegate"'),
        (document({"delegateSelectors": "one"}), "Unmapped field", '"connector.spec.delegateSelectors"'),
        (document(accountIdentifier="a"), "Unmapped field", '"connector.accountIdentifier"'),
        (document(tags={"a": 1}), "Unmapped field", '"connector.tags.a"'),
        (document(type="Nexus"), "Wrong type of document", 'The type is "Nexus", not "DockerRegistry".'),
        (
            {"connector": {"name": "D", "identifier": "d", "type": "DockerRegistry", "spec": ["x"]}},
            "Invalid document",
            "A spec is a mapping.",
        ),
        ({**document(), "other": 1}, "Unmapped field", 'The document has "other" beside "connector".'),
        ({"service": {}}, "Invalid document", 'a mapping under the key "connector"'),
        ({"connector": 3}, "Invalid document", 'a mapping under the key "connector"'),
    ],
)
def test_what_has_no_argument_is_said(written: dict[str, Plain], summary: str, detail: str) -> None:
    _, found = decode(docker(), written)
    assert any(one.summary == summary and detail in one.detail for one in found), found
    assert all(one.is_error for one in found)


def test_what_a_document_may_leave_out_is_no_finding() -> None:
    read, found = decode(docker(), document({"delegateSelectors": [], "x": ""}, description="", tags={}, _=None))
    assert found == []
    assert encode(docker(), read) == document()


def test_findings_have_the_place_that_the_caller_knows() -> None:
    source = SourceFile("d.yaml", "proxy")
    asked = []

    def locate(path: tuple[str | int, ...]) -> Span | None:
        asked.append(path)
        return source.span(0, 5)

    _, (found,) = decode(docker(), document({"proxy": False}), locate)
    assert asked == [("connector", "spec", "proxy")]
    assert found.subject == source.span(0, 5)


def test_the_document_is_left_as_it_is() -> None:
    given = document({"auth": {"type": "UsernamePassword", "spec": {"username": "u", "passwordRef": "p"}}})
    before = repr(given)
    decode(docker(), given)
    assert repr(given) == before


def test_a_list_keeps_what_it_can_say() -> None:
    kind = kinds.find("harness_platform_connector_pdc")
    assert kind is not None
    hosts: Plain = [{"hostname": "a"}, {"hostname": "b", "zone": "z"}, "c"]
    entity: Plain = {"name": "P", "identifier": "p", "type": "Pdc", "spec": {"hosts": hosts}}
    read, found = decode(kind, {"connector": entity})
    assert [one.detail for one in found] == [
        'There is no argument for "connector.spec.hosts.1.zone".',
        'harness_platform_connector_pdc has no argument for "connector.spec.hosts".',
    ]
    assert read.values["host"] == [
        {"attributes": None, "hostname": "a"},
        {"attributes": None, "hostname": "b"},
    ]
