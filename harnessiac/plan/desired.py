"""What the configuration asks for: every resource instance with its finished attributes, and the outputs.

This is the one place where expressions get values. Everything is evaluated in dependency order, so each value is there
when the next needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct, field

from harnessiac.addresses import InstanceAddress, ModulePath, ResourceAddress, Target
from harnessiac.attributes import Attributes, Path
from harnessiac.entities.lookup import References
from harnessiac.graph import DependencyGraph
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.plan.definition import Action, CheckResult, Mode, OutputChange, Reason
from harnessiac.plan.silencing import Silencing
from harnessiac.source import Span, TextOrigin
from harnessiac.state.model import OutputValue
from harnessiac.values.plain import to_plain
from harnessiac.values.value import Value, without_marks


@dataclass(frozen=True, slots=True)
class DesiredInstance:
    """One instance as the configuration wants it.

    `force_new` are attributes whose change replaces it. `prevent_destroy` is where that is said, None if it is not.
    `triggers` are what `replace_triggered_by` names: an empty path is any change.
    """

    address: InstanceAddress
    attributes: Attributes
    sensitive: tuple[Path, ...]
    span: Span
    dependencies: tuple[ResourceAddress, ...] = ()
    force_new: tuple[Path, ...] = ()
    create_before_destroy: bool = False
    prevent_destroy: Span | None = None
    ignore_changes: tuple[Path, ...] = ()
    ignore_all: bool = False
    triggers: tuple[tuple[Target, Path], ...] = ()


class DesiredOutput(Struct, frozen=True):
    value: Value
    type: Any
    """Terraform's JSON type expression."""
    sensitive: bool


class Wanted(Struct, frozen=True):
    """A document to import: the id of its entity, and where the import block stands."""

    address: InstanceAddress
    id: str
    span: Span


class Desired(Struct, frozen=True):
    """`documents` is the documents folder's name, for messages. `graph` says which resources need which, and why.

    `modules` are the instances of modules that there are. `unknown_outputs` depend on what other providers make: they
    stay as they are. With `ignore_foreign` so do the resources of others in the state.
    """

    root: ModuleTree
    instances: Mapping[InstanceAddress, DesiredInstance] = field(default_factory=dict)
    outputs: Mapping[str, DesiredOutput] = field(default_factory=dict)
    documents: str = ".harness"
    graph: DependencyGraph[str] = field(default_factory=DependencyGraph)
    modules: frozenset[ModulePath] = frozenset({()})
    imports: tuple[Wanted, ...] = ()
    unknown_outputs: frozenset[str] = frozenset()
    ignore_foreign: bool = False
    references: References = field(default_factory=References)
    checks: tuple[CheckResult, ...] = ()
    origins: Mapping[InstanceAddress, Callable[[], TextOrigin]] = field(default_factory=dict)
    silencing: Silencing = field(default_factory=Silencing)
    """The comments that silence findings."""

    def declares(self, resource: ResourceAddress) -> bool:
        """Whether there is a block for the resource, in whichever instance of its module."""
        tree = self.root.find(tuple(step.name for step in resource.module))
        return tree is not None and f"{resource.type}.{resource.name}" in tree.module.resources

    def reason_absent(self, address: InstanceAddress) -> Reason:
        """Why an instance of the state is not wanted any more."""
        where = address.resource.module
        tree = self.root.find(tuple(step.name for step in where))
        if tree is None or where not in self.modules:
            return Reason.DELETE_NO_MODULE
        resource = tree.module.resources.get(f"{address.resource.type}.{address.resource.name}")
        if resource is None:
            return Reason.DELETE_NO_CONFIG
        match address.key:
            case int() if resource.count is not None:
                return Reason.DELETE_COUNT_INDEX
            case str() if resource.for_each is not None:
                return Reason.DELETE_EACH_KEY
            case _:
                return Reason.DELETE_WRONG_REPETITION

    def output_changes(self, prior: Mapping[str, OutputValue], mode: Mode) -> tuple[OutputChange, ...]:
        """Every output that changes or stays, by name."""
        changes = []
        wanted = {} if mode is Mode.DESTROY else self.outputs
        for name in sorted((wanted.keys() | prior.keys()) - self.unknown_outputs):
            before, after = prior.get(name), wanted.get(name)
            if after is None:
                if before is not None:
                    changes.append(
                        OutputChange(name, Action.DELETE, before.value, None, before.sensitive, before.sensitive)
                    )
                continue
            plain = to_plain(without_marks(after.value))
            if before is None:
                changes.append(OutputChange(name, Action.CREATE, None, plain, after.sensitive, False, after.type))
                continue
            same = (before.value, before.type, before.sensitive) == (plain, after.type, after.sensitive)
            action = Action.NO_OP if same else Action.UPDATE
            changes.append(
                OutputChange(name, action, before.value, plain, after.sensitive, before.sensitive, after.type)
            )
        return tuple(changes)
