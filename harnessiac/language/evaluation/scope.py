"""What names mean where an expression stands.

A scope maps the first name of a traversal to a value or to a namespace, which takes as many steps as it needs to find
a value. Inner scopes (for expressions, dynamic blocks) add names of their own. Names that nobody knows are resource
types, or whatever the scope's `otherwise` makes of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NoReturn, Protocol

from msgspec import Struct

from harnessiac.diagnostics import Failed, did_you_mean, error, nearest
from harnessiac.language.functions.context import NO_CONTEXT, UNDECLARED, CallContext
from harnessiac.language.syntax.nodes import AttributeStep, Step, Traversal
from harnessiac.source import SourceFile
from harnessiac.values.types import DYNAMIC, ObjectType, TupleType, Type
from harnessiac.values.value import Value


class Namespace(Protocol):
    """Finds the value that the beginning of a traversal stands for."""

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        """The value and how many of the traversal's steps lead to it. Raises Failed."""


MOST_ROUNDS = 2_000_000
"""So many rounds all for expressions and template loops of a run may take together: no configuration needs more."""


class Rounds:
    """Counts the rounds of loops, shared by a scope and all scopes inside it."""

    __slots__ = ("done",)

    def __init__(self) -> None:
        self.done = 0


class Scope:
    """Names and what they mean. `calls` is handed to every function that is called."""

    __slots__ = ("calls", "names", "otherwise", "parent", "rounds")

    def __init__(
        self,
        names: Mapping[str, Value | Namespace],
        *,
        otherwise: Namespace | None = None,
        calls: CallContext = NO_CONTEXT,
        parent: Scope | None = None,
    ) -> None:
        self.names = names
        self.otherwise = otherwise or NOT_RESOURCES
        self.calls = calls
        self.parent = parent
        self.rounds: Rounds = parent.rounds if parent is not None else Rounds()

    @staticmethod
    def empty(detail: str = "Variables may not be used here.", *, calls: CallContext = NO_CONTEXT) -> Scope:
        """A scope without any name; `detail` is what is said of one that is used."""
        return Scope({}, otherwise=Nothing(detail), calls=calls)

    def child(self, names: Mapping[str, Value | Namespace]) -> Scope:
        """This scope with more names, which hide its own."""
        return Scope(names, otherwise=self.otherwise, calls=self.calls, parent=self)

    def lookup(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        """What the beginning of a traversal stands for, and how many of its steps that takes. Raises Failed."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.names.get(node.root)
            if found is not None:
                return (found, 0) if isinstance(found, Value) else found.resolve(node, source)
            scope = scope.parent
        return self.otherwise.resolve(node, source)


def _refuse(summary: str, detail: str, node: Traversal, source: SourceFile, upto: int = 1) -> NoReturn:
    """Fail about the traversal's first `upto` steps."""
    end = node.steps[upto - 1].end if node.steps[:upto] and upto <= len(node.steps) else node.end
    raise Failed(error(summary, detail, source.span(node.start, end), code=UNDECLARED))


def _refuse_step(detail: str, step: Step, source: SourceFile) -> NoReturn:
    raise Failed(error("Invalid reference", detail, source.span(step.start, step.end), code=UNDECLARED))


def _attribute(node: Traversal, source: SourceFile) -> str:
    """The name after the root, which an object such as `var` must be followed by."""
    if not node.steps:
        detail = f'The "{node.root}" object cannot be accessed directly. Instead, access one of its attributes.'
        _refuse("Invalid reference", detail, node, source)
    step = node.steps[0]
    if not isinstance(step, AttributeStep):
        _refuse_step(f'The "{node.root}" object does not support this operation.', step, source)
    return step.name


class Nothing(Struct, frozen=True):
    """No name is known."""

    detail: str

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        raise Failed(error("Variables not allowed", self.detail, source.span(node.start, node.end), code=UNDECLARED))


class Variables(Struct, frozen=True):
    """var.name"""

    values: Mapping[str, Value]

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        name = _attribute(node, source)
        found = self.values.get(name)
        if found is None:
            hint = did_you_mean(name, self.values) or (
                f' This variable can be declared with a variable "{name}" {{}} block.'
            )
            detail = f'An input variable with the name "{name}" has not been declared.{hint}'
            _refuse("Reference to undeclared input variable", detail, node, source)
        return found, 1


class Locals(Struct, frozen=True):
    """local.name. `declared` names all of them, with values or not yet."""

    values: Mapping[str, Value]
    declared: Collection[str] = ()

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        name = _attribute(node, source)
        found = self.values.get(name)
        if found is None:
            hint = did_you_mean(name, self.declared or self.values)
            detail = f'A local value with the name "{name}" has not been declared.{hint}'
            _refuse("Reference to undeclared local value", detail, node, source)
        return found, 1


class Count(Struct, frozen=True):
    """count.index; without a value where count is not set."""

    index: Value | None = None

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        name = _attribute(node, source)
        if name != "index":
            detail = (
                f'The "count" object does not have an attribute named "{name}". The only supported attribute is '
                'count.index, which is the index of each instance of a resource block that has the "count" argument '
                "set."
            )
            _refuse('Invalid "count" attribute', detail, node, source)
        if self.index is None:
            detail = (
                'The "count" object can only be used in "module", "resource", and "data" blocks, and only when the '
                '"count" argument is set.'
            )
            _refuse('Reference to "count" in non-counted context', detail, node, source)
        return self.index, 1


class Each(Struct, frozen=True):
    """each.key and each.value; without values where for_each is not set."""

    key: Value | None = None
    value: Value | None = None

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        name = _attribute(node, source)
        if name not in ("key", "value"):
            detail = (
                f'The "each" object does not have an attribute named "{name}". The supported attributes are each.key '
                'and each.value, the current key and value pair of the "for_each" attribute set.'
            )
            _refuse('Invalid "each" attribute', detail, node, source)
        found = self.key if name == "key" else self.value
        if found is None:
            detail = (
                'The "each" object can be used only in "module" or "resource" blocks, and only when the "for_each" '
                "argument is set."
            )
            _refuse('Reference to "each" in context without for_each', detail, node, source)
        return found, 1


class Self(Struct, frozen=True):
    """self, where a condition is about a resource instance."""

    value: Value | None = None

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        if self.value is None:
            detail = (
                'The "self" object is not available in this context. This object can be used only in resource '
                "provisioner, connection, and postcondition blocks."
            )
            place = source.span(node.start, node.start + len(node.root))
            raise Failed(error('Invalid "self" reference', detail, place, code=UNDECLARED))
        return self.value, 0


class Paths(Struct, frozen=True):
    """path.module, path.root, path.cwd"""

    values: Mapping[str, Value]

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        name = _attribute(node, source)
        found = self.values.get(name)
        if found is None:
            hint = did_you_mean(name, self.values) or (
                " The supported attributes are path.cwd, path.module and path.root."
            )
            detail = f'The "path" object does not have an attribute named "{name}".{hint}'
            _refuse('Invalid "path" attribute', detail, node, source)
        return found, 1


class Terraform(Struct, frozen=True):
    """terraform.workspace"""

    workspace: Value

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        name = _attribute(node, source)
        if name != "workspace":
            detail = (
                f'The "{node.root}" object does not have an attribute named "{name}". The only supported attribute is '
                f"{node.root}.workspace, the name of the currently-selected workspace."
            )
            _refuse('Invalid "terraform" attribute', detail, node, source)
        return self.workspace, 1


class Resources(Struct, frozen=True):
    """type.name and data.type.name.

    `values` maps an address such as data.type.name to the value of the whole resource: an object, or a tuple (count) or
    object (for_each) of objects. `repeated` says of addresses with "count" or "for_each" which of the two is set.
    `module` is where they are declared, as sentences name it.
    """

    values: Mapping[str, Value]
    repeated: Mapping[str, str]
    module: str = "the root module"

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        address, taken = resource_address(node, source)
        found = self.values.get(address)
        if found is None:
            self._undeclared(address, node, source, taken)
        rest = node.steps[taken:]
        repetition = self.repeated.get(address)
        if rest and repetition and isinstance(rest[0], AttributeStep):
            key = "count.index" if repetition == "count" else "each.key"
            detail = (
                f'Because {address} has "{repetition}" set, its attributes must be accessed on specific instances.\n\n'
                f"For example, to correlate with indices of a referring resource, use:\n    {address}[{key}]"
            )
            _refuse("Missing resource instance key", detail, node, source, taken)
        if rest and not repetition and not isinstance(rest[0], AttributeStep):
            detail = (
                f'Because {address} does not have "count" or "for_each" set, references to it must not include an '
                "index key. Remove the bracketed index to refer to the single instance of this resource."
            )
            _refuse("Unexpected resource instance key", detail, node, source, taken + 1)
        self._check_attribute(found, rest, source, repeated=repetition is not None)
        return found, taken

    def _check_attribute(self, found: Value, rest: tuple[Step, ...], source: SourceFile, *, repeated: bool) -> None:
        """Refuse an attribute that no instance of the resource has."""
        at = 1 if repeated else 0
        if len(rest) <= at or not isinstance(step := rest[at], AttributeStep):
            return
        instance: Type = found.type
        if repeated and isinstance(instance, TupleType | ObjectType):
            types = instance.elements if isinstance(instance, TupleType) else [of for _, of in instance.attributes]
            instance = types[0] if types else DYNAMIC
        if isinstance(instance, ObjectType) and all(name != step.name for name, _ in instance.attributes):
            names = [name for name, _ in instance.attributes]
            detail = (
                f'This object has no argument, nested block, or exported attribute named "{step.name}".'
                f"{did_you_mean(step.name, names)}"
            )
            raise Failed(error("Unsupported attribute", detail, source.span(step.start, step.end), code=UNDECLARED))

    def _undeclared(self, address: str, node: Traversal, source: SourceFile, taken: int) -> NoReturn:
        is_data = address.startswith("data.")
        *_, kind, name = address.split(".")
        sort = "data" if is_data else "managed"
        other = address.removeprefix("data.") if is_data else f"data.{address}"
        hint = ""
        if other in self.values:
            hint = f"\n\nDid you mean the {'managed' if is_data else 'data'} resource {other}?"
        else:
            near = nearest_address(address, self.values)
            hint = f" Did you mean {near}?" if near else ""
        detail = f'A {sort} resource "{kind}" "{name}" has not been declared in {self.module}.{hint}'
        _refuse("Reference to undeclared resource", detail, node, source, taken)


def nearest_address(address: str, known: Iterable[str]) -> str | None:
    """The address that this is most likely a slip of: another name of the same type, or another type's same name."""
    before, _, name = address.rpartition(".")
    same_type: dict[str, str] = {}
    same_name: dict[str, str] = {}
    for other in known:
        left, _, right = other.rpartition(".")
        if left == before:
            same_type[right] = other
        elif right == name:
            same_name[left] = other
    near = nearest(name, same_type)
    if near is not None:
        return same_type[near]
    near = nearest(before, same_name)
    return same_name[near] if near is not None else None


NOT_RESOURCES = Resources({}, {})


def resource_address(node: Traversal, source: SourceFile) -> tuple[str, int]:
    """The address that a traversal begins with, and how many steps after the root it takes. Raises Failed."""
    count = 2 if node.root == "data" else 1
    for step in node.steps[:count]:
        if not isinstance(step, AttributeStep):
            _refuse_step(_TWO_NAMES if count == 2 else _ONE_NAME, step, source)
    if len(node.steps) < count:
        _refuse("Invalid reference", _TWO_NAMES if count == 2 else _ONE_NAME, node, source)
    names = [step.name for step in node.steps[:count] if isinstance(step, AttributeStep)]
    return ".".join([node.root, *names]), count


_ONE_NAME = (
    "A reference to a resource type must be followed by at least one attribute access, specifying the resource name."
)
_TWO_NAMES = 'The "data" object must be followed by two attribute names: the data source type and the resource name.'
