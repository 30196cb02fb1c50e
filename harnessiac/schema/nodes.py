"""The vocabulary in which kinds are declared: arguments, blocks, and where each lands in the document.

A declaration is data. Validation, the mapping to and from documents, the reference pages, the JSON schema and the
generated tests all read the same nodes, so a kind is said once.

Two shapes are told at the same time. HCL: a `Body` holds arguments and blocks. The document: a `Place` says where a
node writes, relative to the container around it ("url", "credential.spec.masterUrl"; "" is the container itself) or,
with a leading slash, from the spec's root ("/delegateSelectors"). `Tagged` and `Case` stand for the platform's
`{type: X, spec: {...}}` pairs and nest no HCL: the argument or block that is present picks the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from harnessiac.values.types import STRING, ListType, MapType, SetType, Type

if TYPE_CHECKING:
    from harnessiac.diagnostics import Diagnostic
    from harnessiac.documents import Mapping as MappingNode
    from harnessiac.expressions.checking import OwnNames
    from harnessiac.schema.reading import Reading
    from harnessiac.shapes.vocabulary import Fitting, Record

Plain = str | bool | int | list["Plain"] | dict[str, "Plain"] | None
"""What documents and state hold."""

STRING_SET = SetType(STRING)
STRING_LIST = ListType(STRING)
STRING_MAP = MapType(STRING)


class Place(Struct, frozen=True):
    """Where in the document a node writes: keys below its container, or below the spec when `rooted`."""

    keys: tuple[str, ...] = ()
    rooted: bool = False

    @staticmethod
    def of(text: str) -> Place:
        """Read "a.b" or "/a.b"."""
        rooted = text.startswith("/")
        inner = text[1:] if rooted else text
        return Place(tuple(inner.split(".")) if inner else (), rooted)

    def __str__(self) -> str:
        return ("/" if self.rooted else "") + ".".join(self.keys)


class Codec(Struct, frozen=True):
    """A pair of functions between the argument's value and the document's; `decode` undoes `encode`.

    `decode` answers None for what it cannot read.
    """

    name: str
    encode: Callable[[Plain], Plain]
    decode: Callable[[Plain], Plain]


class Format(Struct, frozen=True):
    """What a text must look like: `problem` answers a full sentence when it does not, else None."""

    name: str
    problem: Callable[[str], str | None]


class Attribute(Struct, frozen=True):
    """One argument.

    `places` are where it is written (usually one; none for what only the state keeps). `default` is the provider's own
    default and shows in the state; `unset` is what the document says when the argument is absent. `omits` are values
    that the document leaves out (besides null, "", {} and []). `options` are the only values allowed, `usual` the ones
    that make sense. `between` bounds a number. `extra` marks an argument that the real provider does not know.
    `refers` is the type of entity that the value names, such as "connector"; empty for ordinary values. In a `local`
    one a bare identifier means the scope of the resource, whichever that is; elsewhere its project.
    """

    name: str
    type: Type
    places: tuple[Place, ...] = ()
    required: bool = False
    computed: bool = False
    readonly: bool = False
    forces_replacement: bool = False
    sensitive: bool = False
    deprecated: str = ""
    default: Plain = None
    unset: Plain = None
    omits: tuple[Plain, ...] = ()
    options: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    between: tuple[int, int] | None = None
    format: Format | None = None
    codec: Codec | None = None
    extra: bool = False
    description: str = ""
    refers: str = ""
    local: bool = False

    @property
    def optional(self) -> bool:
        return not self.required and not self.readonly


class Constant(Struct, frozen=True):
    """What every document of this kind (or case) says."""

    place: Place
    value: Plain


class Slot(Struct, frozen=True):
    """Keeps the place of a key, in the document's order, for a rooted node that fills it from elsewhere."""

    key: str


class Block(Struct, frozen=True):
    """A nested block. With `many` the document holds a list of objects, else the first block's content at `place`.

    `merged` blocks all write to the same place, and lists in them are joined. `most` is None for any number; `least`
    blocks are required.
    """

    name: str
    body: Body
    place: Place = Place()
    least: int = 0
    most: int | None = 1
    nesting: str = "list"
    many: bool = False
    merged: bool = False
    description: str = ""


class Choice(Enum):
    """How many of a set of alternatives may be present."""

    EXACTLY_ONE = "exactly one"
    ONE_OF = "at least one, none beside another"
    AT_MOST_ONE = "at most one"
    AT_LEAST_ONE = "at least one"
    FREE = "any"

    @property
    def needs_one(self) -> bool:
        return self in (Choice.EXACTLY_ONE, Choice.ONE_OF, Choice.AT_LEAST_ONE)

    @property
    def excludes(self) -> bool:
        return self in (Choice.EXACTLY_ONE, Choice.ONE_OF, Choice.AT_MOST_ONE)


