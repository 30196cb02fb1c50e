"""Checks YAML of an entity against its declared shape: every problem at once, each at its place."""

from __future__ import annotations

from msgspec import Struct, field

from harnessiac.codes import structure as codes
from harnessiac.codes.artifacts import NEEDED
from harnessiac.diagnostics import Code, Diagnostic, did_you_mean, nearest
from harnessiac.documents import Document, Entry, Mapping, Node, Scalar, Sequence
from harnessiac.documents.reading import shortened
from harnessiac.shapes.vocabulary import Anything, Flag, Items, Needs, OneOf, Picked, Record, Shape, Text, Texts


class Report(Struct):
    """Collects findings about a document of an entity type."""

    document: Document
    entity: str
    findings: list[Diagnostic] = field(default_factory=list)

    def add(self, code: Code, node: Node, detail: str) -> None:
        self.findings.append(code.at(self.document.span(node), detail, self.entity))


def is_expression(node: Node | None) -> bool:
    """Whether only a pipeline run knows the value."""
    return isinstance(node, Scalar) and "<+" in node.text


def literal(node: Node | None) -> str | None:
    """The text of a scalar that a reader can know; None for anything else."""
    return node.text if isinstance(node, Scalar) and not node.is_null and "<+" not in node.text else None


def _is_left(node: Node) -> bool:
    """Whether nothing is said here, or only a pipeline run knows what."""
    return is_expression(node) or (isinstance(node, Scalar) and node.is_null)


def check(shape: Shape, node: Node, name: str, report: Report) -> None:
    """Add to the report what is wrong with `node`, the value of the key `name`."""
    if isinstance(shape, Anything) or _is_left(node):
        return
    match shape:
        case Text():
            _text(shape, node, name, report)
        case Flag():
            _flag(node, name, report)
        case Texts():
            _texts(shape, node, name, report)
        case Items():
            _items(shape, node, name, report)
        case Record():
            if isinstance(node, Mapping):
                _record(shape, node, name, report)
            else:
                report.add(codes.STRUCTURE, node, f"The field `{name}` must hold a mapping, not {_called(node)}.")


def _text(shape: Text, node: Node, name: str, report: Report) -> None:
    if not isinstance(node, Scalar):
        report.add(codes.STRUCTURE, node, f"The field `{name}` must hold a string, not {_called(node)}.")
        return
    if shape.options and node.text not in shape.options:
        _no_option(shape.options, node, name, report)
    elif shape.form is not None and not shape.form.pattern.fullmatch(node.text):
        report.add(
            codes.FORM,
            node,
            f'"{shortened(node.text)}" does not fit `{name}`. It must be {shape.form.words}, '
            f'such as "{shape.form.example}".',
        )
    elif not isinstance(node.value, str) and not shape.takes_numbers:
        report.add(
            codes.TYPE,
            node,
            f'The field `{name}` means a string, and {_called(node)} is written. Quote it:\n  {name}: "{node.text}"',
        )


def _no_option(options: tuple[str, ...], node: Scalar, name: str, report: Report) -> None:
    known = f"values are {', '.join(options)}" if len(options) > 1 else f"value is {options[0]}"
    detail = f'"{shortened(node.text)}" is not a value of `{name}`. The {known}.{did_you_mean(node.text, options)}'
    report.add(codes.OPTION, node, detail)


def _flag(node: Node, name: str, report: Report) -> None:
    if not isinstance(node, Scalar):
        report.add(codes.STRUCTURE, node, f"The field `{name}` must be true or false, not {_called(node)}.")
    elif not isinstance(node.value, bool) and node.text not in ("true", "false"):
        report.add(codes.TYPE, node, f"The field `{name}` must be true or false.")


def _texts(shape: Texts, node: Node, name: str, report: Report) -> None:
    if isinstance(node, Scalar):
        report.add(
            codes.TYPE,
            node,
            f"The field `{name}` means a list of strings, and one value is written. Make it a list of one:\n"
            f"  {name}: [{shortened(node.text)}]",
        )
    elif not isinstance(node, Sequence):
        report.add(codes.STRUCTURE, node, f"The field `{name}` must hold a list of strings, not {_called(node)}.")
    else:
        for item in node.items:
            if not isinstance(item, Scalar):
                report.add(codes.STRUCTURE, item, f"The items of `{name}` must be strings, not {_called(item)}.")
            elif shape.options and literal(item) is not None and item.text not in shape.options:
                _no_option(shape.options, item, name, report)


