"""What holds for every kind, tried on resources and documents made from its declaration."""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from harnessiac import kinds
from harnessiac.schema.mapping import ResourceValues, attributes, decode, encode
from harnessiac.schema.nodes import Kind, Plain
from harnessiac.schema.validation import validate
from tests.schema.strategies import any_arguments, any_documents, resources
from tests.schema.writing import said, written

NAMES = kinds.names()

few = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@cache
def resources_of(name: str) -> st.SearchStrategy[dict[str, Plain]]:
    return resources(kind_of(name))


@cache
def arguments_of(name: str) -> st.SearchStrategy[dict[str, object]]:
    return any_arguments(kind_of(name).body)


@cache
def documents_of(name: str) -> st.SearchStrategy[dict[str, Plain]]:
    return any_documents(kind_of(name))


def kind_of(name: str) -> Kind:
    found = kinds.find(name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", NAMES)
@few
@given(st.data())
def test_a_document_reads_back_as_what_it_was_written_from(name: str, data: st.DataObject) -> None:
    kind = kind_of(name)
    values = data.draw(resources_of(name))
    if kind.document is None:
        assert encode(kind, ResourceValues(values)) == {}
        return
    document = encode(kind, ResourceValues(values))
    read, diagnostics = decode(kind, document)
    assert [d.detail for d in diagnostics] == []
    assert read.values == values


@pytest.mark.parametrize("name", NAMES)
@few
@given(st.data())
def test_a_valid_block_has_no_errors_and_says_its_attributes(name: str, data: st.DataObject) -> None:
    kind = replace(kind_of(name), rules=())
    values = data.draw(resources_of(name))
    block = written(said(kind.body, values))
    assert [f"{d.summary}: {d.detail}" for d in validate(kind, block) if d.is_error] == []
    assert attributes(kind, block).values == values


@pytest.mark.parametrize("name", NAMES)
@few
@given(st.data())
def test_any_block_is_judged_and_any_attributes_are_written(name: str, data: st.DataObject) -> None:
    kind = kind_of(name)
    block = written(data.draw(arguments_of(name)))
    assert validate(kind, block) == validate(kind, block)
    found = attributes(kind, block)
    assert json.dumps(encode(kind, found)) == json.dumps(encode(kind, found))


@pytest.mark.parametrize("name", NAMES)
@few
@given(st.data())
def test_any_document_is_read(name: str, data: st.DataObject) -> None:
    kind = kind_of(name)
    read, _ = decode(kind, data.draw(documents_of(name)))
    assert set(read.values) == {"id", *kind.body.names}
    encode(kind, read)
