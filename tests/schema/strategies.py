"""Hypothesis strategies made from declarations: valid resources, blocks of any sort, documents of any sort."""

from __future__ import annotations

from functools import reduce

from hypothesis import strategies as st

from harnessiac.schema.attributes import canonical
from harnessiac.schema.nodes import (
    Apart,
    Attribute,
    Block,
    Body,
    Case,
    Choice,
    Group,
    Kind,
    Node,
    Plain,
    Tagged,
    names_of,
)
from harnessiac.values.types import BOOL, NUMBER, STRING, ListType, MapType, SetType
from harnessiac.values.value import unknown

Values = dict[str, Plain]

TEXTS = st.text(st.sampled_from("abz09 ._-/$#\"'\\\nü日${%"), min_size=1, max_size=8)
WORDS = st.text(st.sampled_from("abcdxyz019_"), min_size=1, max_size=6).map("_".__add__)


def resources(kind: Kind) -> st.SearchStrategy[Values]:
    """Valid attributes that a document says completely: what stays in the state is absent or its default."""
    return _body(kind.body).map(lambda values: _settled(kind, values))


def _settled(kind: Kind, values: Values) -> Values:
    """Keep to the rules between distant arguments, and add the id."""
    if not values.get("org_id") and "project_id" in values:
        values["project_id"] = None
    for name, attribute in kind.body.attributes.items():
        if values[name] is None and _needed_below(kind.body, name):
            values[name] = ["delegate"] if isinstance(attribute.type, SetType) else "text"
    values |= kind.names(values)
    return dict(sorted(values.items()))


def _needed_below(body: Body, name: str) -> bool:
    return any(
        f"/{name}" in together.others for block in body.blocks.values() for together in block.body.together
    ) or any(_needed_below(block.body, name) for block in body.blocks.values())


def _body(body: Body) -> st.SearchStrategy[Values]:
    def complete(found: Values) -> Values:
        values: Values = {
            name: [] if name in body.blocks else body.attributes[name].default for name in body.names
        } | found
        for apart in (node for node in body.flat if isinstance(node, Apart)):
            if apart.name in found and any(found.get(other) for other in apart.others):
                values[apart.name] = None
        return values

    return _nodes(body.nodes).map(complete)


def _nodes(nodes: tuple[Node, ...]) -> st.SearchStrategy[Values]:
    pickers = {name for node in nodes if isinstance(node, Tagged) for name in node.names}
    parts = [
        _node(node)
        for node in nodes
        if isinstance(node, Block | Group | Tagged) or (isinstance(node, Attribute) and node.name not in pickers)
    ]
    return st.tuples(*parts).map(lambda found: reduce(lambda one, other: one | other, found, {}))


def _node(node: Node, *, picked: bool = False) -> st.SearchStrategy[Values]:
    match node:
        case Attribute(name=name):
            return _attribute(node, picked=picked).map(lambda value: {} if value is None else {name: value})
        case Block(name=name):
            return _blocks(node, picked=picked).map(lambda value: {name: value})
        case Group(choice=choice, nodes=nodes):
            return _alternatives(choice, [_node(one, picked=True) for one in nodes])
        case Tagged():
            return _tagged(node, picked=picked)
        case _:
            return st.just({})


def _alternatives(choice: Choice, each: list[st.SearchStrategy[Values]]) -> st.SearchStrategy[Values]:
    return st.one_of(*each) if choice.needs_one else st.one_of(st.just({}), *each)


def _tagged(node: Tagged, *, picked: bool) -> st.SearchStrategy[Values]:
    cases = [_case(node, case) for case in node.cases if not case.spelling]
    if node.selector is not None and not node.selector.required and node.selector.default is None:
        cases.append(st.just({}))
    needed = picked or node.choice.needs_one or any(b.least for b in Body((node,)).blocks.values())
    if node.selector is None and all(case.when for case in node.cases) and not needed:
        cases.append(st.just({}))
    return st.one_of(*cases)


def _case(node: Tagged, case: Case) -> st.SearchStrategy[Values]:
    """A case with what picks it: one name of several that exclude each other, a flag that may stand elsewhere."""
    certain = node.selector is None or node.choice.needs_one
    here = names_of(case.nodes)
    chosen = next((name for name in here if name in case.when), None)
    inner: list[st.SearchStrategy[Values]] = []
    for one in case.nodes:
        names = names_of((one,))
        forced = certain or (isinstance(one, Block) and node.selector is not None and node.selector.default is not None)
        if (
            isinstance(one, Tagged | Group)
            or chosen in names
            or not node.choice.excludes
            or not {*names} & {*case.when}
        ):
            inner.append(_node(one, picked=forced and chosen in names))
    flags: Values = {name: True for name in case.when if certain and name not in here}
    if node.selector is not None and case.tag != node.selector.default:
        flags[node.selector.name] = case.tag
    return st.tuples(*inner).map(lambda found: reduce(lambda one, other: one | other, found, flags))


