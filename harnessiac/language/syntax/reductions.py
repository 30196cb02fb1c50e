"""What each grammar rule makes of its children: the nodes of a file are built while it is parsed, without a parse tree.

Method names are the rule names of the grammar in `parsing`. Children are tokens, nodes and the small carriers below.
A method raises Malformed for what the grammar takes and HCL does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from harnessiac.language.syntax.lexing import Token
from harnessiac.language.syntax.nodes import (
    Attribute,
    AttributeStep,
    Binary,
    Block,
    Body,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    Index,
    IndexStep,
    Label,
    Literal,
    Number,
    ObjectItem,
    ObjectNode,
    Parentheses,
    RelativeTraversal,
    Splat,
    SplatItem,
    Step,
    Template,
    TemplateWrap,
    Text,
    Traversal,
    TupleNode,
    Unary,
)
from harnessiac.language.syntax.templates import (
    Chunk,
    Malformed,
    Piece,
    Sequence,
    bare,
    heredoc,
    normalized,
    quoted,
    unescape_bare,
    unescape_quoted,
)

Children = list[Any]
"""The values of a rule's parts; each method knows from its rule what it gets."""

_WORDS = {"true": True, "false": False, "null": None}
_WHOLE_DIGITS = 18


@dataclass(frozen=True, slots=True)
class KeyAccess:
    """[key] with a key that must be evaluated."""

    key: Expression
    end: int


@dataclass(frozen=True, slots=True)
class SplatAccess:
    """[*] or .* and what follows it for each element."""

    marker: Token
    accesses: list[Access]


Access = Step | KeyAccess | SplatAccess
Arguments = tuple[tuple[Expression, ...], bool]
"""What a call is given, and whether the last of it is expanded."""


class ForIntro(NamedTuple):
    """for names in collection :"""

    names: tuple[str, ...]
    collection: Expression


def follow(of: Expression, access: Access) -> Expression:
    """The expression that takes one more step from `of`."""
    match access:
        case AttributeStep() | IndexStep():
            if isinstance(of, Traversal):
                return Traversal(of.start, access.end, of.root, (*of.steps, access))
            if isinstance(of, RelativeTraversal):
                return RelativeTraversal(of.start, access.end, of.of, (*of.steps, access))
            return RelativeTraversal(of.start, access.end, of, (access,))
        case KeyAccess():
            return Index(of.start, access.end, of, access.key)
        case SplatAccess():
            each: Expression = SplatItem(access.marker.start, access.marker.end)
            for inner in access.accesses:
                each = follow(each, inner)
            return Splat(of.start, max(each.end, access.marker.end), of, each)


def plain_text(template: Expression) -> str | None:
    """The text of a quoted template that is only text, else None."""
    if isinstance(template, Template) and not template.heredoc:
        match template.parts:
            case ():
                return ""
            case (Text(value=value),):
                return value
    return None


def index_step(number: str, start: int, end: int) -> IndexStep:
    """The step for an index written as a number."""
    whole = number.isdigit() and len(number) <= _WHOLE_DIGITS
    return IndexStep(start, end, int(number) if whole else number, True)


