"""Holding a block against its kind: every fault at once, each at its own place, in Terraform's words.

What is unknown counts as present and is not looked at further; null counts as absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harnessiac.diagnostics import Diagnostic, did_you_mean, error, warning
from harnessiac.schema.nodes import (
    Apart,
    Attribute,
    Block,
    Body,
    Choice,
    Kind,
    Tagged,
    Together,
)
from harnessiac.schema.reading import Reading, converted, is_given
from harnessiac.source import Span
from harnessiac.values.blocks import EvaluatedArgument, EvaluatedBlock
from harnessiac.values.conversion import ConversionError
from harnessiac.values.types import BOOL, NUMBER, STRING, ListType, MapType, SetType
from harnessiac.values.value import UNKNOWN, Value, all_marks

WHOLE_NUMBERS = range(-(2**63), 2**63)


def validate(kind: Kind, block: EvaluatedBlock) -> list[Diagnostic]:
    """Everything wrong with `block` as a resource of `kind`, in no particular order."""
    found = list(_body(kind.body, block, "", block))
    if kind.document is not None:
        found.extend(_sensitive(kind.body, block, kind.authored.argument if kind.authored is not None else None))
    reading = Reading(block)
    for rule in kind.rules:
        found.extend(rule(reading))
    return found


def _body(body: Body, block: EvaluatedBlock, prefix: str, root: EvaluatedBlock) -> Iterator[Diagnostic]:
    attributes, blocks, free = body.attributes, body.blocks, body.free_texts
    for name, argument in block.arguments.items():
        attribute = attributes.get(name)
        if attribute is None:
            yield _unsupported_argument(body, argument)
        elif name not in free or argument.value.type is not STRING:
            yield from _argument(attribute, argument, prefix)
    for name, nested in block.blocks.items():
        declared = blocks.get(name)
        if declared is None:
            for one in nested:
                yield _unsupported_block(body, name, one)
        else:
            yield from _blocks(declared, nested, prefix, root)
    for attribute in body.required:
        if not is_given(block, attribute.name):
            null = block.arguments.get(attribute.name)
            yield error(
                "Missing required argument",
                f'The argument "{attribute.name}" is required, but no definition was found.',
                null.span if null else block.span,
            )
    for declared in blocks.values():
        if declared.least and not block.blocks.get(declared.name) and declared.name not in block.unknown_blocks:
            yield error(
                f"Insufficient {declared.name} blocks",
                f'At least {declared.least} "{declared.name}" blocks are required.',
                block.span,
            )
    for choice, names in body.choices:
        yield from _choice(choice, names, block, prefix, body)
    for apart in body.apart:
        yield from _apart(apart, block, prefix, root)
    for together in body.together:
        yield from _together(together, block, prefix, root)
    for pair, selector, tags in body.selected:
        yield from _selected(pair, selector, tags, block)


def _unsupported_argument(body: Body, argument: EvaluatedArgument) -> Diagnostic:
    name = argument.name
    if name in body.blocks:
        hint = f' Did you mean to define a block of type "{name}"?'
    else:
        hint = did_you_mean(name, body.attributes)
    return error(
        "Unsupported argument",
        f'An argument named "{name}" is not expected here.{hint}',
        argument.name_span,
    )


def _unsupported_block(body: Body, name: str, block: EvaluatedBlock) -> Diagnostic:
    if name in body.attributes:
        hint = f' Did you mean to define argument "{name}"? If so, use the equals sign to assign it a value.'
    else:
        hint = did_you_mean(name, body.blocks)
    return error(
        "Unsupported block type",
        f'Blocks of type "{name}" are not expected here.{hint}',
        block.header_span,
    )


def _blocks(
    declared: Block, nested: Sequence[EvaluatedBlock], prefix: str, root: EvaluatedBlock
) -> Iterator[Diagnostic]:
    name = declared.name
    if declared.most is not None and len(nested) > declared.most:
        yield error(
            f"Too many {name} blocks",
            f'No more than {declared.most} "{name}" blocks are allowed',
            nested[declared.most].span,
        )
    elif declared.most is None and not declared.many and not declared.merged and len(nested) > 1:
        yield warning(
            f"More than one {name} block",
            f'Only the first "{name}" block is used; the platform has room for one.',
            nested[1].header_span,
        )
    for index, one in enumerate(nested):
        yield from _body(declared.body, one, f"{prefix}{name}.{index}.", root)


def _argument(attribute: Attribute, argument: EvaluatedArgument, prefix: str) -> Iterator[Diagnostic]:
    value = argument.value
    if value.raw is None:
        return
    name = attribute.name
    if attribute.readonly:
        yield error(
            "Invalid or unknown key",
            f'The argument "{name}" is decided by the platform and cannot be set.',
            argument.name_span,
        )
        return
    if attribute.deprecated:
        yield warning("Argument is deprecated", attribute.deprecated, argument.name_span)
    if attribute.extra:
        yield warning(
            "Argument of hiac only",
            f'The platform has a field for "{name}", but Terraform\'s Harness provider has no such argument on this '
            "kind: a configuration that uses it works with hiac only.",
            argument.name_span,
        )
    try:
        value = converted(value, attribute.type)
    except ConversionError as fault:
        yield error(
            "Incorrect attribute value type",
            f'Inappropriate value for attribute "{name}": {_sentence(str(fault))}',
            argument.span,
        )
        return
    if value.raw is UNKNOWN or value.raw is None or all_marks(value):
        return  # what is wrong with a secret cannot be said without showing it
    yield from _value(attribute, value, argument.span, prefix)


def _sentence(text: str) -> str:
    return text if text.endswith(".") else text + "."


def _value(attribute: Attribute, value: Value, span: Span, prefix: str) -> Iterator[Diagnostic]:
    path = prefix + attribute.name
    if attribute.type is STRING:
        raw = value.raw
        if isinstance(raw, str):
            yield from _text(attribute, raw, span, path)
    elif attribute.type is NUMBER:
        yield from _number(attribute, value, span, path)
    elif isinstance(attribute.type, SetType | ListType) and isinstance(value.raw, tuple):
        for item in value.raw:
            if item.raw is None:
                yield error(
                    "Null value found in list",
                    "Null values are not allowed for this attribute value.",
                    span,
                )
            elif isinstance(item.raw, str):
                yield from _text(attribute, item.raw, span, path)
        yield from _tags(attribute, value.raw, span)
    elif isinstance(attribute.type, MapType) and isinstance(value.raw, dict):
        for key, item in value.raw.items():
            if item.raw is None:
                yield error("Null value found in map", f'The element "{key}" of "{path}" is null.', span)


def _text(attribute: Attribute, raw: str, span: Span, path: str) -> Iterator[Diagnostic]:
    if attribute.options and raw not in attribute.options:
        options = " ".join(f'"{option}"' for option in attribute.options)
        yield error(
            f"expected {path} to be one of [{options}], got {_short(raw)}",
            did_you_mean(raw, attribute.options).strip(),
            span,
        )
    if attribute.usual and raw not in attribute.usual and "<+" not in raw:
        usual = ", ".join(f'"{option}"' for option in attribute.usual)
        yield warning(
            "Unusual value",
            f'"{path}" is "{_short(raw)}", but the platform knows {usual}.{did_you_mean(raw, attribute.usual)}',
            span,
        )
    if attribute.format is not None:
        problem = attribute.format.problem(raw)
        if problem:
            yield error(f"Invalid {attribute.format.name}", f'The argument "{attribute.name}": {problem}', span)


def _short(raw: str) -> str:
    return raw if len(raw) <= 200 else raw[:200] + "…"


def _number(attribute: Attribute, value: Value, span: Span, path: str) -> Iterator[Diagnostic]:
    raw = value.raw
    if not isinstance(raw, int) or raw not in WHOLE_NUMBERS:
        yield error(
            "Attribute must be a whole number",
            f'"{path}" takes a whole number of at most 64 bits.',
            span,
        )
    elif attribute.between and not attribute.between[0] <= raw <= attribute.between[1]:
        low, high = attribute.between
        yield error(f'"{path}" must be between {low} and {high}', f"The value given is {raw}.", span)


def _tags(attribute: Attribute, items: tuple[Value, ...], span: Span) -> Iterator[Diagnostic]:
    """Two tags of one name: the document holds a map, so one of them would be lost."""
    if attribute.codec is None or attribute.codec.name != "tags":
        return
    seen: set[str] = set()
    for item in items:
        if isinstance(item.raw, str):
            name = item.raw.partition(":")[0]
            if name in seen:
                yield warning("Tag given twice", f'More than one tag is named "{name}"; the last one is kept.', span)
            seen.add(name)


def _sensitive(body: Body, block: EvaluatedBlock, authored: str | None = None) -> Iterator[Diagnostic]:
    """Secrets on their way into a document, which is there to be read and committed."""
    for name, argument in block.arguments.items():
        value = argument.value
        if (value.marks or type(value.raw) is not str) and all_marks(value):
            attribute = body.attributes.get(name)
            if attribute is not None and (attribute.places or name == authored):
                yield _exposed(body, name, argument.span)
    for name, nested in block.blocks.items():
        declared = body.blocks.get(name)
        if declared is not None:
            for one in nested:
                yield from _sensitive(declared.body, one)


def _exposed(body: Body, name: str, span: Span) -> Diagnostic:
    reference = f"{name}_ref"
    instead = (
        f'Keep the value in a secret of the platform and refer to it with "{reference}".'
        if reference in body.attributes
        else "Keep the value in a secret of the platform and refer to that by its identifier."
    )
    return error(
        "Sensitive value in a document",
        f'The argument "{name}" is written to a document, which is meant to be committed, but its value is marked as '
        f"sensitive. {instead} If it is not secret after all, wrap it in nonsensitive().",
        span,
    )


def _listed(prefix: str, names: Sequence[str]) -> str:
    return "`" + ",".join(sorted(prefix + name for name in names)) + "`"


def _place_of(block: EvaluatedBlock, name: str) -> Span:
    argument = block.arguments.get(name)
    if argument is not None:
        return argument.span
    nested = block.blocks.get(name)
    return nested[0].span if nested else block.span


def _choice(
    choice: Choice, names: tuple[str, ...], block: EvaluatedBlock, prefix: str, body: Body
) -> Iterator[Diagnostic]:
    given = [name for name in names if is_given(block, name)]
    if len(given) > 1:
        given.sort(key=lambda name: _place_of(block, name).start)
    if not given and choice.needs_one:
        exact = choice is Choice.EXACTLY_ONE
        yield error(
            "Invalid combination of arguments" if exact else "Missing required argument",
            f'"{prefix}{names[0]}": one of {_listed(prefix, names)} must be specified',
            block.span,
        )
    elif len(given) == 1 and choice.needs_one:
        yield from _off(given[0], names, block, prefix, body)
    elif len(given) > 1 and choice is Choice.EXACTLY_ONE:
        yield error(
            "Invalid combination of arguments",
            f'"{prefix}{given[0]}": only one of {_listed(prefix, names)} can be specified, '
            f"but {_listed(prefix, given)} were specified.",
            _place_of(block, given[1]),
        )
    elif len(given) > 1 and choice.excludes:
        for name in given[1:]:
            yield _conflict(prefix + name, prefix + given[0], _place_of(block, name))


def _off(name: str, names: tuple[str, ...], block: EvaluatedBlock, prefix: str, body: Body) -> Iterator[Diagnostic]:
    """The only alternative given is a flag that says no: nothing is left."""
    attribute = body.attributes.get(name)
    argument = block.arguments.get(name)
    if attribute is None or attribute.type is not BOOL or argument is None:
        return
    if argument.value.raw is False or argument.value.raw == "false":
        others = [other for other in names if other != name]
        yield error(
            "Invalid combination of arguments",
            f'"{prefix}{name}" is false, so one of {_listed(prefix, others)} must be specified',
            argument.span,
        )


def _conflict(path: str, other: str, span: Span) -> Diagnostic:
    return error("Conflicting configuration arguments", f'"{path}": conflicts with {other}', span)


def _elsewhere(name: str, prefix: str, block: EvaluatedBlock, root: EvaluatedBlock) -> tuple[str, bool]:
    """The full path of a name that may start with a slash, and whether it is given."""
    if name.startswith("/"):
        return name[1:], is_given(root, name[1:])
    return prefix + name, is_given(block, name)


def _apart(apart: Apart, block: EvaluatedBlock, prefix: str, root: EvaluatedBlock) -> Iterator[Diagnostic]:
    if not is_given(block, apart.name):
        return
    for other in apart.others:
        path, given = _elsewhere(other, prefix, block, root)
        if given:
            yield _conflict(prefix + apart.name, path, _place_of(block, apart.name))


def _together(together: Together, block: EvaluatedBlock, prefix: str, root: EvaluatedBlock) -> Iterator[Diagnostic]:
    if not is_given(block, together.name):
        return
    others = [_elsewhere(other, prefix, block, root) for other in together.others]
    if not all(given for _, given in others):
        paths = ",".join(sorted([prefix + together.name, *(path for path, _ in others)]))
        yield error(
            "Missing required argument",
            f'"{prefix}{together.name}": all of `{paths}` must be specified',
            _place_of(block, together.name),
        )


def _selected(
    pair: Tagged, selector: Attribute, tags: dict[str, frozenset[str | bool]], block: EvaluatedBlock
) -> Iterator[Diagnostic]:
    """An argument that spells the tag must agree with the block that holds the tag's fields."""
    argument = block.arguments.get(selector.name)
    tag: object = selector.default
    if argument is not None and argument.value.marks:
        return
    if argument is not None and argument.value.raw is not None:
        tag = argument.value.raw
    if not isinstance(tag, str | bool) or (selector.options and tag not in selector.options):
        return
    for name, allowed in tags.items():
        if is_given(block, name) and tag not in allowed:
            belongs = " or ".join(_literal(one) for one in sorted(allowed, key=str))
            detail = f'"{name}" belongs to {selector.name} = {belongs}, but {selector.name} is {_literal(tag)}.'
            if pair.choice.needs_one:
                yield error("Conflicting configuration arguments", detail, _place_of(block, name))
            else:
                yield warning("Argument without effect", f"{detail} It is left out.", _place_of(block, name))


def _literal(tag: str | bool) -> str:  # noqa: FBT001
    return str(tag).lower() if isinstance(tag, bool) else f'"{tag}"'
