"""Instances of modules while they are evaluated, and what a reference to a called module gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from harnessiac.addresses import InstanceKey, ModulePath
from harnessiac.diagnostics import Failed, did_you_mean, error
from harnessiac.language.configuration.declarations import ModuleCall
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.language.evaluation.scope import Namespace, Scope
from harnessiac.language.functions.context import UNDECLARED
from harnessiac.language.syntax.nodes import AttributeStep, IndexStep, Traversal
from harnessiac.source import SourceFile
from harnessiac.values.value import DYNAMIC_UNKNOWN, Value, object_of, tuple_of

Names = Mapping[str, Value | Namespace]
"""What only one instance sees: count, each, self."""


class LateValues(Mapping[str, Value]):
    """Values by name, each computed when it is first asked for: most resources are never referred to."""

    def __init__(self) -> None:
        self._late: dict[str, Callable[[], Value]] = {}
        self._known: dict[str, Value] = {}

    def add(self, name: str, value: Callable[[], Value]) -> None:
        self._late[name] = value

    def __getitem__(self, name: str) -> Value:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._late[name]()
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._late

    def __iter__(self) -> Iterator[str]:
        return iter(self._late)

    def __len__(self) -> int:
        return len(self._late)


class ModuleInstance(Struct):
    """A module called once: its values as they become known.

    `own` are count and each of the call, which its arguments may use. `is_known` is false where it stands for
    instances whose number is not known yet.
    """

    tree: ModuleTree
    path: ModulePath
    scope: Scope
    inputs: dict[str, Value]
    parent: ModuleInstance | None = None
    call: ModuleCall | None = None
    own: Names = field(default_factory=dict)
    is_known: bool = True
    locals: dict[str, Value] = field(default_factory=dict)
    resources: LateValues = field(default_factory=LateValues)
    outputs: dict[str, Value] = field(default_factory=dict)
    called: dict[str, Called] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """`module.a["x"]`, nothing for the root module."""
        return ".".join(str(step) for step in self.path)


class Called(Struct):
    """A module call with its instances; `instances` None: their number is not known."""

    call: ModuleCall
    tree: ModuleTree
    instances: dict[InstanceKey, ModuleInstance] | None = None
    _whole: Value | None = None

    def output(self, key: InstanceKey, name: str) -> Value | None:
        """One output of one instance; None if there is no such instance."""
        if self.instances is None:
            return DYNAMIC_UNKNOWN
        instance = self.instances.get(key)
        return None if instance is None else instance.outputs.get(name, DYNAMIC_UNKNOWN)

    def has(self, key: InstanceKey) -> bool:
        """Whether there is such an instance; when their number is not known there may be."""
        return self.instances is None or key in self.instances

    def whole(self) -> Value:
        """All outputs: an object, or a tuple (count) or object (for_each) of objects."""
        if self._whole is not None:
            return self._whole
        if self.instances is None:
            return DYNAMIC_UNKNOWN
        declared = self.tree.module.outputs
        found = {
            key: object_of({name: one.outputs.get(name, DYNAMIC_UNKNOWN) for name in declared})
            for key, one in self.instances.items()
        }
        match self.call.repetition:
            case "count":
                value = tuple_of(found.values())
            case "for_each":
                value = object_of({str(key): v for key, v in found.items()})
            case _:
                value = found.get(None, DYNAMIC_UNKNOWN)
        if all(len(one.outputs) == len(declared) for one in self.instances.values()):
            self._whole = value
        return value


class ModuleCalls(Struct, frozen=True):
    """module.name and its outputs. `module` is where the calls are made, as sentences name it."""

    called: Mapping[str, Called]
    declared: Mapping[str, ModuleCall]
    module: str

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        if not node.steps or not isinstance(node.steps[0], AttributeStep):
            detail = 'The "module" object cannot be accessed directly. Instead, access one of its attributes.'
            place = source.span(node.start, node.start + len(node.root))
            raise Failed(error("Invalid reference", detail, place, code=UNDECLARED))
        name, rest = node.steps[0].name, node.steps[1:]
        if name not in self.declared:
            detail = f'No module call named "{name}" is declared in {self.module}.{did_you_mean(name, self.declared)}'
            place = source.span(node.start, node.end)
            raise Failed(error("Reference to undeclared module", detail, place, code=UNDECLARED))
        found = self.called.get(name)
        if found is None:
            return DYNAMIC_UNKNOWN, len(node.steps)
        match found.call.repetition, rest:
            case None, (AttributeStep() as output, *_):
                return self._output(found, None, output, source), 2
            case str(), (IndexStep(key=key), AttributeStep() as output, *_) if found.has(key):
                return self._output(found, key, output, source), 3
            case _:
                return found.whole(), 1

    @staticmethod
    def _output(found: Called, key: InstanceKey, step: AttributeStep, source: SourceFile) -> Value:
        declared = found.tree.module.outputs
        if step.name not in declared:
            detail = f'This object does not have an attribute named "{step.name}".{did_you_mean(step.name, declared)}'
            place = source.span(step.start, step.end)
            raise Failed(error("Unsupported attribute", detail, place, code=UNDECLARED))
        return found.output(key, step.name) or DYNAMIC_UNKNOWN
