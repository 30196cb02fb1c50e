"""Properties of the declarations of artifact sources: what they describe is accepted, each sort of slip is found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac import documents
from harnessiac.diagnostics import Diagnostic
from harnessiac.services import artifacts
from harnessiac.services.checking import Report, check
from harnessiac.services.deployments import DEPLOYMENTS
from harnessiac.services.manifests import MANIFESTS, STORES
from harnessiac.services.structure import SOURCE
from harnessiac.services.vocabulary import Anything, Field, Flag, Items, Record, Shape, Text, Texts
from harnessiac.source import SourceFile, TextOrigin

WORDS = st.sampled_from(["a", "lib/nginx", "1.0", "on", "<+input>", "<+input>.regex(v.*)", "true", "null", "012", "é"])


def shapes(shape: Shape) -> st.SearchStrategy[Any]:
    match shape:
        case Text(options=()):
            return WORDS
        case Text(options=options):
            return st.sampled_from([*options, "<+input>"])
        case Flag():
            return st.sampled_from([True, False, "<+input>"])
        case Texts():
            return st.one_of(st.lists(WORDS, max_size=3), st.just("<+input>"))
        case Anything():
            return st.sampled_from([{"any": ["thing"]}, "text"])
        case Items(item=item):
            return st.lists(shapes(item), max_size=1)
        case Record():
            return records(shape)


@st.composite
def records(draw: st.DrawFn, shape: Record) -> dict[str, Any]:
    """A mapping that the declaration describes: what is required, some of the rest, one of each choice."""
    fields = {field.name: field for field in shape.fields}
    chosen = {field.name for field in shape.fields if field.required}
    free = sorted(set(fields) - {name for choice in shape.choices for name in choice.names} - chosen)
    chosen |= set(draw(st.lists(st.sampled_from(free), unique=True))) if free else set()
    for choice in shape.choices:
        chosen.add(draw(st.sampled_from(choice.names)))
    found = {name: draw(shapes(fields[name].shape)) for name in fields if name in chosen}
    for pick in shape.picked:
        inner = pick.shapes().get(str(found.get(pick.by)))
        found.pop(pick.holds, None)
        if inner is not None:
            found[pick.holds] = draw(shapes(inner()))
    return found


def problems(type: str, spec: object, *, wrap: bool = True) -> list[Diagnostic]:
    text = documents.write({"identifier": "one", "type": type, "spec": spec} if wrap else spec)
    document, broken = documents.read(SourceFile("s.yaml", text), origin=TextOrigin.of_file(SourceFile("s.yaml", text)))
    assert document is not None
    assert not broken
    report = Report(document)
    check(SOURCE, document.root, "source", report)
    return report.findings


TYPES = sorted(artifacts.MODULES)


def spec_of(type: str) -> Record:
    found = artifacts.find(type)
    assert found is not None
    assert found.type == type
    return found.spec


def test_there_are_as_many_as_the_platform_has() -> None:
    assert (len(TYPES), len(DEPLOYMENTS), len(MANIFESTS), len(STORES)) == (22, 20, 33, 16)
    assert all(one.sources is None or one.sources <= set(TYPES) for one in DEPLOYMENTS.values())


@pytest.mark.parametrize("type", TYPES)
@given(data=st.data())
def test_described_sources_are_accepted_and_stay_what_they_are(type: str, data: st.DataObject) -> None:
    spec = data.draw(records(spec_of(type)))
    errors = [one for one in problems(type, spec) if one.is_error]
    assert errors == []
    written = documents.write(spec) if spec else "{}\n"
    read, _ = documents.read(SourceFile("s.yaml", written))
    assert read is not None
    assert read.plain() == spec


@pytest.mark.parametrize("type", TYPES)
@given(data=st.data())
def test_each_slip_is_found_at_its_line(type: str, data: st.DataObject) -> None:
    shape = spec_of(type)
    spec = data.draw(records(shape))
    for code, line_of, broken in slips(shape, spec):
        text = documents.write({"identifier": "one", "type": type, "spec": broken})
        lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(f"{line_of}:")]
        found = [one for one in problems(type, broken) if one.code == code]
        assert found, (code, text)
        if lines:
            assert any(one.subject is not None and one.subject.first.line in lines for one in found), (code, text)


def slips(shape: Record, spec: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """The spec with one slip of each sort that it allows: the code, the key that it is at, and the broken spec."""
    broken: list[tuple[str, str, dict[str, Any]]] = [("HIAC-SVC-001", "zzUnknown", {**spec, "zzUnknown": "x"})]
    fields: dict[str, Field] = {field.name: field for field in shape.fields}
    for name in spec:
        field = fields[name]
        rest = {key: value for key, value in spec.items() if key != name}
        if field.required:
            broken.append(("HIAC-SVC-002", "", rest))
        match field.shape:
            case Text(options=()):
                broken.append(("HIAC-SVC-004", "", {**spec, name: {"a": "b"}}))
                if not field.shape.takes_numbers:
                    broken.append(("HIAC-SVC-003", name, {**spec, name: 7}))
            case Text():
                broken.append(("HIAC-SVC-007", name, {**spec, name: "zz"}))
            case Texts():
                broken.append(("HIAC-SVC-003", name, {**spec, name: "one"}))
            case Flag():
                broken.append(("HIAC-SVC-003", name, {**spec, name: "perhaps"}))
            case Items() | Record() | Anything():
                pass
    for choice in shape.choices:
        both = {**spec, **dict.fromkeys(choice.names, "x")}
        broken.append(("HIAC-SVC-005", "", both))
        none = {key: value for key, value in spec.items() if key not in choice.names}
        broken.append(("HIAC-SVC-006", "", none))
    return broken