def _items(shape: Items, node: Node, name: str, report: Report) -> None:
    if not isinstance(node, Sequence):
        report.add(codes.STRUCTURE, node, f"The field `{name}` must hold a list, not {_called(node)}.")
        return
    seen: dict[str, Scalar] = {}
    for item in node.items:
        inner = _unwrapped(shape.inside, item, name, report)
        if inner is None:
            continue
        if not isinstance(inner, Mapping):
            if not _is_left(inner):
                report.add(codes.STRUCTURE, inner, f"Each item of `{name}` must be a mapping, not {_called(inner)}.")
            continue
        check(shape.item, inner, shape.inside or name, report)
        told = inner.get(shape.unique) if isinstance(inner, Mapping) and shape.unique else None
        key = literal(told)
        if key is None or not isinstance(told, Scalar):
            continue
        first = seen.setdefault(key, told)
        if first is not told:
            line = report.document.span(first).line
            detail = (
                f'The {shape.unique} "{shortened(key)}" is used twice in `{name}`; the first is on line {line}. Give '
                "one of them another."
            )
            report.add(codes.DUPLICATE, told, detail)


def _unwrapped(inside: str, item: Node, name: str, report: Report) -> Node | None:
    """The item itself, or what its one key holds."""
    if not inside or is_expression(item):
        return item
    if isinstance(item, Mapping) and inside in item.entries:
        return item.entries[inside].value
    detail = f"Each item of `{name}` must have the key `{inside}`, and below it the fields."
    report.add(codes.STRUCTURE, item, detail)
    return None


def _record(shape: Record, node: Mapping, name: str, report: Report) -> None:
    known, picked = shape.by_name, shape.picks
    for key, entry in node.entries.items():
        one = known.get(key)
        if one is None:
            _unknown(shape, key, entry, name, node, report)
        elif key not in picked:
            check(one.shape, entry.value, key, report)
    for one in shape.fields:
        if one.required and _absent(node, one.name):
            report.add(codes.MISSING, _first(node), f"The mapping `{name}` must have the field `{one.name}`.")
    for choice in shape.choices:
        _choice(choice, node, name, report)
    for pick in shape.picked:
        _picked(pick, node, name, report)
    for needs in shape.needs:
        _needed(needs, node, report)
    for rule in shape.rules:
        rule(node, report)


def _unknown(shape: Record, key: str, entry: Entry, name: str, node: Mapping, report: Report) -> None:
    names = [known for known in shape.names if known not in node.entries]
    near = nearest(key, names)
    if shape.open and near is None:
        return
    hint = f' Did you mean "{near}"?' if near else ""
    detail = f"The mapping `{name}` has no field `{shortened(key)}`; the platform does not read it.{hint}"
    report.add(codes.UNKNOWN, entry.key, detail)


def _choice(choice: OneOf, node: Mapping, name: str, report: Report) -> None:
    there = [one for one in choice.names if not _absent(node, one)]
    names = " and ".join(f"`{one}`" for one in choice.names)
    if len(there) > 1:
        detail = f"The fields {names} exclude each other. Remove all but one of them."
        report.add(codes.EXCLUSIVE, node.entries[there[1]].key, detail)
    elif not there and choice.needed:
        report.add(codes.CHOICE, _first(node), f"The mapping `{name}` must have one of the fields {names}.")


def _picked(pick: Picked, node: Mapping, name: str, report: Report) -> None:
    tag = node.get(pick.by)
    chosen = literal(tag)
    held = node.get(pick.holds)
    shapes = pick.shapes() if chosen is not None else {}
    shape = shapes[chosen]() if chosen is not None and chosen in shapes else pick.otherwise
    if tag is not None and chosen is not None and chosen not in shapes:
        hint = did_you_mean(chosen, shapes) or f" There are {', '.join(shapes)}."
        report.add(codes.OPTION, tag, f'"{shortened(chosen)}" is not a {pick.by} of `{name}`.{hint}')
    if held is not None:
        check(shape, held, pick.holds, report)
    elif pick.needed and chosen in shapes:
        report.add(codes.MISSING, _first(node), f"The mapping `{name}` must have the field `{pick.holds}`.")


def _needed(needs: Needs, node: Mapping, report: Report) -> None:
    by = node.get(needs.by)
    chosen = literal(by)
    name = needs.fields.get(chosen) if chosen is not None else None
    if by is None or chosen is None or name is None:
        return
    held = node.get(name)
    if held is None or (isinstance(held, Scalar) and not held.text):
        report.add(NEEDED, by, f"`{needs.by}: {shortened(chosen)}` needs the field `{name}` beside it.")


def _absent(node: Mapping, name: str) -> bool:
    value = node.get(name)
    return value is None or (isinstance(value, Scalar) and value.is_null)


def _first(node: Mapping) -> Node:
    """What a finding about the whole mapping points at: its first key."""
    return next((entry.key for entry in node.entries.values()), node)


def _called(node: Node) -> str:
    match node:
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case Scalar(value=bool()):
            return "a boolean"
        case Scalar(value=int() | float()):
            return "a number"
        case Scalar():
            return "a string"
