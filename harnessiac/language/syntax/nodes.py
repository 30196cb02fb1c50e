"""HCL syntax as frozen nodes.

Every node knows the offsets of its first character and of the one after its last; the file it came from is known by
whoever holds the tree (`File`). Nodes are msgspec structs, so that a parsed file can be cached as data (MessagePack)
and read back in one native call that runs no code.

Nothing here is evaluated: a number keeps its digits, a template its parts after escapes are resolved and heredoc
indentation and trim markers are applied.
"""

from __future__ import annotations

import msgspec


class Node(msgspec.Struct, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """`start` and `end` are offsets into the file's text."""

    start: int
    end: int


class Literal(Node, frozen=True, array_like=True, gc=False, tag="l"):
    """true, false or null."""

    value: bool | None


class Number(Node, frozen=True, array_like=True, gc=False, tag="n"):
    """Digits as written, such as 12, 0.5 or 1e3."""

    text: str


class Text(Node, frozen=True, array_like=True, gc=False, tag="s"):
    """The literal part of a template, escapes resolved."""

    value: str


class Template(Node, frozen=True, array_like=True, gc=False, tag="t"):
    """A quoted or heredoc template. No part: the empty string. Its value is a string, even of one part."""

    parts: tuple[Expression, ...]
    heredoc: bool = False


class TemplateWrap(Node, frozen=True, array_like=True, gc=False, tag="w"):
    """A quoted template that is one interpolation only: "${x}" has the value and type of x."""

    expression: Expression


class TemplateIf(Node, frozen=True, array_like=True, gc=False, tag="ti"):
    """%{ if condition }then%{ else }otherwise%{ endif }"""

    condition: Expression
    then: Template
    otherwise: Template | None


class TemplateFor(Node, frozen=True, array_like=True, gc=False, tag="tf"):
    """%{ for key, value in collection }body%{ endfor }; `key` is None when only one name is given."""

    key: str | None
    value: str
    collection: Expression
    body: Template


class AttributeStep(Node, frozen=True, array_like=True, gc=False, tag="."):
    """.name"""

    name: str


class IndexStep(Node, frozen=True, array_like=True, gc=False, tag="["):
    """[0], ["key"] or the legacy .0: an index known from the text. A number that is no whole index is kept as text."""

    key: int | str
    is_number: bool = False


Step = AttributeStep | IndexStep


class Traversal(Node, frozen=True, array_like=True, gc=False, tag="v"):
    """A name followed by steps: var.x, harness_platform_service.web["a"].id, each.value."""

    root: str
    steps: tuple[Step, ...] = ()


class RelativeTraversal(Node, frozen=True, array_like=True, gc=False, tag="r"):
    """Steps from any other expression: f(x).y, (a)["b"]."""

    of: Expression
    steps: tuple[Step, ...]


class Index(Node, frozen=True, array_like=True, gc=False, tag="i"):
    """of[key] with a key that must be evaluated."""

    of: Expression
    key: Expression


class SplatItem(Node, frozen=True, array_like=True, gc=False, tag="_"):
    """Inside a splat: the element at hand."""


class Splat(Node, frozen=True, array_like=True, gc=False, tag="*"):
    """of[*].rest or of.*.rest; `each` is what follows, applied to a SplatItem."""

    of: Expression
    each: Expression


class Call(Node, frozen=True, array_like=True, gc=False, tag="f"):
    """name(arguments...); `expand_last` for a final `...`. `name` may hold a namespace: core::upper."""

    name: str
    arguments: tuple[Expression, ...]
    expand_last: bool
    name_end: int
    """Where the name ends and its parenthesis starts (white space aside)."""


class Unary(Node, frozen=True, array_like=True, gc=False, tag="u"):
    operator: str
    """- or !"""
    operand: Expression


class Binary(Node, frozen=True, array_like=True, gc=False, tag="b"):
    operator: str
    left: Expression
    right: Expression


class Conditional(Node, frozen=True, array_like=True, gc=False, tag="?"):
    condition: Expression
    then: Expression
    otherwise: Expression


class Parentheses(Node, frozen=True, array_like=True, gc=False, tag="("):
    expression: Expression


class TupleNode(Node, frozen=True, array_like=True, gc=False, tag="[]"):
    items: tuple[Expression, ...]


class ObjectItem(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """key = value. A bare name as key (a Traversal without steps) is that name; in Parentheses it is evaluated."""

    key: Expression
    value: Expression


class ObjectNode(Node, frozen=True, array_like=True, gc=False, tag="{}"):
    items: tuple[ObjectItem, ...]


class ForTuple(Node, frozen=True, array_like=True, gc=False, tag="[f"):
    """[for key, value in collection : body if condition]"""

    key: str | None
    value: str
    collection: Expression
    body: Expression
    condition: Expression | None


class ForObject(Node, frozen=True, array_like=True, gc=False, tag="{f"):
    """{for key, value in collection : key_body => body... if condition}; `grouping` for the dots."""

    key: str | None
    value: str
    collection: Expression
    key_body: Expression
    body: Expression
    grouping: bool
    condition: Expression | None


Expression = (
    Literal
    | Number
    | Text
    | Template
    | TemplateWrap
    | TemplateIf
    | TemplateFor
    | Traversal
    | RelativeTraversal
    | Index
    | SplatItem
    | Splat
    | Call
    | Unary
    | Binary
    | Conditional
    | Parentheses
    | TupleNode
    | ObjectNode
    | ForTuple
    | ForObject
)


class Attribute(Node, frozen=True, array_like=True, gc=False, tag="a"):
    """name = expression. `start`..`name_end` is the name."""

    name: str
    name_end: int
    expression: Expression


class Label(Node, frozen=True, array_like=True, gc=False, tag="L"):
    text: str
    quoted: bool


class Body(Node, frozen=True, array_like=True, gc=False, tag="B"):
    """Attributes and blocks in the order written; names are distinct. Of a block, `start` is its opening brace."""

    items: tuple[Attribute | Block, ...]

    @property
    def attributes(self) -> dict[str, Attribute]:
        return {item.name: item for item in self.items if isinstance(item, Attribute)}

    @property
    def blocks(self) -> list[Block]:
        return [item for item in self.items if isinstance(item, Block)]


class Block(Node, frozen=True, array_like=True, gc=False, tag="K"):
    """type "label" ... { body }. `start`..`type_end` is the type, `start`..`header_end` type and labels."""

    type: str
    type_end: int
    labels: tuple[Label, ...]
    header_end: int
    body: Body