def _blocks(node: Block, *, picked: bool) -> st.SearchStrategy[Plain]:
    inner = _body(node.body)
    if node.many:
        several = st.lists(inner, min_size=max(node.least, 1), max_size=3, unique_by=canonical)
        if node.nesting == "set":
            several = several.map(lambda items: sorted(items, key=canonical))
        return several if node.least else st.one_of(st.just([]), several)
    one = inner.map(lambda values: [values])
    if node.least or picked:
        return one
    return st.one_of(st.just([]), one.map(lambda nested: nested if _says_something(nested[0], node.body) else []))


def _says_something(values: Values, body: Body) -> bool:
    return any(
        value not in (None, []) and not (name in body.attributes and value == body.attributes[name].default)
        for name, value in values.items()
    )


def _attribute(node: Attribute, *, picked: bool) -> st.SearchStrategy[Plain]:
    if not node.places and node.type is BOOL and picked:
        return st.just(True)
    if node.readonly or not (node.places or node.required):
        return st.none()
    found = _values(node)
    return found if node.required or picked else st.one_of(st.none(), found)


def _values(node: Attribute) -> st.SearchStrategy[Plain]:
    if node.format is not None:
        return WORDS
    texts = st.sampled_from(node.options or node.usual) if node.options or node.usual else TEXTS
    match node.type:
        case SetType() | ListType():
            return _string_lists(node, texts)
        case MapType():
            return st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=3).map(lambda found: dict(sorted(found.items())))
        case _ if node.type is BOOL:
            said = [value for value in (True, False) if value not in node.omits and value != node.unset]
            return st.sampled_from([value for value in said if value != node.default] or [None])
        case _ if node.type is NUMBER:
            low, high = node.between or (-5, 5000)
            return st.integers(low, high).filter(lambda value: value not in node.omits)
        case _:
            return texts


def _string_lists(node: Attribute, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Plain]:
    match node.codec.name if node.codec else None:
        case "tags":
            tags = st.dictionaries(WORDS, st.one_of(st.just(""), TEXTS), min_size=1, max_size=3)
            return tags.map(lambda found: sorted(f"{name}:{value}" if value else name for name, value in found.items()))
        case "comma separated":
            return st.lists(WORDS, min_size=1, max_size=3)
        case _:
            items = st.lists(texts, min_size=1, max_size=3, unique=True)
            return items.map(sorted) if isinstance(node.type, SetType) else items


# Anything at all

_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), TEXTS, st.just(2**70), st.just(""))
_ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=6,
)
_MARKED = st.one_of(
    _ANYTHING, st.sampled_from([unknown(STRING), unknown(BOOL), unknown(SetType(STRING))]), st.just("secret")
)


def any_arguments(body: Body, depth: int = 0) -> st.SearchStrategy[dict[str, object]]:
    """Whatever somebody may write: declared names with any content, blocks in any number, other names."""
    names = st.sampled_from([*body.names, "no_such_name"])
    arguments = st.dictionaries(names, _MARKED, max_size=6)
    if depth > 2:
        return arguments
    blocks = {
        name: st.lists(any_arguments(block.body, depth + 1), max_size=2)
        for name, block in list(body.blocks.items())[:4]
    }
    blocks["no_such_block"] = st.lists(st.just({}), max_size=1)
    return st.tuples(arguments, st.fixed_dictionaries({}, optional=blocks)).map(lambda found: found[0] | found[1])


def any_documents(kind: Kind) -> st.SearchStrategy[dict[str, Plain]]:
    spec = st.one_of(
        _ANYTHING, st.dictionaries(st.sampled_from(["type", "spec", "auth", "credential", "url"]), _ANYTHING)
    )
    entity = st.fixed_dictionaries(
        {}, optional={"identifier": _ANYTHING, "type": _ANYTHING, "spec": spec, "tags": _ANYTHING}
    )
    return st.dictionaries(
        st.sampled_from([kind.document.root if kind.document else "connector", "other"]), st.one_of(entity, _ANYTHING)
    )
