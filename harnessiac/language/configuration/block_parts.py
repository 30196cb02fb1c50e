"""What the readers of blocks share: names, places, arguments that must be constants, conditions."""

from __future__ import annotations

import re

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language.configuration.declarations import Condition
from harnessiac.language.evaluation.references import traversals
from harnessiac.language.syntax.body_schema import BodySchema, Content, read
from harnessiac.language.syntax.nodes import Attribute, Block, Expression, Literal, Template, Text, Traversal, TupleNode
from harnessiac.source import SourceFile, Span

Diagnostics = list[Diagnostic]
CONDITION = BodySchema({"condition": True, "error_message": True})
IDENTIFIER = re.compile(r"[^\W\d][\w-]*")
BAD_IDENTIFIER = (
    "A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes."
)


def header(block: Block, source: SourceFile) -> Span:
    return source.span(block.start, block.header_end)


def label_span(block: Block, index: int, source: SourceFile) -> Span:
    label = block.labels[index]
    return source.span(label.start, label.end)


def is_name(block: Block, index: int, what: str, source: SourceFile, diagnostics: Diagnostics) -> bool:
    if IDENTIFIER.fullmatch(block.labels[index].text):
        return True
    diagnostics.append(error(f"Invalid {what} name", BAD_IDENTIFIER, label_span(block, index, source)))
    return False


def span_of(node: Expression, source: SourceFile) -> Span:
    return source.span(node.start, node.end)


def static_bool(
    content: Content, name: str, source: SourceFile, diagnostics: Diagnostics, *, default: bool = False
) -> bool:
    attribute = content.arguments.get(name)
    if attribute is None:
        return default
    match attribute.expression:
        case Literal(value=bool(value)):
            return value
        case Template(parts=(Text(value="true" | "false" as text),)):
            return text == "true"
    diagnostics.append(_not_constant(attribute.expression, "bool", source))
    return default


def _not_constant(expression: Expression, type: str, source: SourceFile) -> Diagnostic:
    place = span_of(expression, source)
    if any(True for _ in traversals(expression)):
        return error("Variables not allowed", "Variables may not be used here.", place)
    detail = f"Unsuitable value: a {type} is required, known before anything is evaluated."
    return error("Unsuitable value type", detail, place)


def static_string(expression: Expression) -> str | None:
    """The text of a quoted string without interpolations, else None."""
    match expression:
        case Template(parts=()):
            return ""
        case Template(parts=(Text(value=text),)):
            return text
    return None


def static_text(content: Content, name: str, source: SourceFile, diagnostics: Diagnostics) -> str | None:
    attribute = content.arguments.get(name)
    if attribute is None:
        return None
    text = static_string(attribute.expression)
    if text is None:
        diagnostics.append(_not_constant(attribute.expression, "string", source))
    return text


def items(attribute: Attribute | None, source: SourceFile, diagnostics: Diagnostics) -> tuple[Expression, ...]:
    """The elements of a list that must be written out, as for depends_on."""
    if attribute is None:
        return ()
    if isinstance(attribute.expression, TupleNode):
        return attribute.expression.items
    detail = "A static list expression is required."
    diagnostics.append(error("Invalid expression", detail, span_of(attribute.expression, source)))
    return ()


def references(attribute: Attribute | None, source: SourceFile, diagnostics: Diagnostics) -> tuple[Expression, ...]:
    """The elements of depends_on: each names one thing."""
    found = []
    for item in items(attribute, source, diagnostics):
        if isinstance(item, Traversal):
            found.append(item)
        else:
            detail = (
                "A single static variable reference is required: only attribute access and indexing with constant "
                "keys. No calculations, function calls, template expressions, etc are allowed here."
            )
            diagnostics.append(error("Invalid expression", detail, span_of(item, source)))
    return tuple(found)


def condition(block: Block, source: SourceFile, diagnostics: Diagnostics) -> Condition | None:
    content = read(block.body, CONDITION, source, diagnostics)
    if len(content.arguments) < 2:
        return None
    return Condition(
        content.arguments["condition"].expression,
        content.arguments["error_message"].expression,
        source,
        header(block, source),
    )


def conditions(content: Content, type: str, source: SourceFile, diagnostics: Diagnostics) -> tuple[Condition, ...]:
    found = (condition(b, source, diagnostics) for b in content.blocks if b.type == type)
    return tuple(c for c in found if c is not None)
