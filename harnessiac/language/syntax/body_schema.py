"""What a language block may hold: names of arguments and nested blocks, and the diagnostics for anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, did_you_mean, error
from harnessiac.language.syntax.nodes import Attribute, Block, Body
from harnessiac.source import SourceFile


@dataclass(frozen=True, slots=True)
class BodySchema:
    """`arguments` maps a name to whether it is required; `blocks` maps a block type to the names of its labels."""

    arguments: Mapping[str, bool] = field(default_factory=dict)
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Content(Struct, frozen=True):
    """The parts of a body that its schema names."""

    arguments: dict[str, Attribute]
    blocks: list[Block]


def read(body: Body, schema: BodySchema, source: SourceFile, diagnostics: list[Diagnostic]) -> Content:
    """Sort a body by its schema; what the schema does not know, or misses, is a diagnostic."""
    arguments: dict[str, Attribute] = {}
    blocks: list[Block] = []
    for item in body.items:
        if isinstance(item, Attribute):
            if item.name in schema.arguments:
                arguments[item.name] = item
            else:
                diagnostics.append(_unexpected_argument(item, schema, source))
        elif item.type in schema.blocks:
            if labels_fit(item, schema.blocks[item.type], source, diagnostics):
                blocks.append(item)
        else:
            diagnostics.append(_unexpected_block(item, schema, source))
    for name, required in schema.arguments.items():
        if required and name not in arguments:
            diagnostics.append(
                error(
                    "Missing required argument",
                    f'The argument "{name}" is required, but no definition was found.',
                    source.span(body.start, body.start + 1),
                )
            )
    return Content(arguments, blocks)


def labels_fit(block: Block, names: tuple[str, ...], source: SourceFile, diagnostics: list[Diagnostic]) -> bool:
    """Whether a block has as many labels as it should; if not, says so."""
    if len(block.labels) == len(names):
        return True
    if len(block.labels) < len(names):
        missing = names[len(block.labels)]
        diagnostics.append(
            error(
                f"Missing {missing} for {block.type}",
                f"All {block.type} blocks must have {len(names)} labels ({', '.join(names)}).",
                source.span(block.body.start, block.body.start + 1),
                context=source.span(block.start, block.body.start + 1),
            )
        )
        return False
    extra = block.labels[len(names)]
    detail = (
        f"Only {len(names)} labels ({', '.join(names)}) are expected for {block.type} blocks."
        if names
        else f"No labels are expected for {block.type} blocks."
    )
    place = source.span(extra.start, extra.end)
    diagnostics.append(error(f"Extraneous label for {block.type}", detail, place))
    return False


def _unexpected_argument(item: Attribute, schema: BodySchema, source: SourceFile) -> Diagnostic:
    hint = did_you_mean(item.name, schema.arguments)
    if not hint and item.name in schema.blocks:
        hint = f' Did you mean to define a block of type "{item.name}"?'
    return error(
        "Unsupported argument",
        f'An argument named "{item.name}" is not expected here.{hint}',
        source.span(item.start, item.name_end),
    )


def _unexpected_block(item: Block, schema: BodySchema, source: SourceFile) -> Diagnostic:
    hint = did_you_mean(item.type, schema.blocks)
    if not hint and item.type in schema.arguments:
        hint = f' Did you mean to define argument "{item.type}"? If so, use the equals sign to assign it a value.'
    return error(
        "Unsupported block type",
        f'Blocks of type "{item.type}" are not expected here.{hint}',
        source.span(item.start, item.type_end),
    )
