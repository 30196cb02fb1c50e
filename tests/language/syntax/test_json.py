"""JSON as configuration: values and places against the standard library's reader, and any text at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.language.configuration.json_syntax import NestedBlocks, parse, parse_values
from harnessiac.language.syntax.json_reading import (
    JsonArray,
    JsonKeyword,
    JsonNumber,
    JsonObject,
    JsonString,
    JsonValue,
    read,
)
from harnessiac.language.syntax.nodes import Body, Template, Text, Traversal
from harnessiac.source import SourceFile

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=30,
)
NOISE = st.text(alphabet='{}[]:,"\\/ \n\tu0123456789abcdef-+.Etruefalsn$%', max_size=60)


def plain(value: JsonValue) -> object:
    match value:
        case JsonString(value=text):
            return text
        case JsonNumber(text=text):
            return json.loads(text)
        case JsonKeyword(value=known):
            return known
        case JsonArray(items=items):
            return [plain(item) for item in items]
        case JsonObject(members=members):
            return {key.value: plain(member) for key, member in members}


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_values_are_those_of_the_standard_library(value: object, ascii: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii, indent=indent)
    if not text.isprintable() and any("\ud800" <= c < "\ue000" for c in text):
        return
    found, problems = read(SourceFile("a.json", text))
    assert not problems
    assert found is not None
    want = json.loads(text)
    got = plain(found)
    assert got == want or "\ufffd" in json.dumps(got, ensure_ascii=False)
    assert text[found.start : found.end] == text.strip()


@given(NOISE)
def test_what_is_refused_is_what_the_standard_library_refuses(text: str) -> None:
    found, problems = read(SourceFile("a.json", text))
    try:
        json.loads(text, parse_constant=lambda constant: json.loads(""))
        accepted = True
    except ValueError:
        accepted = False
    assert (found is not None) == accepted
    assert bool(problems) != accepted


@given(VALUES.map(lambda value: json.dumps({"output": {"o": value}, "resource": value})) | NOISE | st.text())
def test_no_text_is_too_much(text: str) -> None:
    source = SourceFile("a.tf.json", text)
    for problem in (*parse(source, lambda _: NestedBlocks())[1], *parse_values(source)[1]):
        assert problem.subject is not None
        assert str(problem.subject)


@given(st.text(alphabet='ab\n\t"\\/üé😀', max_size=12), st.text(alphabet='\n"ü', max_size=5))
def test_places_in_strings_with_escapes(before: str, after: str) -> None:
    text = json.dumps({"output": {"o": {"value": f"{before}${{var.name}}{after}"}}})
    body, problems = parse(SourceFile("a.tf.json", text), lambda _: NestedBlocks())
    assert not problems
    found = [node for node in nodes(body) if isinstance(node, Traversal)]
    assert [text[node.start : node.end] for node in found] == ["var.name"]


def nodes(of: object) -> list[object]:
    found = [of]
    for one in found:
        for name in getattr(one, "__struct_fields__", ()):
            value = getattr(one, name)
            found += value if isinstance(value, tuple) else [value] if hasattr(value, "__struct_fields__") else []
    return found


@pytest.mark.parametrize(
    ("block", "name", "is_template"),
    [
        ('{"variable": {"v": {"default": "${x}"}}}', "default", False),
        ('{"terraform": {"required_version": "${x}"}}', "required_version", False),
        ('{"locals": {"l": "${x}"}}', "l", True),
        ('{"output": {"o": {"value": "a ${x}"}}}', "value", True),
    ],
)
def test_where_strings_are_templates(block: str, name: str, is_template: bool) -> None:
    body, problems = parse(SourceFile("a.tf.json", block), lambda _: NestedBlocks())
    assert not problems
    expression = body.blocks[0].body.attributes[name].expression
    literal = isinstance(expression, Template) and all(isinstance(part, Text) for part in expression.parts)
    assert literal != is_template


def test_blocks_of_resources_are_told_by_their_kind() -> None:
    text = '{"resource": {"t": {"n": {"host": [{"port": {"a": 1}}, {}], "other": {"a": 1}, "dynamic": {"host": '
    text += '{"for_each": [], "content": {"port": {}}}}}}}}'
    kinds = {"t": NestedBlocks({"host": NestedBlocks({"port": NestedBlocks()})})}
    body, problems = parse(SourceFile("a.tf.json", text), lambda type: kinds.get(type, NestedBlocks()))
    assert not problems
    inner = body.blocks[0].body
    assert shape(inner) == {"host": [{"port": [{}]}, {}], "dynamic": [{"content": [{"port": [{}]}]}]}
    assert list(inner.attributes) == ["other"]


def shape(body: Body) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for block in body.blocks:
        found.setdefault(block.type, []).append(shape(block.body))
    return found
