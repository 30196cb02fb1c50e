"""Bodies become evaluated blocks: every argument with its value, nested blocks in order, `dynamic` blocks expanded."""

from __future__ import annotations

from msgspec import Struct, field

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.body_schema import BodySchema, read
from harnessiac.language.syntax.nodes import Attribute, Block, Body, Traversal
from harnessiac.source import SourceFile, Span
from harnessiac.values.blocks import EvaluatedArgument, EvaluatedBlock
from harnessiac.values.typenames import friendly
from harnessiac.values.types import MapType, ObjectType, SetType
from harnessiac.values.value import DYNAMIC_UNKNOWN, Mark, Value, number, object_of, string

DYNAMIC = BodySchema({"for_each": True, "iterator": False, "labels": False}, {"content": ()})


class _Bodies(Struct):
    source: SourceFile
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def block(self, body: Body, header: Span, scope: Scope, skip: frozenset[str]) -> EvaluatedBlock:
        source = self.source
        arguments: dict[str, EvaluatedArgument] = {}
        blocks: dict[str, list[EvaluatedBlock]] = {}
        unknown: set[str] = set()
        for item in body.items:
            if isinstance(item, Attribute):
                if item.name not in skip:
                    value = self.value(item, scope)
                    expression = item.expression
                    arguments[item.name] = EvaluatedArgument(
                        item.name,
                        value,
                        source.span(item.start, item.name_end),
                        source.span(expression.start, expression.end),
                    )
            elif item.type == "dynamic":
                self.dynamic(item, scope, blocks, unknown)
            elif item.type not in skip:
                place = source.span(item.start, item.header_end)
                blocks.setdefault(item.type, []).append(self.block(item.body, place, scope, frozenset()))
        return EvaluatedBlock(header, source.span(body.start, body.start + 1), arguments, blocks, frozenset(unknown))

    def value(self, item: Attribute, scope: Scope) -> Value:
        try:
            return evaluate(item.expression, scope, self.source)
        except Failed as failure:
            self.diagnostics += failure.diagnostics
            return DYNAMIC_UNKNOWN

    def dynamic(self, block: Block, scope: Scope, blocks: dict[str, list[EvaluatedBlock]], unknown: set[str]) -> None:
        """Expand one `dynamic "type" { for_each = ..., content { ... } }`."""
        source = self.source
        header = source.span(block.start, block.header_end)
        if len(block.labels) != 1:
            detail = 'A dynamic block has one label: the type of the blocks it makes, as in dynamic "host" { ... }.'
            self.diagnostics.append(error("Invalid dynamic block", detail, header))
            return
        content = read(block.body, DYNAMIC, source, self.diagnostics)
        bodies = [b.body for b in content.blocks]
        if not bodies:
            detail = (
                'A dynamic block must have a nested block of type "content" to describe the body of each generated '
                "block."
            )
            self.diagnostics.append(error("Missing dynamic content block", detail, header))
        for extra in content.blocks[1:]:
            detail = "Only one nested content block is allowed for each dynamic block."
            place = source.span(extra.start, extra.header_end)
            self.diagnostics.append(error("Extraneous dynamic content block", detail, place))
        if "for_each" not in content.arguments or len(bodies) != 1:
            return
        type = block.labels[0].text
        iterator = type
        given = content.arguments.get("iterator")
        if given is not None:
            if not isinstance(given.expression, Traversal) or given.expression.steps:
                place = source.span(given.expression.start, given.expression.end)
                detail = "Dynamic iterator must be a single variable name."
                self.diagnostics.append(error("Invalid dynamic iterator name", detail, place))
                return
            iterator = given.expression.root
        each = content.arguments["for_each"]
        collection = self.value(each, scope)
        items = self.items(collection, source.span(each.expression.start, each.expression.end))
        if items is None:
            unknown.add(type)
        if not items:
            either = scope.child({iterator: object_of({"key": DYNAMIC_UNKNOWN, "value": DYNAMIC_UNKNOWN})})
            self.block(bodies[0], header, either, frozenset())
            return
        for key, value in items:
            inner = scope.child({iterator: object_of({"key": key, "value": value})})
            place = source.span(block.labels[0].start, block.labels[0].end)
            blocks.setdefault(type, []).append(self.block(bodies[0], place, inner, frozenset()))

    def items(self, collection: Value, place: Span) -> list[tuple[Value, Value]] | None:
        """Keys and values to iterate over; None if not known yet or unsuitable."""
        if Mark.SENSITIVE in collection.marks:
            detail = (
                "Cannot use a sensitive value as the for_each of a dynamic block: the number of blocks would show it."
            )
            self.diagnostics.append(error("Invalid dynamic for_each value", detail, place))
            return None
        if collection.is_null:
            detail = "Cannot use a null value in for_each."
            self.diagnostics.append(error("Invalid dynamic for_each value", detail, place))
            return None
        if not collection.is_known:
            return None
        match collection.raw:
            case dict() as entries if isinstance(collection.type, MapType | ObjectType):
                return [(string(key), value) for key, value in entries.items()]
            case tuple() as elements:
                if isinstance(collection.type, SetType):
                    return [(element, element) for element in elements]
                return [(number(i), element) for i, element in enumerate(elements)]
            case _:
                detail = (
                    f"Cannot use a {friendly(collection.type)} value in for_each. An iterable collection is required."
                )
                self.diagnostics.append(error("Invalid dynamic for_each value", detail, place))
                return None


def evaluate_body(
    body: Body, scope: Scope, source: SourceFile, *, header: Span | None = None, skip: frozenset[str] = frozenset()
) -> tuple[EvaluatedBlock, list[Diagnostic]]:
    """Evaluate all of a body, leaving out top-level arguments and blocks named in `skip`; every problem is reported.

    What has no value because of a problem is unknown.
    """
    bodies = _Bodies(source)
    found = bodies.block(body, header or source.span(body.start, body.start + 1), scope, skip)
    return found, bodies.diagnostics
