"""Configuration written as JSON (.tf.json) to the syntax nodes of native files.

JSON does not say what is a block, what an argument and what a name: that depends on where it stands. `_Shape` says so
for the language's own blocks; for the blocks of resources the caller does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from harnessiac.diagnostics import Diagnostic, did_you_mean, error
from harnessiac.language.configuration.declarations import defining_range
from harnessiac.language.syntax.json_reading import (
    JsonArray,
    JsonKeyword,
    JsonNumber,
    JsonObject,
    JsonString,
    JsonValue,
    read,
)
from harnessiac.language.syntax.nodes import (
    Attribute,
    Block,
    Body,
    Expression,
    Label,
    Literal,
    Number,
    ObjectItem,
    ObjectNode,
    Template,
    Text,
    TupleNode,
    Unary,
)
from harnessiac.language.syntax.parsing import parse_expression, parse_template
from harnessiac.language.syntax.placement import placed
from harnessiac.source import SourceFile, Span

COMMENT = "//"


@dataclass(frozen=True, slots=True)
class NestedBlocks:
    """The types of blocks that a body of a resource may hold, and what these hold."""

    types: Mapping[str, NestedBlocks] = field(default_factory=dict)


BlocksOf = Callable[[str], NestedBlocks]
"""The nested blocks of a resource type; none for one that is not known."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """`blocks` maps a block type to the names of its labels and its shape.

    Strings of `references` are expressions without quotes, those of `literals` (or, if `literal`, all) hold no
    templates. With `closed` there are no arguments.
    """

    blocks: Mapping[str, tuple[tuple[str, ...], _Shape]] = field(default_factory=dict)
    references: frozenset[str] = frozenset()
    literals: frozenset[str] = frozenset()
    literal: bool = False
    closed: bool = False


_PLAIN = _Shape()
_LITERAL = _Shape(literal=True)
_LIFECYCLE = _Shape(
    {"precondition": ((), _PLAIN), "postcondition": ((), _PLAIN)}, frozenset({"ignore_changes", "replace_triggered_by"})
)
_PROVISIONER = _Shape({"connection": ((), _PLAIN)}, frozenset({"when", "on_failure"}))
_RESOURCE = _Shape(
    {
        "lifecycle": ((), _LIFECYCLE),
        "connection": ((), _PLAIN),
        "provisioner": (("type",), _PROVISIONER),
    },
    frozenset({"depends_on", "provider"}),
)
_TERRAFORM = _Shape(
    {
        "required_providers": ((), _Shape(literal=True, references=frozenset({"configuration_aliases"}))),
        "backend": (("type",), _LITERAL),
        "cloud": ((), _Shape({"workspaces": ((), _LITERAL)}, literal=True)),
        "provider_meta": (("provider",), _PLAIN),
    },
    literal=True,
)
_VARIABLE = _Shape(
    {"validation": ((), _PLAIN)}, frozenset({"type"}), frozenset({"default", "description", "deprecated"})
)
_OUTPUT = _Shape({"precondition": ((), _PLAIN)}, frozenset({"depends_on"}), frozenset({"description", "deprecated"}))
_REMOVED = _Shape({"lifecycle": ((), _PLAIN), "provisioner": (("type",), _PROVISIONER)}, frozenset({"from"}))
_FILE = _Shape(
    {
        "terraform": ((), _TERRAFORM),
        "provider": (("name",), _PLAIN),
        "variable": (("name",), _VARIABLE),
        "locals": ((), _PLAIN),
        "output": (("name",), _OUTPUT),
        "resource": (("type", "name"), _RESOURCE),
        "data": (("type", "name"), _RESOURCE),
        "ephemeral": (("type", "name"), _RESOURCE),
        "module": (
            ("name",),
            _Shape(references=frozenset({"depends_on", "providers"}), literals=frozenset({"source"})),
        ),
        "moved": ((), _Shape(references=frozenset({"from", "to"}))),
        "removed": ((), _REMOVED),
        "import": ((), _Shape(references=frozenset({"to", "provider"}))),
        "check": (("name",), _Shape({"assert": ((), _PLAIN), "data": (("type", "name"), _RESOURCE)})),
    },
    closed=True,
)

_RUN = _Shape(
    {
        "variables": ((), _PLAIN),
        "plan_options": ((), _Shape(references=frozenset({"mode", "target", "replace"}))),
        "assert": ((), _PLAIN),
        "module": ((), _LITERAL),
        "override_resource": ((), _PLAIN),
        "override_data": ((), _PLAIN),
        "override_module": ((), _PLAIN),
    },
    frozenset({"command", "expect_failures", "providers"}),
)
_TESTS = _Shape(
    {
        "run": (("name",), _RUN),
        "variables": ((), _PLAIN),
        "test": ((), _PLAIN),
        "provider": (("name",), _PLAIN),
        "mock_provider": (("name",), _PLAIN),
        "override_resource": ((), _PLAIN),
        "override_data": ((), _PLAIN),
        "override_module": ((), _PLAIN),
    },
    closed=True,
)


def parse(source: SourceFile, blocks_of: BlocksOf) -> tuple[Body, list[Diagnostic]]:
    """The content of a configuration file. One that is no JSON gives an empty body."""
    return _parse(source, blocks_of, _FILE)


def parse_tests(source: SourceFile) -> tuple[Body, list[Diagnostic]]:
    """The content of a test file."""
    return _parse(source, lambda _: NestedBlocks(), _TESTS)


def _parse(source: SourceFile, blocks_of: BlocksOf, shape: _Shape) -> tuple[Body, list[Diagnostic]]:
    value, problems = read(source)
    if value is None:
        return Body(0, 0, ()), problems
    reading = _Reading(source, blocks_of)
    objects = value.items if isinstance(value, JsonArray) else (value,)
    items: list[Attribute | Block] = []
    for one in objects:
        if isinstance(one, JsonObject):
            items += reading.items(one.members, shape)
        else:
            detail = (
                "The root value in a JSON-based configuration must be either a JSON object or a JSON array of objects."
            )
            reading.note("Root value must be object", detail, source.span(one.start, one.start + 1))
    return Body(0, len(source.text), tuple(items)), reading.diagnostics


def parse_values(source: SourceFile) -> tuple[Body, list[Diagnostic]]:
    """The content of a variables file: arguments only, whose strings are no templates."""
    value, problems = read(source)
    if value is None:
        return Body(0, 0, ()), problems
    reading = _Reading(source, lambda _: NestedBlocks())
    if not isinstance(value, JsonObject):
        detail = "A JSON variables file holds one object, with a property for each variable."
        return Body(0, 0, ()), [error("Root value must be object", detail, source.span(value.start, value.start + 1))]
    return Body(0, len(source.text), tuple(reading.items(value.members, _LITERAL))), reading.diagnostics


@dataclass
class _Reading:
    source: SourceFile
    blocks_of: BlocksOf
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def note(self, summary: str, detail: str, place: Span) -> None:
        self.diagnostics.append(error(summary, detail, place))

    # bodies

    def body(self, value: JsonObject | JsonArray, shape: _Shape) -> Body:
        """The content of a block: an object, or several in an array, taken together.

        What is missing in it is reported at its closing brace, as Terraform does for JSON.
        """
        members: list[tuple[JsonString, JsonValue]] = []
        for one in value.items if isinstance(value, JsonArray) else (value,):
            if isinstance(one, JsonObject):
                members += one.members
            else:
                detail = "A JSON object is required here, to define arguments and child blocks."
                self.note("Incorrect JSON value type", detail, self.source.span(one.start, one.start + 1))
        return Body(value.end - 1, value.end, tuple(self.items(members, shape)))

    def items(self, members: Iterable[tuple[JsonString, JsonValue]], shape: _Shape) -> list[Attribute | Block]:
        found: list[Attribute | Block] = []
        seen: dict[str, JsonString] = {}
        for key, member in members:
            name = key.value
            place = self.source.span(key.start, key.end)
            if name == COMMENT:
                continue
            if name in shape.blocks:
                found += self.blocks(key, member, shape)
            elif shape.closed:
                hint = did_you_mean(name, shape.blocks)
                self.note(
                    "Extraneous JSON object property", f'No argument or block type is named "{name}".{hint}', place
                )
            elif name in seen:
                before = defining_range(self.source.span(seen[name].start, seen[name].end))
                self.note("Duplicate argument", f'The argument "{name}" was already set at {before}.', place)
            else:
                seen[name] = key
                if name in shape.references:
                    expression = self.reference(member)
                elif shape.literal or name in shape.literals:
                    expression = self.literal(member)
                else:
                    expression = self.expression(member)
                found.append(Attribute(key.start, expression.end, name, key.end, expression))
        return found

    def blocks(self, key: JsonString, value: JsonValue, shape: _Shape) -> Iterator[Block]:
        """The blocks of one type: objects below as many keys as the type has labels."""
        type = key.value
        names, inner = shape.blocks[type]
        for labels, holder in self.labelled(type, names, value):
            content = inner
            if inner is _RESOURCE:
                content = _with_blocks(_RESOURCE, self.blocks_of(labels[0].value))
            elif type == "dynamic":
                content = _dynamic(shape, labels[0].value)
            headers = tuple(Label(label.start, label.end, label.value, True) for label in labels)
            for one in holder.items if isinstance(holder, JsonArray) else (holder,):
                if isinstance(one, JsonObject | JsonArray):
                    body = self.body(one, content)
                    after = one.start + 1
                    yield Block(one.start, one.end, type, after, headers, after, body)
                elif not (isinstance(one, JsonKeyword) and one.value is None):
                    detail = (
                        "Either a JSON object or a JSON array is required, representing the contents of one or more "
                        f'"{type}" blocks.'
                    )
                    place = self.source.span(one.start, one.start + 1)
                    self.note("Incorrect JSON value type", detail, place)

    def labelled(
        self, type: str, names: tuple[str, ...], value: JsonValue
    ) -> Iterator[tuple[tuple[JsonString, ...], JsonValue]]:
        """The values below `names` levels of keys, with the keys."""
        if not names:
            yield (), value
            return
        place = self.source.span(value.start, value.start + 1)
        objects = value.items if isinstance(value, JsonArray) else (value,)
        empty = True
        for one in objects:
            if not isinstance(one, JsonObject):
                detail = (
                    "Either a JSON object or JSON array of objects is required here, to specify "
                    f"{names[0]} labels for this block."
                )
                self.note("Incorrect JSON value type", detail, self.source.span(one.start, one.start + 1))
                return
            for key, member in one.members:
                empty = False
                for rest, inner in self.labelled(type, names[1:], member):
                    yield (key, *rest), inner
        if empty:
            detail = f"At least one object property is required, whose name represents the {type} block's {names[0]}."
            self.note("Missing block label", detail, place)

    # expressions

    def expression(self, value: JsonValue) -> Expression:
        """A value whose strings, and keys, are templates."""
        return self._value(value, self.template)

    def literal(self, value: JsonValue) -> Expression:
        """A value whose strings are just that."""
        return self._value(value, _text)

    def reference(self, value: JsonValue) -> Expression:
        """A value whose strings are expressions; what is none stays a string, for others to refuse."""
        return self._value(value, self.inner)

    def _value(self, value: JsonValue, string: Callable[[JsonString], Expression]) -> Expression:
        match value:
            case JsonString():
                return string(value)
            case JsonNumber(start, end, text):
                if text.startswith("-"):
                    return Unary(start, end, "-", Number(start + 1, end, text[1:]))
                return Number(start, end, text)
            case JsonKeyword(start, end, known):
                return Literal(start, end, known)
            case JsonArray(start, end, items):
                return TupleNode(start, end, tuple(self._value(item, string) for item in items))
            case JsonObject(start, end, members):
                seen: dict[str, JsonString] = {}
                found = []
                for key, member in members:
                    if key.value in seen:
                        first = seen[key.value]
                        before = defining_range(self.source.span(first.start, first.end))
                        detail = f'An attribute named "{key.value}" was already defined at {before}.'
                        self.note("Duplicate object attribute", detail, self.source.span(key.start, key.end))
                        continue
                    seen[key.value] = key
                    found.append(ObjectItem(string(key), self._value(member, string)))
                return ObjectNode(start, end, tuple(found))

    def template(self, value: JsonString) -> Expression:
        if "${" not in value.value and "%{" not in value.value:
            return _text(value)
        inner = SourceFile(self.source.name, value.value)
        read, problems = parse_template(inner)
        self.diagnostics += [self._placed(problem, value) for problem in problems]
        return placed(read, value.place) if read is not None and not problems else _text(value)

    def inner(self, value: JsonString) -> Expression:
        expression, problems = parse_expression(SourceFile(self.source.name, value.value))
        return placed(expression, value.place) if expression is not None and not problems else _text(value)

    def _placed(self, problem: Diagnostic, value: JsonString) -> Diagnostic:
        """What was found in the text of a string, at the place in the file."""

        def moved(span: Span | None) -> Span | None:
            return self.source.span(value.place(span.start), value.place(span.end)) if span is not None else None

        return replace(problem, subject=moved(problem.subject), context=moved(problem.context))


def _text(value: JsonString) -> Expression:
    parts = (Text(value.start + 1, value.end - 1, value.value),) if value.value else ()
    return Template(value.start, value.end, parts)


def _with_blocks(shape: _Shape, nested: NestedBlocks) -> _Shape:
    """The shape of a body that may also hold the nested blocks of a resource type, and dynamic blocks for them."""
    if not nested.types:
        return shape
    inner = {name: ((), _with_blocks(_PLAIN, below)) for name, below in nested.types.items()}
    dynamic: Mapping[str, tuple[tuple[str, ...], _Shape]] = {"dynamic": (("type",), _PLAIN)}
    return replace(shape, blocks={**inner, **shape.blocks, **dynamic})


def _dynamic(around: _Shape, type: str) -> _Shape:
    """The shape of a dynamic block: its content is a body of the type that its label names."""
    _, content = around.blocks.get(type, ((), _PLAIN))
    return _Shape({"content": ((), content)}, frozenset({"iterator"}))