class Case(Struct, frozen=True):
    """One shape of a `Tagged`: `when` names what picks it; with none it is what holds when nothing else does.

    A `spelling` is another way to say a tag: it is accepted, and comes before the others, but documents are read as
    the case that is none.
    """

    tag: str | bool
    nodes: tuple[Node, ...]
    when: tuple[str, ...]
    spelling: bool = False


class Tagged(Struct, frozen=True):
    """A `{tag_key: tag, spec_key: {...}}` pair. Without `spec_key` the case's fields lie beside the tag.

    `selector` is the argument that spells the tag, where HCL has one: it picks the case, and a case's blocks are only
    allowed with their tag.
    """

    place: Place
    cases: tuple[Case, ...]
    choice: Choice = Choice.FREE
    tag_key: str = "type"
    spec_key: str | None = "spec"
    selector: Attribute | None = None
    """Its `places` are not used: the tag says where it lands."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for case in self.cases for name in case.when))


class Group(Struct, frozen=True):
    """Alternatives that share no tag, such as a text and a reference to a secret."""

    choice: Choice
    nodes: tuple[Node, ...]


class Among(Struct, frozen=True):
    """A choice between arguments and blocks that are declared elsewhere in the same body."""

    choice: Choice
    names: tuple[str, ...]


class Together(Struct, frozen=True):
    """`name` is only allowed when all of `others` are present; an absolute name starts with a slash."""

    name: str
    others: tuple[str, ...]


class Apart(Struct, frozen=True):
    """`name` and `others` exclude each other."""

    name: str
    others: tuple[str, ...]


Node = Attribute | Block | Tagged | Group | Among | Constant | Slot | Together | Apart
Rule = Callable[["Reading"], "Iterable[Diagnostic]"]


class Body(Struct, frozen=True, dict=True):
    """Nodes of one HCL body, with the tables that reading it takes."""

    nodes: tuple[Node, ...]

    @cached_property
    def flat(self) -> tuple[Node, ...]:
        """The nodes of this HCL body: what lies inside groups, tags and cases too, but not inside blocks."""
        return tuple(_flat(self.nodes))

    @cached_property
    def attributes(self) -> dict[str, Attribute]:
        return {node.name: node for node in self.flat if isinstance(node, Attribute)}

    @cached_property
    def replacing(self) -> tuple[tuple[str], ...]:
        """The paths of the arguments that force a replacement."""
        return tuple((attribute.name,) for attribute in self.attributes.values() if attribute.forces_replacement)

    @cached_property
    def free_texts(self) -> frozenset[str]:
        """The arguments for which any text will do, and of which nothing has to be said."""
        return frozenset(
            name
            for name, one in self.attributes.items()
            if one.type is STRING
            and not (one.readonly or one.deprecated or one.extra or one.options or one.usual or one.format)
        )

    @cached_property
    def blocks(self) -> dict[str, Block]:
        return {node.name: node for node in self.flat if isinstance(node, Block)}

    @cached_property
    def required(self) -> tuple[Attribute, ...]:
        return tuple(attribute for attribute in self.attributes.values() if attribute.required)

    @cached_property
    def referring(self) -> tuple[tuple[Attribute, ...], tuple[Block, ...]]:
        """The arguments that name other entities, and the blocks with such arguments in them."""
        inner = tuple(block for block in self.blocks.values() if any(block.body.referring))
        return tuple(attribute for attribute in self.attributes.values() if attribute.refers), inner

    @cached_property
    def choices(self) -> tuple[tuple[Choice, tuple[str, ...]], ...]:
        """Alternatives with the names they are between, outer before inner."""
        found: list[tuple[Choice, tuple[str, ...]]] = []
        for node in self.flat:
            match node:
                case Tagged(choice=choice) if choice is not Choice.FREE:
                    found.append((choice, node.names))
                case Group(choice=choice) if choice is not Choice.FREE:
                    found.append((choice, names_of(node.nodes)))
                case Among(choice=choice, names=names):
                    found.append((choice, names))
                case _:
                    pass
        return tuple(dict.fromkeys(found))

    @cached_property
    def together(self) -> tuple[Together, ...]:
        return tuple(node for node in self.flat if isinstance(node, Together))

    @cached_property
    def apart(self) -> tuple[Apart, ...]:
        return tuple(node for node in self.flat if isinstance(node, Apart))

    @cached_property
    def selected(self) -> tuple[tuple[Tagged, Attribute, dict[str, frozenset[str | bool]]], ...]:
        """Tags that an argument spells: the pair, its argument, and for each block the tags that allow it."""
        found = []
        for node in self.flat:
            if isinstance(node, Tagged) and node.selector is not None:
                tags: dict[str, frozenset[str | bool]] = {}
                for case in node.cases:
                    for name in case.when:
                        tags[name] = tags.get(name, frozenset()) | {case.tag}
                found.append((node, node.selector, tags))
        return tuple(found)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Arguments and blocks, sorted: the order of the state."""
        return tuple(sorted([*self.attributes, *self.blocks]))


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        match node:
            case Group(nodes=inner):
                yield from _flat(inner)
            case Tagged(cases=cases, selector=selector):
                if selector is not None:
                    yield selector
                for case in cases:
                    yield from _flat(case.nodes)
            case _:
                pass


