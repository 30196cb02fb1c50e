"""References in the arguments of a resource, such as the secrets of a connector."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from harnessiac import kinds
from harnessiac.attributes import Attributes, Path
from harnessiac.entities.links import Link, Reference, RuntimeInput, parse_local, parse_reference
from harnessiac.schema.nodes import Attribute, Body, Kind
from harnessiac.source import Span
from harnessiac.values.blocks import EvaluatedBlock

SECRET_MANAGER = "secret_manager_identifier"
"""The argument whose connector may be the platform's own."""

HIDDEN = "(sensitive value)"


def argument_links(
    kind: Kind, attributes: Attributes, sensitive: Collection[Path], block: EvaluatedBlock | None = None
) -> tuple[Link, ...]:
    """Every reference in `attributes`, with its place in `block` where the configuration says it.

    What a sensitive value refers to is left open, so that no message or report shows it.
    """
    plain, nested = kind.body.referring
    if not plain and not nested:
        return ()
    org, project = (value if isinstance(value := attributes.get(k), str) else None for k in ("org_id", "project_id"))
    links = []
    for path, attribute, text in _texts(kind.body, attributes, ()):
        place = None if block is None else _place(kind.body, block, path)
        key = str(path[-1])
        if path in sensitive:
            links.append(Link(path, HIDDEN, place, RuntimeInput(HIDDEN), attribute.refers, key))
        else:
            parse = parse_local if attribute.local else parse_reference
            owner, prefix = _owner(attribute.refers, attributes)
            target = parse(f"{prefix}{text}", org, project)
            if isinstance(target, Reference) and owner:
                target = replace(target, inside=(owner,))
            links.append(Link(path, text, place, target, attribute.refers, key))
    return tuple(links)


def _owner(entity: str, attributes: Attributes) -> tuple[str, str]:
    """The entity that one of a type is inside of, where the same resource names it, and the prefix of its scope.

    An infrastructure is in the scope of its environment: with `org.dev` both are the organization's.
    """
    family = kinds.family(entity)
    for name in family.inside if family is not None else ():
        prefix, dot, owner = str(attributes.get(name) or "").rpartition(".")
        return owner, f"{prefix}{dot}"
    return "", ""


def _texts(body: Body, values: Mapping[str, Any], at: Path) -> Iterator[tuple[Path, Attribute, str]]:
    """The reference arguments that say something, in the order of the declaration."""
    plain, nested = body.referring
    for attribute in plain:
        text = values.get(attribute.name)
        if isinstance(text, str) and text:
            yield (*at, attribute.name), attribute, text
    for block in nested:
        items = values.get(block.name)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                yield from _texts(block.body, item, (*at, block.name, index))


def _place(body: Body, block: EvaluatedBlock, path: Path) -> Span:
    """Where `path` is said; blocks in a set are sorted in the attributes, so of them the first is shown."""
    name, *rest = path
    if not rest:
        argument = block.arguments.get(str(name))
        return argument.span if argument is not None else block.header_span
    declared, inner = body.blocks[str(name)], block.blocks.get(str(name), [])
    index = rest[0] if isinstance(rest[0], int) and declared.nesting != "set" else 0
    if index >= len(inner):
        return block.header_span
    return _place(declared.body, inner[index], tuple(rest[1:]))
