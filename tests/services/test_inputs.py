"""What services ask for: found by name, with what may be given; the YAML to fill in asks for the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from harnessiac import documents
from harnessiac.documents import Document
from harnessiac.expressions.runtime_inputs import parse
from harnessiac.services.inputs import Asked, asked, skeleton
from harnessiac.source import SourceFile

HERE = Path(__file__).parent
SERVICES = sorted(str(path.relative_to(HERE)) for path in HERE.rglob("*.yaml"))


def read(text: str) -> Document:
    document, findings = documents.read(SourceFile("service.yaml", text))
    assert document is not None
    assert not findings
    return document


def found(text: str) -> list[Asked]:
    return asked(read(text))


@pytest.mark.parametrize("name", SERVICES)
def test_the_skeleton_asks_for_the_same(name: str) -> None:
    document = read((HERE / name).read_text("utf-8"))
    wanted = [(one.name, one.text) for one in asked(document)]
    rest = skeleton(document)
    assert [(one.name, one.text) for one in found(documents.write({"service": rest}))] == wanted
    assert bool(rest) == bool(wanted)


@pytest.mark.parametrize("name", SERVICES)
def test_all_are_found(name: str) -> None:
    document = read((HERE / name).read_text("utf-8"))
    for one in asked(document):
        node = document.at(one.path)
        assert isinstance(node, documents.Scalar)
        assert parse(node.text)[0] == one.input
        assert document.span(node) == one.span
    inputs = [value for value in scalars(document.plain()) if value.strip().startswith("<+input>")]
    assert [one.text for one in asked(document)] == [value.strip() for value in inputs]


def scalars(value: object) -> list[str]:
    match value:
        case dict():
            return [text for item in value.values() for text in scalars(item)]
        case list():
            return [text for item in value for text in scalars(item)]
        case _:
            return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("service: {serviceDefinition: <+input>}", ["serviceDefinition"]),
        ("service: {a: [<+input>, {b: <+input>}]}", ["a[0]", "a[1].b"]),
        ("service: {a: [{name: n, value: <+input>}]}", ["a[n].value"]),
        ("service: {a: [{w: {identifier: i, x: <+input>}}]}", ["a[i].x"]),
        ("service: {a: [{identifier: <+input>, x: <+input>}]}", ["a[0].identifier", "a[0].x"]),
        ("service: {a: x<+input>, b: <+Input>, c: <+input.x>}", []),
        ("service: [<+input>]", []),
        ("other: <+input>", []),
        ('service: {"a\\nb": [{"name": "c\\nd\\u001b", x: <+input>}]}', ["a b[c d ].x"]),
        ("<+input>", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [one.name for one in found(text)] == names


def test_the_choice_of_a_primary_artifact() -> None:
    (one,) = found(
        "service: {primary: {primaryArtifactRef: <+input>, sources: [{identifier: a}, {identifier: b}, {}]}}"
    )
    assert one.choices == ("a", "b")
    assert one.is_required


def test_what_a_template_is_given() -> None:
    (one,) = found("service: {template: {templateRef: account.t, templateInputs: {spec: {tag: <+input>.default(x)}}}}")
    assert one.template == "account.t"
    assert not one.is_required
