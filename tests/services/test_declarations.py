"""Properties of the declarations of artifact sources: what they describe is accepted, each sort of slip is found."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harnessiac import documents
from harnessiac.codes import artifacts as artifact_codes
from harnessiac.codes import structure as codes
from harnessiac.documents import Document, Mapping, Node, Sequence
from harnessiac.services import artifacts
from harnessiac.services.deployments import DEPLOYMENTS
from harnessiac.services.manifests import MANIFESTS, STORES
from harnessiac.services.structure import SOURCE
from harnessiac.shapes.checking import Report, check
from harnessiac.shapes.vocabulary import Anything, Flag, Items, OneOf, Record, Shape, Text, Texts
from harnessiac.source import SourceFile, TextOrigin

Path = tuple[str | int, ...]

WORDS = st.sampled_from(["a", "lib/nginx", "1.0", "on", "<+input>", "<+input>.regex(v.*)", "true", "null", "012", "é"])
TYPES = sorted(artifacts.MODULES)
MERE_WARNINGS = {code.id for code in (*artifact_codes.CODES, codes.PLAIN_SECRET)}
"""What a document that fits its declaration may still be warned of."""


def shapes(shape: Shape) -> st.SearchStrategy[Any]:
    match shape:
        case Text(form=form) if form is not None:
            return st.sampled_from([form.example, "<+input>"])
        case Text(options=()):
            return WORDS
        case Text(options=options):
            return st.sampled_from([*options, "<+input>"])
        case Flag():
            return st.sampled_from([True, False, "<+input>"])
        case Texts(options=()):
            return st.one_of(st.lists(WORDS, max_size=3), st.just("<+input>"))
        case Texts(options=options):
            return st.lists(st.sampled_from(options), unique=True)
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
    found = {}
    for name, field in fields.items():
        if name in chosen:
            pick = next((one for one in shape.picked if one.by == name), None)
            values = shapes(field.shape) if pick is None else st.sampled_from([*sorted(pick.shapes())])
            found[name] = draw(values)
    for pick in shape.picked:
        inner = pick.shapes().get(str(found.get(pick.by)))
        if inner is not None and pick.holds in chosen:
            found[pick.holds] = draw(shapes(inner()))
    return found


@st.composite
def sources(draw: st.DrawFn, type: str) -> dict[str, Any]:
    """An artifact source of a type."""
    declared = artifacts.find(type)
    assert declared is not None
    return {"identifier": "one", "type": type, "spec": draw(records(declared.spec))}


def checked(source: object) -> tuple[Document, Report]:
    text = documents.write(source)
    document, broken = documents.read(SourceFile("s.yaml", text), origin=TextOrigin.of_file(SourceFile("s.yaml", text)))
    assert document is not None
    assert not broken
    report = Report(document, "service")
    check(SOURCE, document.root, "source", report)
    return document, report


def test_there_are_as_many_as_the_platform_has() -> None:
    assert (len(TYPES), len(DEPLOYMENTS), len(MANIFESTS), len(STORES)) == (22, 20, 38, 17)
    assert all(one.sources is None or one.sources <= set(TYPES) for one in DEPLOYMENTS.values())
    assert all(one.manifests is None or one.manifests <= set(MANIFESTS) for one in DEPLOYMENTS.values())


@pytest.mark.parametrize("type", TYPES)
@given(data=st.data())
def test_described_sources_are_accepted_and_stay_what_they_are(type: str, data: st.DataObject) -> None:
    source = data.draw(sources(type))
    document, report = checked(source)
    assert {one.code for one in report.findings} <= MERE_WARNINGS, report.findings
    assert document.plain() == source


@pytest.mark.parametrize("type", TYPES)
@settings(max_examples=max(settings().max_examples // 10, 1))  # each example is broken in every way there is
@given(data=st.data())
def test_each_slip_is_found_at_its_place(type: str, data: st.DataObject) -> None:
    source = data.draw(sources(type))
    for slip in slips(SOURCE, source, ()):
        broken = deepcopy(source)
        slip.make(broken)
        document, report = checked(broken)
        span = document.span(place(document.root, slip.path, of_key=slip.of_key))
        found = [(one.code, one.subject.sort_key()) for one in report.findings if one.subject]
        assert (slip.code.id, span.sort_key()) in found, (slip, documents.write(broken), report.findings)


class Slip(NamedTuple):
    """What is done to the mapping at `at`, and the finding that must come of it: its code and its place."""

    code: codes.Code
    at: Path
    changes: dict[str, Any]
    path: Path
    of_key: bool = False

    def make(self, source: Any) -> None:
        for step in self.at:
            source = source[step]
        for name, value in self.changes.items():
            if value is GONE:
                source.pop(name, None)
            else:
                source[name] = value


GONE = object()
FIRST = "*first*"
"""In a path: the first key of the mapping, which findings about the whole of it point at."""


def place(root: Node, path: Path, *, of_key: bool) -> Node:
    node = root
    for depth, step in enumerate(path):
        if isinstance(node, Sequence):
            assert isinstance(step, int)
            node = node.items[step]
            continue
        assert isinstance(node, Mapping)
        if step == FIRST:
            return next((entry.key for entry in node.entries.values()), node)
        entry = node.entries[str(step)]
        node = entry.key if of_key and depth == len(path) - 1 else entry.value
    return node


def slips(shape: Record, there: dict[str, Any], at: Path) -> Iterator[Slip]:
    """One slip of each sort for each field of a mapping and of those in it."""
    known = shape.names[-1]
    slip = f"{known}z" if shape.open else "zzUnknown"
    yield Slip(codes.UNKNOWN, at, {known: GONE, slip: "x"}, (*at, slip), of_key=True)
    for choice in shape.choices:
        yield from _of_choice(choice, there, at)
    fields = {field.name: field for field in shape.fields}
    picked = {pick.holds: pick for pick in shape.picked}
    for name, value in there.items():
        here = (*at, name)
        if fields[name].required:
            yield Slip(codes.MISSING, at, {name: GONE}, (*at, FIRST))
        inner = fields[name].shape
        if name in picked:
            chosen = picked[name].shapes().get(str(there.get(picked[name].by)))
            if chosen is None:
                continue
            inner = chosen()
        if any(pick.by == name for pick in shape.picked):
            yield Slip(codes.OPTION, at, {name: "zz"}, here)
        yield from _of_value(inner, name, value, at)


def _of_value(shape: Shape, name: str, value: Any, at: Path) -> Iterator[Slip]:
    here = (*at, name)
    match shape:
        case Text():
            yield Slip(codes.STRUCTURE, at, {name: {"a": "b"}}, here)
            yield Slip(codes.STRUCTURE, at, {name: ["a"]}, here)
            if shape.options:
                yield Slip(codes.OPTION, at, {name: "zz"}, here)
            elif shape.form is not None:
                yield Slip(codes.FORM, at, {name: "no such thing!"}, here)
            elif not shape.takes_numbers:
                yield Slip(codes.TYPE, at, {name: 7}, here)
                yield Slip(codes.TYPE, at, {name: True}, here)
        case Texts():
            yield Slip(codes.TYPE, at, {name: "one"}, here)
            yield Slip(codes.STRUCTURE, at, {name: {"a": "b"}}, here)
            yield Slip(codes.STRUCTURE, at, {name: ["a", {"b": "c"}]}, (*here, 1))
            if shape.options:
                yield Slip(codes.OPTION, at, {name: [shape.options[0], "zz"]}, (*here, 1))
        case Flag():
            yield Slip(codes.TYPE, at, {name: "perhaps"}, here)
            yield Slip(codes.STRUCTURE, at, {name: ["a"]}, here)
        case Items():
            yield Slip(codes.STRUCTURE, at, {name: "one"}, here)
            for index, item in enumerate(value):
                yield from slips(shape.item, item, (*here, index))
                if shape.unique and "<+" not in item[shape.unique]:
                    yield Slip(codes.DUPLICATE, at, {name: [item, deepcopy(item)]}, (*here, 1, shape.unique))
        case Record():
            yield Slip(codes.STRUCTURE, at, {name: "one"}, here)
            yield from slips(shape, value, here)
        case Anything():
            pass


def _of_choice(choice: OneOf, there: dict[str, Any], at: Path) -> Iterator[Slip]:
    said = next(name for name in choice.names if name in there)
    other = next(name for name in choice.names if name != said)
    second = max(said, other, key=choice.names.index)
    yield Slip(codes.EXCLUSIVE, at, {other: "x"}, (*at, second), of_key=True)
    yield Slip(codes.CHOICE, at, {said: GONE}, (*at, FIRST))
