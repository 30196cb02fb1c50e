"""From a block to its attributes: what the state keeps and documents are written from."""

from __future__ import annotations

import json
from itertools import zip_longest

from msgspec import Struct

from harnessiac.attributes import Path
from harnessiac.schema.nodes import Attribute, Body, Kind, Plain
from harnessiac.schema.reading import converted, plain
from harnessiac.values.blocks import EvaluatedBlock
from harnessiac.values.conversion import ConversionError
from harnessiac.values.value import UNKNOWN, Value, all_marks, is_wholly_known

Object = dict[str, Plain]


class ResourceValues(Struct, frozen=True):
    """The values of one resource in the shape of Terraform's state.

    Names are sorted, absent arguments null, absent blocks empty lists, sets sorted, defaults applied, `id` included.
    `sensitive` are paths that must never be shown, `unknown` paths that have no value yet (None in `values`).
    """

    values: Object
    sensitive: tuple[Path, ...] = ()
    unknown: tuple[Path, ...] = ()


def attributes(kind: Kind, block: EvaluatedBlock) -> ResourceValues:
    """The attributes of a valid block. Of an invalid one: whatever can be read of it."""
    sensitive: list[Path] = []
    unknown: list[Path] = []
    values = _values(kind.body, block, (), sensitive, unknown)
    values |= kind.names(values)
    if any((name,) in unknown for name in kind.named_by):
        unknown.append(("id",))
    return ResourceValues(dict(sorted(values.items())), tuple(sensitive), tuple(unknown))


def aligned(kind: Kind, prior: Object, desired: ResourceValues) -> Object:
    """The attributes of a state, spelled as `desired` spells them where both mean the same.

    States that Terraform wrote say "", 0, false or [] for what is absent, keep what the platform computed, hold blocks
    in which nothing is said, and know nothing of arguments it does not have.
    """
    values = _aligned(kind.body, prior, desired.values)
    values["id"] = prior.get("id") or kind.names(values)["id"]
    return dict(sorted(values.items()))


def _aligned(body: Body, prior: Object, desired: Object) -> Object:
    values: Object = {}
    for name in body.names:
        before, after = prior.get(name), desired.get(name)
        declared = body.blocks.get(name)
        if declared is None:
            is_kept = after is None and body.attributes[name].computed
            values[name] = after if is_kept or (_is_nothing(before) and _is_nothing(after)) else before
            continue
        wanted = [one for one in after if isinstance(one, dict)] if isinstance(after, list) else []
        items = [one for one in before if isinstance(one, dict)] if isinstance(before, list) else []
        if declared.nesting == "set":
            values[name] = _aligned_set(declared.body, items, wanted)
            continue
        while len(items) > len(wanted) and _is_nothing(items[-1]):
            items.pop()
        items += [{} for one in wanted[len(items) :] if _is_nothing(one)]
        paired = zip_longest(items, wanted[: len(items)])
        values[name] = [_aligned(declared.body, one or {}, other or {}) for one, other in paired]
    return values


def _aligned_set(body: Body, items: list[Object], wanted: list[Object]) -> Plain:
    """Blocks without an order: each takes the words of the one that means the same, if there is one."""
    by_meaning = {_meaning(one): one for one in wanted}
    found: list[Plain] = [_aligned(body, one, by_meaning.get(_meaning(one), {})) for one in items]
    return sorted(found, key=canonical)


def _is_nothing(value: Plain) -> bool:
    """Whether a value says no more than its absence would."""
    match value:
        case list():
            return all(_is_nothing(item) for item in value)
        case dict():
            return all(_is_nothing(item) for item in value.values())
        case _:
            return not value


def _meaning(value: Plain) -> str:
    """Equal for objects that differ only in what is nothing."""
    if not isinstance(value, dict):
        return canonical(value)
    return canonical({key: inner for key, inner in value.items() if not _is_nothing(inner)})


def _values(body: Body, block: EvaluatedBlock, at: Path, sensitive: list[Path], unknown: list[Path]) -> Object:
    values: Object = {}
    arguments, nested = block.arguments, block.blocks
    attributes, blocks = body.attributes, body.blocks
    for name in body.names:
        attribute = attributes.get(name)
        if attribute is None:
            declared = blocks[name]
            if name in block.unknown_blocks:
                unknown.append((*at, name))
            found: list[Plain] = [
                _values(declared.body, one, (*at, name, index), sensitive, unknown)
                for index, one in enumerate(nested.get(name, ()))
            ]
            if declared.nesting == "set":
                found = [json.loads(one) for one in sorted({canonical(one) for one in found})]
            values[name] = found
            continue
        argument = arguments.get(name)
        if argument is None:
            values[name] = attribute.default
            continue
        value = argument.value
        raw = value.raw
        if value.marks or type(raw) is not str:
            if all_marks(value):
                sensitive.append((*at, name))
            if not is_wholly_known(value):
                unknown.append((*at, name))
        values[name] = _plain(attribute, value)
    sensitive.extend((*at, a.name) for a in attributes.values() if a.sensitive and (*at, a.name) not in sensitive)
    return values


def _plain(attribute: Attribute, value: Value) -> Plain:
    if value.raw is None or value.raw is UNKNOWN:
        return attribute.default if value.raw is None else None
    try:
        return plain(converted(value, attribute.type))
    except ConversionError:
        return None


def canonical(value: Plain) -> str:
    """What sets of blocks are sorted by."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
