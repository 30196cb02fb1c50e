"""A resource's attributes as the block that says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harnessiac.attributes import Attributes, Path
from harnessiac.language.formatting.printing import Content, Parts, PrintedBlock, block
from harnessiac.schema.nodes import Attribute, Body, Kind

NOTHING: tuple[Content, ...] = (None, [], {})


def hcl(kind: Kind, attributes: Attributes, label: str, said: Mapping[Path, Parts] | None = None) -> str:
    """A resource block that says `attributes`, formatted, without what is absent or a default.

    `said` are the expressions to write in place of the value at a path.
    """
    arguments, blocks = _body(kind.body, attributes, (), said or {})
    return block(PrintedBlock("resource", (kind.name, label), arguments, blocks))


def _body(
    body: Body, values: Mapping[str, Any], at: Path, said: Mapping[Path, Parts]
) -> tuple[tuple[tuple[str, Content], ...], tuple[PrintedBlock, ...]]:
    arguments: list[tuple[str, Content]] = [
        (name, said.get((*at, name), values.get(name)))
        for name, attribute in body.attributes.items()
        if _is_said(attribute, values.get(name))
    ]
    blocks = []
    for name, declared in body.blocks.items():
        nested = values.get(name)
        for index, one in enumerate(nested if isinstance(nested, list) else ()):
            inner = _body(declared.body, one if isinstance(one, dict) else {}, (*at, name, index), said)
            blocks.append(PrintedBlock(name, (), *inner))
    return tuple(arguments), tuple(blocks)


def _is_said(attribute: Attribute, value: Content) -> bool:
    if value in NOTHING or attribute.readonly:
        return False
    return (
        attribute.required
        or value != attribute.default
        or isinstance(value, bool) != isinstance(attribute.default, bool)
    )