class Reductions:
    """Builds the nodes of a file; holds no state."""

    def start(self, children: Children) -> Body:
        body = children[0]
        return body if isinstance(body, Body) else Body(0, 0, ())

    def body(self, children: Children) -> Body:
        items = [child for child in children if child.__class__ is not Token]
        names = [item.name for item in items if item.__class__ is Attribute]
        if len(names) != len(set(names)):
            raise Malformed
        return Body(0, items[-1].end if items else 0, tuple(items))

    def attribute(self, children: Children) -> Attribute:
        name, _, expression = children
        return Attribute(name.start, expression.end, name.value, name.end, expression)

    def block(self, children: Children) -> Block:
        head = children[0]
        labels = []
        at = 1
        while True:
            child = children[at]
            if child.__class__ is Token:
                if child.type != "NAME":
                    break
                labels.append(Label(child.start, child.end, child.value, False))
            else:
                text = plain_text(child)
                if text is None:
                    raise Malformed
                labels.append(Label(child.start, child.end, text, True))
            at += 1
        header_end = labels[-1].end if labels else head.end
        brace, close = children[at], children[-1]
        items = [child for child in children[at + 1 : -1] if child.__class__ is not Token]
        names = [item.name for item in items if item.__class__ is Attribute]
        if len(names) != len(set(names)):
            raise Malformed
        body = Body(brace.start, close.end, tuple(items))
        return Block(head.start, close.end, head.value, head.end, tuple(labels), header_end, body)

    def variable(self, children: Children) -> Traversal:
        (name,) = children
        return Traversal(name.start, name.end, name.value)

    def literal_value(self, children: Children) -> Literal:
        (word,) = children
        return Literal(word.start, word.end, _WORDS[word.value])

    def int_lit(self, children: Children) -> Number:
        (digits,) = children
        return Number(digits.start, digits.end, digits.value)

    float_lit = int_lit

    def template_string(self, children: Children) -> Template:
        (token,) = children
        text = normalized(token.value[1:-1])
        start, end = token.start, token.end
        return Template(start, end, (Text(start + 1, end - 1, text),) if text else ())

    def string(self, children: Children) -> Template | TemplateWrap:
        opening, closing = children[0], children[-1]
        inside = children[1:-1]
        if opening.value == '"':
            pieces = _pieces(inside, unescape_quoted)
            return quoted(pieces, opening.start, closing.end)
        pieces = _pieces(inside, unescape_bare)
        if not opening.value:
            return bare(pieces, opening.start, closing.end)
        return heredoc(pieces, opening.start, closing.end, indented=opening.value.startswith("<<-"))

    def interpolation(self, children: Children) -> Sequence:
        opening, expression, closing = children
        return _sequence("", opening, closing, expression)

    def template_if_start(self, children: Children) -> Sequence:
        opening, _, expression, closing = children
        return _sequence("if", opening, closing, expression)

    def template_else(self, children: Children) -> Sequence:
        return _sequence("else", children[0], children[-1])

    def template_endif(self, children: Children) -> Sequence:
        return _sequence("endif", children[0], children[-1])

    def template_endfor(self, children: Children) -> Sequence:
        return _sequence("endfor", children[0], children[-1])

    def template_for_start(self, children: Children) -> Sequence:
        names = tuple(child.value for child in children if child.__class__ is Token and child.type == "NAME")
        return _sequence("for", children[0], children[-1], children[-2], names)

    def conditional(self, children: Children) -> Conditional:
        condition, _, then, _, otherwise = children
        return Conditional(condition.start, otherwise.end, condition, then, otherwise)

    def binary_operator(self, children: Children) -> Token:
        operator: Token = children[0]
        return operator

    def binary_term(self, children: Children) -> Children:
        return children

    def binary_op(self, children: Children) -> Binary:
        left, (operator, right) = children
        return Binary(left.start, right.end, operator.value, left, right)

    def unary_op(self, children: Children) -> Unary:
        operator, operand = children
        return Unary(operator.start, operand.end, operator.value, operand)

    def parentheses(self, children: Children) -> Parentheses:
        opening, expression, closing = children
        return Parentheses(opening.start, closing.end, expression)

    def tuple(self, children: Children) -> TupleNode:
        items = [child for child in children if child.__class__ is not Token]
        return TupleNode(children[0].start, children[-1].end, (*items,))

    def object(self, children: Children) -> ObjectNode:
        items = [child for child in children if child.__class__ is not Token]
        return ObjectNode(children[0].start, children[-1].end, (*items,))

    def object_elem(self, children: Children) -> ObjectItem:
        key, _, value = children
        return ObjectItem(key, value)

    def object_elem_key(self, children: Children) -> Expression:
        key: Expression = children[0]
        if isinstance(key, Literal):
            word = "null" if key.value is None else str(key.value).lower()
            return Traversal(key.start, key.end, word)
        return key

    def function_call(self, children: Children) -> Call:
        at = next(index for index, child in enumerate(children) if child.type == "LPAR")
        name = "".join(child.value for child in children[:at])
        arguments, expand_last = children[at + 1] if len(children) == at + 3 else ((), False)
        return Call(children[0].start, children[-1].end, name, arguments, expand_last, children[at - 1].end)

    def arguments(self, children: Children) -> Arguments:
        items = [child for child in children if child.__class__ is not Token]
        last = children[-1]
        return (*items,), last.__class__ is Token and last.type == "ELLIPSIS"

    def index_expr_term(self, children: Children) -> Expression:
        return follow(children[0], children[1])

    get_attr_expr_term = attr_splat_expr_term = full_splat_expr_term = index_expr_term

    def braces_index(self, children: Children) -> IndexStep | KeyAccess:
        opening, key, closing = children
        if isinstance(key, Number):
            return index_step(key.text, opening.start, closing.end)
        text = plain_text(key)
        if text is not None:
            return IndexStep(opening.start, closing.end, text)
        return KeyAccess(key, closing.end)

    def short_index(self, children: Children) -> IndexStep:
        dot, digits = children
        return index_step(digits.value, dot.start, digits.end)

    def get_attr(self, children: Children) -> AttributeStep:
        dot, name = children
        return AttributeStep(dot.start, name.end, name.value)

    def attr_splat(self, children: Children) -> SplatAccess:
        return SplatAccess(children[0], children[1:])

    full_splat = attr_splat

    def for_intro(self, children: Children) -> ForIntro:
        names = [child.value for child in children if child.__class__ is Token and child.type == "NAME"]
        return ForIntro((*names,), children[-2])

    def for_cond(self, children: Children) -> Expression:
        condition: Expression = children[1]
        return condition

    def for_tuple_expr(self, children: Children) -> ForTuple:
        opening, intro, body, *rest = children
        key = intro.names[0] if len(intro.names) == 2 else None
        condition = rest[0] if len(rest) == 2 else None
        return ForTuple(opening.start, rest[-1].end, key, intro.names[-1], intro.collection, body, condition)

    def for_object_expr(self, children: Children) -> ForObject:
        opening, intro, key_body, _, body, *rest = children
        key = intro.names[0] if len(intro.names) == 2 else None
        grouping = rest[0].__class__ is Token and rest[0].type == "ELLIPSIS"
        condition = rest[-2] if len(rest) == (3 if grouping else 2) else None
        return ForObject(
            opening.start,
            rest[-1].end,
            key,
            intro.names[-1],
            intro.collection,
            key_body,
            body,
            grouping,
            condition,
        )


def _pieces(inside: Children, unescape: Any) -> list[Piece]:
    return [
        Chunk(unescape(child.value), child.start, child.end) if child.__class__ is Token else child for child in inside
    ]


def _sequence(
    word: str, opening: Token, closing: Token, expression: Expression | None = None, names: tuple[str, ...] = ()
) -> Sequence:
    trim_before, trim_after = opening.value.endswith("~"), closing.value.startswith("~")
    return Sequence(word, expression, opening.start, closing.end, trim_before, trim_after, names)


REDUCTIONS = {name: getattr(Reductions(), name) for name in vars(Reductions) if not name.startswith("_")}
"""What builds the value of each rule, by the rule's name."""
