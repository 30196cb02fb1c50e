"""Blocks for tests: plain data written as HCL, with the places that text has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harnessiac.schema.nodes import Body
from harnessiac.source import SourceFile, Span
from harnessiac.values.blocks import EvaluatedArgument, EvaluatedBlock
from harnessiac.values.plain import from_plain
from harnessiac.values.value import Value


def written(values: Mapping[str, object], unknown_blocks: frozenset[str] = frozenset()) -> EvaluatedBlock:
    """The body of a resource. A list of mappings is a block each, everything else an argument."""
    writer = _Writer()
    shape = writer.block('resource "type" "name"', values, 0)
    source = SourceFile("main.tf", "".join(writer.parts))
    return _evaluated(shape, source, unknown_blocks)


def said(body: Body, values: Mapping[str, object]) -> dict[str, object]:
    """The attributes of a state as somebody would write them: without what is absent, blocks as blocks."""
    found: dict[str, object] = {}
    for name in body.names:
        value = values.get(name)
        if name in body.blocks:
            if isinstance(value, Sequence) and value:
                found[name] = [said(body.blocks[name].body, one) for one in value]
        elif value is not None and not body.attributes[name].readonly:
            found[name] = value
    return found


class _Writer:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def put(self, text: str) -> tuple[int, int]:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def block(self, header: str, values: Mapping[str, object], depth: int) -> dict[str, object]:
        indent = "  " * (depth + 1)
        shape: dict[str, object] = {"header": self.put(header), "arguments": {}, "blocks": {}}
        self.put(" ")
        shape["brace"] = self.put("{")
        self.put("\n")
        for name, value in values.items():
            self.put(indent)
            if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
                for index, one in enumerate(value):
                    if index:
                        self.put(indent)
                    shape["blocks"].setdefault(name, []).append(self.block(name, one, depth + 1))
                continue
            at = self.put(name)
            self.put(" = ")
            shape["arguments"][name] = (at, self.put(_literal(value)), value)
            self.put("\n")
        self.put("  " * depth + "}\n")
        return shape


def _literal(value: object) -> str:
    return repr(value.raw if isinstance(value, Value) else value)


def _evaluated(shape: dict[str, object], source: SourceFile, unknown_blocks: frozenset[str]) -> EvaluatedBlock:
    def span(at: tuple[int, int]) -> Span:
        return source.span(*at)

    arguments = {
        name: EvaluatedArgument(name, value if isinstance(value, Value) else from_plain(value), span(at), span(place))
        for name, (at, place, value) in shape["arguments"].items()
    }
    blocks = {
        name: [_evaluated(one, source, frozenset()) for one in nested] for name, nested in shape["blocks"].items()
    }
    return EvaluatedBlock(span(shape["header"]), span(shape["brace"]), arguments, blocks, unknown_blocks)
