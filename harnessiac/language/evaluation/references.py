"""Which things an expression or body mentions, without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from harnessiac.language.syntax.nodes import (
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
    Literal,
    Number,
    ObjectNode,
    Parentheses,
    RelativeTraversal,
    Splat,
    Step,
    Template,
    TemplateFor,
    TemplateIf,
    TemplateWrap,
    Text,
    Traversal,
    TupleNode,
    Unary,
)


class VariableRef(Struct, frozen=True):
    name: str


class LocalRef(Struct, frozen=True):
    name: str


class ResourceRef(Struct, frozen=True):
    """A resource or one instance of it; `key` is None when the reference names none."""

    mode: str
    type: str
    name: str
    key: int | str | None = None


class ModuleRef(Struct, frozen=True):
    name: str


class OtherRef(Struct, frozen=True):
    """count, each, self, path, terraform: names that stand for no declaration."""

    root: str


Subject = VariableRef | LocalRef | ResourceRef | ModuleRef | OtherRef


class Reference(Struct, frozen=True):
    """One mention; `start`..`end` are its offsets, `rest` the steps after the subject."""

    subject: Subject
    start: int
    end: int
    rest: tuple[Step, ...] = ()


OTHER_ROOTS = frozenset({"count", "each", "self", "path", "terraform", "tofu", "ephemeral", "run"})


def references(syntax: Expression | Body) -> Iterator[Reference]:
    """Every reference in `syntax`, without names that for expressions, template loops and dynamic blocks bind."""
    for node in traversals(syntax):
        found = _subject(node)
        if found is not None:
            yield found


def traversals(syntax: Expression | Body) -> Iterator[Traversal]:
    """Every traversal in `syntax` whose first name is not bound inside it, in the order written."""
    todo: list[tuple[Expression | Body | Block, frozenset[str]]] = [(syntax, frozenset())]
    while todo:
        node, bound = todo.pop()
        match node:
            case Traversal():
                if node.root not in bound:
                    yield node
            case Body(items=items):
                for item in reversed(items):
                    if isinstance(item, Block):
                        todo.append((item, bound))
                    elif not _is_plain(item.expression):
                        todo.append((item.expression, bound))
            case Block():
                _dynamic_or_plain(node, bound, todo)
            case _:
                todo.extend((inner, names) for inner, names in reversed(list(_parts(node, bound))))


def _is_plain(node: Expression) -> bool:
    """Whether an expression is text as it stands, as most are: it mentions nothing."""
    if isinstance(node, Template):
        return all(isinstance(part, Text) for part in node.parts)
    return isinstance(node, (Literal, Number))


def _dynamic_or_plain(
    block: Block, bound: frozenset[str], todo: list[tuple[Expression | Body | Block, frozenset[str]]]
) -> None:
    if block.type != "dynamic" or not block.labels:
        todo.append((block.body, bound))
        return
    iterator = block.labels[0].text
    for item in block.body.items:
        if not isinstance(item, Block) and item.name == "iterator" and isinstance(item.expression, Traversal):
            iterator = item.expression.root
    inside = bound | {iterator}
    for item in reversed(block.body.items):
        if isinstance(item, Block):
            todo.append((item.body, inside))
        elif item.name == "labels":
            todo.append((item.expression, inside))
        elif item.name != "iterator":
            todo.append((item.expression, bound))


def _parts(node: Expression, bound: frozenset[str]) -> Iterator[tuple[Expression, frozenset[str]]]:
    """The expressions directly inside one, each with the names bound there."""
    match node:
        case Template(parts=parts):
            yield from ((part, bound) for part in parts)
        case TemplateWrap(expression=inner) | Parentheses(expression=inner) | RelativeTraversal(of=inner):
            yield inner, bound
        case TemplateIf(condition=condition, then=then, otherwise=otherwise):
            yield condition, bound
            yield then, bound
            if otherwise is not None:
                yield otherwise, bound
        case TemplateFor(key=key, value=value, collection=collection, body=body):
            yield collection, bound
            yield body, bound | {value, *([key] if key else [])}
        case Index(of=of, key=index):
            yield of, bound
            yield index, bound
        case Splat(of=of, each=each):
            yield of, bound
            yield each, bound
        case Call(arguments=arguments):
            yield from ((argument, bound) for argument in arguments)
        case Unary(operand=operand):
            yield operand, bound
        case Binary(left=left, right=right):
            yield left, bound
            yield right, bound
        case Conditional(condition=condition, then=then_value, otherwise=else_value):
            yield from ((part, bound) for part in (condition, then_value, else_value))
        case TupleNode(items=elements):
            yield from ((element, bound) for element in elements)
        case ObjectNode(items=entries):
            for entry in entries:
                if not (isinstance(entry.key, Traversal) and not entry.key.steps):
                    yield entry.key, bound
                yield entry.value, bound
        case ForTuple(key=key, value=value, collection=collection, body=each, condition=only):
            inside = bound | {value, *([key] if key else [])}
            yield collection, bound
            yield each, inside
            if only is not None:
                yield only, inside
        case ForObject():
            inside = bound | {node.value, *([node.key] if node.key else [])}
            yield node.collection, bound
            yield node.key_body, inside
            yield node.body, inside
            if node.condition is not None:
                yield node.condition, inside
        case _:
            pass


def _subject(node: Traversal) -> Reference | None:
    """What a traversal refers to; None for one that names nothing whole (evaluation says so)."""
    root, steps = node.root, node.steps
    if root in OTHER_ROOTS:
        return Reference(OtherRef(root), node.start, node.end, steps)
    mode = "managed"
    if root == "data":
        if not steps or not isinstance(steps[0], AttributeStep):
            return None
        mode, root, steps = "data", steps[0].name, steps[1:]
    if not steps or not isinstance(steps[0], AttributeStep):
        return None
    name, rest = steps[0].name, steps[1:]
    if mode == "managed" and root in ("var", "local", "module"):
        subject = VariableRef(name) if root == "var" else LocalRef(name) if root == "local" else ModuleRef(name)
        return Reference(subject, node.start, steps[0].end, rest)
    if rest and isinstance(rest[0], IndexStep):
        return Reference(ResourceRef(mode, root, name, rest[0].key), node.start, node.end, rest[1:])
    return Reference(ResourceRef(mode, root, name), node.start, node.end, rest)
