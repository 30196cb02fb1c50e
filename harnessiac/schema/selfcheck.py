"""Is a declaration coherent? Says what no type checker sees, so that a slip in a kind fails a test, not a user."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from harnessiac.schema.nodes import (
    Among,
    Apart,
    Attribute,
    Block,
    Body,
    Constant,
    Group,
    Kind,
    Node,
    Place,
    Plain,
    Slot,
    Tagged,
    Together,
    names_of,
)
from harnessiac.values.types import BOOL, NUMBER, STRING, ListType, SetType, Type

META_ARGUMENTS = frozenset({"count", "for_each", "depends_on", "lifecycle", "provider", "provisioner", "connection"})
_NAME = re.compile(r"[a-z][a-z0-9_]*")

Keys = tuple[str, ...]
Branch = frozenset[tuple[int, int]]
"""Which alternative of which choice a node belongs to; nodes of different alternatives never write together."""


def problems(kind: Kind) -> list[str]:
    """What is wrong with the declaration of `kind`; nothing for a coherent one."""
    found = list(_body(kind.body, kind.body, kind.name))
    if not kind.name.startswith("harness_platform_"):
        found.append(f"{kind.name} is no resource type of the platform")
    if kind.document is None and (kind.tag is not None or kind.spec.nodes):
        found.append("a kind without documents has neither a document type nor a spec")
    if "identifier" not in kind.body.attributes:
        found.append("a kind needs an identifier")
    if kind.document is not None:
        found.extend(_collisions(list(_writes(kind.common.nodes, (), (), frozenset()))))
        found.extend(_collisions(list(_writes(kind.spec.nodes, (), (), frozenset()))))
    return found


def _body(body: Body, root: Body, path: str) -> Iterator[str]:
    seen: dict[str, Node] = {}
    for node in body.flat:
        match node:
            case Attribute(name=name) | Block(name=name):
                if seen.setdefault(name, node) != node:
                    yield f"{path}.{name} is declared in two ways"
                if not _NAME.fullmatch(name) or (body is root and name in META_ARGUMENTS):
                    yield f"{path}.{name} is no name for an argument"
                if not node.description.endswith("."):
                    yield f"{path}.{name} needs a sentence that describes it"
                if isinstance(node, Attribute):
                    yield from _attribute(node, f"{path}.{name}")
                else:
                    yield from _block(node, root, f"{path}.{name}")
            case Tagged():
                yield from _tagged(node, body, path)
            case Slot() | Constant() | Group():
                pass
            case Together(name=name, others=others) | Apart(name=name, others=others):
                yield from _known((name, *others), body, root, path)
            case Among(names=names):
                yield from _known(names, body, root, path)


def _block(block: Block, root: Body, path: str) -> Iterator[str]:
    if block.most is not None and block.most < max(block.least, 1):
        yield f"{path} allows fewer blocks than it requires"
    if block.many and not block.place.keys:
        yield f"{path} needs a place for its list"
    if block.nesting not in ("list", "set"):
        yield f"{path} nests as {block.nesting}, which is neither list nor set"
    yield from _body(block.body, root, path)


def _known(names: Sequence[str], body: Body, root: Body, path: str) -> Iterator[str]:
    for name in names:
        where = root if name.startswith("/") else body
        if name.removeprefix("/") not in where.names:
            yield f"{path} speaks of {name}, which is not declared"


def _tagged(node: Tagged, body: Body, path: str) -> Iterator[str]:
    yield from _known(node.names, body, body, path)
    shapes = [(case.tag, case.when) for case in node.cases]
    if len(set(shapes)) != len(shapes):
        yield f"{path}: two cases are the same"
    tags = [case.tag for case in node.cases if not case.spelling]
    if len(set(tags)) != len(tags):
        yield f"{path}: two cases have the same tag, and neither is marked as a spelling"
    if set(tags) != {case.tag for case in node.cases}:
        yield f"{path}: a tag has only spellings"
    if node.selector is None:
        whens = [case.when for case in node.cases]
        if () in whens[:-1]:
            yield f"{path}: the case that holds when nothing else does is not the last one"
        return
    if node.selector.places:
        yield f"{path}.{node.selector.name} spells the tag, so it has no place of its own"
    unknown = set(map(str, tags)) - set(node.selector.options)
    if node.selector.options and unknown:
        yield f"{path}.{node.selector.name} has no option {sorted(unknown)}"


def _attribute(node: Attribute, path: str) -> Iterator[str]:
    if node.required and (node.computed or node.readonly or node.default is not None):
        yield f"{path} is required, so it cannot have a default or be computed"
    for value in (node.default, node.unset, *node.omits, *node.options, *node.usual):
        if value is not None and not _fits(value, node.type):
            yield f"{path}: {value!r} is no {node.type}"
    if node.options and node.default is not None and node.default not in node.options:
        yield f"{path}: the default is not among the options"
    if node.default is not None and node.unset is not None:
        yield f"{path} has a default, so it is never unset"
    if node.between and (node.type is not NUMBER or node.between[0] > node.between[1]):
        yield f"{path}: {node.between} bounds nothing"
    if node.format is not None and node.type is not STRING:
        yield f"{path}: only texts have a format"
    if any(not place.keys for place in node.places):
        yield f"{path} has an empty place"


def _fits(value: Plain, type: Type) -> bool:
    match type:
        case SetType(element=element) | ListType(element=element):
            return _fits(value, element)
        case _ if type is BOOL:
            return isinstance(value, bool)
        case _ if type is NUMBER:
            return isinstance(value, int) and not isinstance(value, bool)
        case _:
            return type is STRING and isinstance(value, str)


def _writes(nodes: Sequence[Node], here: Keys, root: Keys, branch: Branch) -> Iterator[tuple[Keys, Branch]]:
    """Every place of the document that `nodes` write to."""
    aparts = [node for node in nodes if isinstance(node, Apart)]
    for node in nodes:
        inner = branch | frozenset(
            (id(apart), int(apart.name not in names_of((node,))))
            for apart in aparts
            if {apart.name, *apart.others} & set(names_of((node,)))
        )
        match node:
            case Attribute(places=places):
                for place in places:
                    yield _at(place, here, root), inner
            case Constant(place=place):
                yield _at(place, here, root), inner
            case Block(body=body, place=place, many=many):
                at = _at(place, here, root)
                yield from _writes(body.nodes, (*at, "[]") if many else at, root, inner)
            case Group(nodes=alternatives, choice=choice):
                for index, one in enumerate(alternatives):
                    own = inner | {(id(node), index)} if choice.excludes else inner
                    yield from _writes((one,), here, root, own)
            case Tagged(place=place, cases=cases, tag_key=tag_key, spec_key=spec_key):
                at = _at(place, here, root)
                yield (*at, tag_key), inner
                for index, case in enumerate(cases):
                    below = at if spec_key is None else (*at, spec_key)
                    yield from _writes(case.nodes, below, root, inner | {(id(node), index)})
            case Slot() | Together() | Apart() | Among():
                pass


def _at(place: Place, here: Keys, root: Keys) -> Keys:
    return (root if place.rooted else here) + place.keys


def _collisions(writes: list[tuple[Keys, Branch]]) -> Iterator[str]:
    for (one, first), (other, second) in combinations(writes, 2):
        short, long = sorted((one, other), key=len)
        if long[: len(short)] != short:
            continue
        alternatives = dict(first)
        if not any(alternatives.get(choice, index) != index for choice, index in second):
            yield f"{'.'.join(one)} and {'.'.join(other)} are written by two nodes at once"