def names_of(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Names of the arguments and blocks among `nodes`, without those inside blocks."""
    return tuple(dict.fromkeys(node.name for node in _flat(nodes) if isinstance(node, Attribute | Block)))


class Document(Struct, frozen=True):
    """The document of an entity type: the key at its top, and its path below the directory of its scope.

    `path` is without the extension. `{argument}` in it stands for the value of that argument; what is in brackets is
    left out where its argument is empty: "overrides/{env_id}[/services/{service_id}]/overrides". `words` gives the
    directory names for values that are not written as they are. Without `root` the text has no key of its own at the
    top. `implied` gives the arguments that follow from which others the path gives.
    """

    root: str
    path: str
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    implied: Callable[[Mapping[str, str]], Mapping[str, str]] | None = None


class Agreement(Struct, frozen=True):
    """A key of the authored YAML that must say what an argument says; unless `required`, it may say nothing."""

    key: str
    argument: str
    word: str
    required: bool = False


class Authored(Struct, frozen=True):
    """YAML that the user writes in an argument, and that is the whole document.

    `shape` gives what the YAML may hold. `agrees` are the keys below the document's root that repeat arguments.
    `definition` is the key without which the YAML says no more than the arguments do.
    `fitting` says which connectors a place takes, by the key that holds it and the type beside it, where fields do not
    declare it themselves. `own_names` gives the names that expressions in the YAML may use because it declares them.
    """

    argument: str
    shape: Callable[[], Record]
    agrees: tuple[Agreement, ...] = ()
    definition: str = ""
    fitting: Callable[[str, str, MappingNode], Fitting | None] | None = None
    own_names: Callable[[MappingNode], OwnNames] | None = None


class Wire(Struct, frozen=True):
    """How the provider creates an entity: the path of the API to POST to, and the fields of the body.

    Without `body` the document is sent. A field whose argument is empty is left out. Answers have the entity under the
    key `wrapper`; without one, under the key at the top of its document. Source: the provider's requests.
    """

    path: str
    body: dict[str, str] = field(default_factory=dict)
    wrapper: str = ""


class Kind(Struct, frozen=True, eq=False, dict=True):
    """A resource type: one declaration that all rooms read.

    `entity` names the type of entity in references, identities and messages; resource types of a family share it, and
    with it their identifiers. `tag` is the document's `type`. `common` are the arguments every kind of the family has,
    `spec` its own. `named_by` are the arguments that make up the identifier, `inside` those that name the entities it
    is inside of, below its project.
    """

    name: str
    entity: str
    common: Body
    spec: Body = Body(())
    document: Document | None = None
    tag: str | None = None
    title: str = ""
    rules: tuple[Rule, ...] = ()
    note: str = ""
    """What a reader of the reference should know, such as how it differs from the real provider."""
    example: dict[str, Plain] = field(default_factory=dict)
    """What the reference's example says beyond what is required."""
    authored: Authored | None = None
    wire: Wire | None = None
    named_by: tuple[str, ...] = ("identifier",)
    inside: tuple[str, ...] = ()

    @cached_property
    def body(self) -> Body:
        return Body(self.common.nodes + self.spec.nodes)

    @cached_property
    def is_named_by_identifier(self) -> bool:
        """Whether the identifier is an argument, and not made of several."""
        return self.named_by == ("identifier",)

    def names(self, values: Mapping[str, Plain]) -> dict[str, Plain]:
        """Return what follows from the arguments that name the entity: `id`, and an identifier made of several."""
        if self.is_named_by_identifier:
            return {"id": values.get("identifier")}
        parts = [part for name in self.named_by if isinstance(part := values.get(name), str) and part]
        identifier = "_".join(parts).replace(".", "_")
        return {"id": identifier, "identifier": identifier}

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """The arguments that are secret whatever their values are marked as."""
        return tuple(attribute.name for attribute in self.body.attributes.values() if attribute.sensitive)
