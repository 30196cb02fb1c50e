"""Configuration files of literals as blocks, for tests that need no evaluation."""

from __future__ import annotations

from pathlib import Path

from harnessiac.language.syntax import nodes
from harnessiac.language.syntax.parsing import parse
from harnessiac.source import SourceFile
from harnessiac.values.blocks import EvaluatedArgument, EvaluatedBlock
from harnessiac.values.plain import from_plain


def resources(path: Path) -> list[tuple[str, str, EvaluatedBlock]]:
    """Type, name and body of each resource block of the file."""
    source = SourceFile(path.name, path.read_text(encoding="utf-8"))
    body, diagnostics = parse(source)
    assert not diagnostics, diagnostics
    return [(one.labels[0].text, one.labels[1].text, _block(one, source)) for one in body.blocks]


def _block(block: nodes.Block, source: SourceFile) -> EvaluatedBlock:
    found = EvaluatedBlock(
        source.span(block.start, block.header_end), source.span(block.body.start, block.body.start + 1)
    )
    for item in block.body.items:
        if isinstance(item, nodes.Block):
            found.blocks.setdefault(item.type, []).append(_block(item, source))
        else:
            expression = item.expression
            found.arguments[item.name] = EvaluatedArgument(
                item.name,
                from_plain(_literal(expression)),
                source.span(item.start, item.name_end),
                source.span(expression.start, expression.end),
            )
    return found


def _literal(node: nodes.Expression) -> object:
    match node:
        case nodes.Literal(value=value):
            return value
        case nodes.Number(text=text):
            return int(text)
        case nodes.Template(parts=parts):
            return "".join(part.value for part in parts if isinstance(part, nodes.Text))
        case nodes.TupleNode(items=items):
            return [_literal(item) for item in items]
        case nodes.ObjectNode(items=items):
            return {_literal(item.key): _literal(item.value) for item in items}
        case _:
            raise AssertionError(f"{node} is no literal")
