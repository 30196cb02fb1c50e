"""What a configuration means to its reader: its syntax without places, and what formatting may write in another way."""

from __future__ import annotations

from typing import Any

import msgspec

from harnessiac.language.formatting.spelling import TYPES
from harnessiac.language.syntax import nodes
from harnessiac.language.syntax.parsing import parse
from harnessiac.source import SourceFile

_PLACES = {"start", "end", "name_end", "type_end", "header_end", "quoted"}


def meaning(text: str) -> Any:
    """None for a text that is no configuration."""
    source = SourceFile("x.tf", text)
    body, found = parse(source)
    return None if found else _of(body, source, ())


def _of(node: Any, source: SourceFile, around: tuple[str, ...]) -> Any:
    match node:
        case nodes.Attribute(name="type") if around == ("variable",):
            written = source.text[node.expression.start : node.expression.end]
            return ("type", TYPES.get(written, "".join(written.split())))
        case nodes.Attribute(name=name, expression=expression):
            while isinstance(expression, (nodes.TemplateWrap, nodes.Parentheses)):
                expression = expression.expression
            return (name, _of(expression, source, ()))
        case nodes.Body(items=items):
            return tuple(_of(item, source, around) for item in items)
        case nodes.Block(type=kind, labels=labels, body=body):
            return (kind, tuple(label.text for label in labels), _of(body, source, (*around, kind)))
        case msgspec.Struct():
            fields = [name for name in node.__struct_fields__ if name not in _PLACES]
            return (type(node).__name__, *(_of(getattr(node, name), source, ()) for name in fields))
        case tuple():
            return tuple(_of(item, source, ()) for item in node)
        case _:
            return node
