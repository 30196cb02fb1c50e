"""The words a declaration is written with: short constructors of the nodes.

An argument without a place stays in the state; its description is a sentence for the reference.
"""

from __future__ import annotations

from harnessiac.schema.nodes import (
    STRING_LIST,
    STRING_MAP,
    STRING_SET,
    Attribute,
    Block,
    Body,
    Case,
    Choice,
    Codec,
    Constant,
    Format,
    Group,
    Node,
    Place,
    Plain,
    Tagged,
)
from harnessiac.values.types import BOOL, NUMBER, STRING


def _places(place: str | None, also: tuple[str, ...]) -> tuple[Place, ...]:
    return tuple(Place.of(text) for text in ((place,) if place is not None else ()) + also)


_REFERRING = {"connector_ref": "connector", "template_ref": "template"}


def text(
    name: str,
    place: str | None = None,
    description: str = "",
    *,
    also: tuple[str, ...] = (),
    required: bool = False,
    computed: bool = False,
    readonly: bool = False,
    forces_replacement: bool = False,
    sensitive: bool = False,
    deprecated: str = "",
    default: str | None = None,
    options: tuple[str, ...] = (),
    usual: tuple[str, ...] = (),
    format: Format | None = None,
    extra: bool = False,
    refers: str = "",
    local: bool = False,
) -> Attribute:
    """A string. Without a `place` it stays in the state.

    A name that ends in `_ref` says that it refers to a connector, a template or, all others, a secret.
    """
    return Attribute(
        name,
        STRING,
        _places(place, also),
        required=required,
        computed=computed,
        readonly=readonly,
        forces_replacement=forces_replacement,
        sensitive=sensitive,
        deprecated=deprecated,
        default=default,
        options=options,
        usual=usual,
        format=format,
        extra=extra,
        description=description,
        refers=refers or (_REFERRING.get(name, "secret") if name.endswith("_ref") else ""),
        local=local,
    )


def number(
    name: str,
    place: str | None = None,
    description: str = "",
    *,
    required: bool = False,
    computed: bool = False,
    default: int | None = None,
    unset: int | None = None,
    omits: tuple[int, ...] = (),
    between: tuple[int, int] | None = None,
) -> Attribute:
    """A whole number."""
    return Attribute(
        name,
        NUMBER,
        _places(place, ()),
        required=required,
        computed=computed,
        default=default,
        unset=unset,
        omits=omits,
        between=between,
        description=description,
    )


def flag(
    name: str,
    place: str | None = None,
    description: str = "",
    *,
    also: tuple[str, ...] = (),
    required: bool = False,
    computed: bool = False,
    default: bool | None = None,
    unset: bool | None = None,
    omits: tuple[bool, ...] = (),
    extra: bool = False,
) -> Attribute:
    return Attribute(
        name,
        BOOL,
        _places(place, also),
        required=required,
        computed=computed,
        default=default,
        unset=unset,
        omits=omits,
        extra=extra,
        description=description,
    )


def strings(
    name: str,
    place: str | None = None,
    description: str = "",
    *,
    also: tuple[str, ...] = (),
    required: bool = False,
    computed: bool = False,
    readonly: bool = False,
    ordered: bool = False,
    options: tuple[str, ...] = (),
    codec: Codec | None = None,
    extra: bool = False,
) -> Attribute:
    """A set of strings, or a list when `ordered`."""
    return Attribute(
        name,
        STRING_LIST if ordered else STRING_SET,
        _places(place, also),
        required=required,
        computed=computed,
        readonly=readonly,
        options=options,
        codec=codec,
        extra=extra,
        description=description,
    )


def mapping(name: str, place: str | None = None, description: str = "") -> Attribute:
    """A map of strings."""
    return Attribute(name, STRING_MAP, _places(place, ()), description=description)


def constant(place: str, value: Plain) -> Constant:
    return Constant(Place.of(place), value)


def block(
    name: str,
    *nodes: Node,
    at: str = "",
    required: bool = False,
    most: int | None = 1,
    many: bool = False,
    merged: bool = False,
    unordered: bool = False,
    description: str = "",
) -> Block:
    """One nested block (or any number with `most=None`); with `many` the document keeps a list of them all."""
    return Block(
        name,
        Body(nodes),
        Place.of(at),
        least=1 if required else 0,
        most=None if many else most,
        nesting="set" if unordered else "list",
        many=many,
        merged=merged,
        description=description,
    )


def case(
    tag: str | bool,  # noqa: FBT001
    *nodes: Node,
    when: str | tuple[str, ...] | None = None,
    spelling: bool = False,
) -> Case:
    """A shape of a tagged pair, picked by the blocks in it unless `when` names something else."""
    if when is None:
        picked: list[str] = []
        for node in nodes:
            match node:
                case Block(name=name):
                    picked.append(name)
                case Tagged():
                    picked.extend(node.names)
                case _:
                    pass
        when = tuple(picked)
    return Case(tag, nodes, (when,) if isinstance(when, str) else when, spelling)


def tagged(
    at: str,
    *cases: Case,
    choice: Choice = Choice.FREE,
    tag_key: str = "type",
    spec_key: str | None = "spec",
    selector: Attribute | None = None,
) -> Tagged:
    return Tagged(Place.of(at), cases, choice, tag_key, spec_key, selector)


def exactly_one(*nodes: Node) -> Group:
    """One of these must be present, and only one."""
    return Group(Choice.EXACTLY_ONE, nodes)


def one_of(*nodes: Node) -> Group:
    """As exactly_one, but reported as two faults: what conflicts, and what is missing."""
    return Group(Choice.ONE_OF, nodes)
