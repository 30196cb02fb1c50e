"""Evaluates resource and data blocks, instance by instance."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from msgspec import Struct, field
from msgspec.structs import replace

from harnessiac import platform
from harnessiac.addresses import InstanceAddress, InstanceKey, ModulePath, ResourceAddress, Target
from harnessiac.attributes import Attributes
from harnessiac.diagnostics import Diagnostic, did_you_mean, error, has_errors
from harnessiac.entities.applied_yaml import AppliedYaml
from harnessiac.entities.argument_links import argument_links
from harnessiac.entities.data_sources import DataReader, Entities
from harnessiac.entities.dependencies import Links
from harnessiac.entities.documents import instance_value, unknown_values, without_secrets
from harnessiac.entities.yaml_reading import Forgetful, Readings
from harnessiac.language.configuration.declarations import META_ARGUMENTS, META_BLOCKS, Resource
from harnessiac.language.evaluation.bodies import evaluate_body
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.file_origins import written
from harnessiac.language.evaluation.scope import Scope, Self
from harnessiac.phases import Phases
from harnessiac.plan.conditions import Checked, Checks, as_warnings
from harnessiac.plan.desired import DesiredInstance
from harnessiac.plan.instances import UNKNOWN_KEY, Instances, unknown_instance
from harnessiac.plan.lifecycle import Lifecycle, read_lifecycle
from harnessiac.plan.modules import ModuleInstance, Names
from harnessiac.plan.silencing import Silencing
from harnessiac.schema.nodes import Kind
from harnessiac.source import TextOrigin
from harnessiac.values.blocks import EvaluatedBlock
from harnessiac.values.value import DYNAMIC_UNKNOWN, EMPTY_OBJECT, Value, object_of, tuple_of

Lazy = Callable[[], Value]
"""A value that is computed when somebody refers to it."""


class Resources(Struct):
    """Collects the instances that are wanted.

    With `complete` every value must be known. With `ignore_foreign` the resources of other providers are let in, and
    nothing is known of them.
    """

    data: DataReader
    entities: Entities
    complete: bool = True
    ignore_foreign: bool = False
    readings: Readings = field(default_factory=Forgetful)
    phases: Phases = field(default_factory=Phases)
    instances: dict[InstanceAddress, DesiredInstance] = field(default_factory=dict)
    links: Links = field(default_factory=Links)
    silencing: Silencing = field(default_factory=Silencing)
    origins: dict[InstanceAddress, Callable[[], TextOrigin]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    checks: Checks = field(default_factory=Checks)
    _lifecycles: dict[int, Lifecycle] = field(default_factory=dict)

    def evaluate(
        self,
        resource: Resource,
        module: ModuleInstance,
        keys: Instances | None,
        dependencies: tuple[ResourceAddress, ...],
        applied: AppliedYaml | None = None,
    ) -> Lazy:
        """The value of the whole resource in one instance of its module; `keys` None: its instances are not known.

        `applied` is given where something refers to the resource: references then see the YAML that stays.
        """
        address = ResourceAddress(resource.type, resource.name, module.path, resource.mode)
        kind = platform.schema(resource.type)
        if kind is None:
            if not (self.ignore_foreign and is_foreign(resource.type)):
                self.diagnostics.append(_unknown_type(resource))
            return lambda: DYNAMIC_UNKNOWN
        values: dict[InstanceKey, Lazy] = {}
        for key, own in keys if keys is not None else [(UNKNOWN_KEY, unknown_instance(resource))]:
            one = address.instance(key)
            if resource.mode == "data":
                values[key] = partial(_same, self._data(resource, kind, one, module.scope, own))
            else:
                is_known = module.is_known and keys is not None
                values[key] = self._managed(
                    resource, kind, one, module.scope, own, dependencies, applied, is_known=is_known
                )
        return partial(_together, resource, values, known=keys is not None)

    def _lifecycle(self, resource: Resource, kind: Kind) -> Lifecycle:
        known = self._lifecycles.get(id(resource))
        if known is None:
            known, problems = read_lifecycle(
                resource,
                lambda e: evaluate(e, Scope.empty("Variables may not be used here."), resource.source),
                unknown_values(kind),
            )
            self.diagnostics += problems
            self._lifecycles[id(resource)] = known
        return known

    def _data(self, resource: Resource, kind: Kind, instance: InstanceAddress, outer: Scope, own: Names) -> Value:
        label = str(instance)
        scope = outer.child(own)
        found: list[Diagnostic] = []
        about = _about(instance)
        for rule in resource.lifecycle.preconditions:
            found += self.checks.check(about, rule, scope, "Resource precondition failed")
        block, problems = evaluate_body(resource.body, scope, resource.source, skip=META_ARGUMENTS | META_BLOCKS)
        found += [d.about(label) for d in problems]
        value, problems = self.data.value(kind, block, label, resource.span)
        found += problems
        after = outer.child({**own, "self": Self(value)})
        if not has_errors(found):
            for rule in resource.lifecycle.postconditions:
                found += self.checks.check(about, rule, after, "Resource postcondition failed")
        self.diagnostics += as_warnings(found) if resource.is_checked else found
        return value

    def _managed(
        self,
        resource: Resource,
        kind: Kind,
        instance: InstanceAddress,
        outer: Scope,
        own: Names,
        dependencies: tuple[ResourceAddress, ...],
        applied: AppliedYaml | None,
        *,
        is_known: bool,
    ) -> Lazy:
        """Evaluate one instance and keep it if nothing is wrong with it."""
        lifecycle = self._lifecycle(resource, kind)
        label = str(instance)
        scope = outer.child(own)
        about = _about(instance)
        for rule in resource.lifecycle.preconditions:
            self.diagnostics += self.checks.check(about, rule, scope, "Resource precondition failed")
        block, problems = evaluate_body(resource.body, scope, resource.source, skip=META_ARGUMENTS | META_BLOCKS)
        read = self._checked(resource, kind, instance, block, scope)
        problems = [*problems, *read.findings]
        self.diagnostics += [d.about(label) for d in (*problems, *read.yaml_findings)]
        found = read.values
        planned = found
        if applied is not None and not (found.unknown or has_errors(problems)):
            planned = replace(found, values=applied.planned(kind, instance, found.values))
        value = cache(partial(instance_value, kind, planned))
        if resource.lifecycle.postconditions:
            after = outer.child({**own, "self": Self(value())})
            for rule in resource.lifecycle.postconditions:
                self.diagnostics += self.checks.check(about, rule, after, "Resource postcondition failed")
        if has_errors(problems) or not is_known:
            self.links.is_complete = False
            return value
        if found.unknown:
            self.links.is_complete = False
            if self.complete:
                self.diagnostics.append(_not_known(found.unknown, block, label))
            return value
        self._read_comments(resource, kind, instance, found.values)
        span = resource.span
        kept = without_secrets(kind, found.values)
        self.links.add(instance, kept, span)
        self.links.read(instance, (*argument_links(kind, kept, found.sensitive, block), *read.links))
        self.entities.add(kind, instance, kept if planned is found else without_secrets(kind, planned.values))
        module = instance.resource.module
        self.instances[instance] = DesiredInstance(
            instance,
            kept,
            found.sensitive,
            span,
            dependencies,
            kind.body.replacing,
            lifecycle.create_before_destroy,
            lifecycle.prevent_destroy,
            lifecycle.ignore_changes,
            lifecycle.ignore_all,
            tuple((in_module(target, module), path) for target, path in lifecycle.triggers),
        )
        return value

    def _checked(
        self, resource: Resource, kind: Kind, instance: InstanceAddress, block: EvaluatedBlock, scope: Scope
    ) -> platform.Checked:
        """The block as the platform reads it, YAML that was written in it included."""

        def origin(text: str) -> Callable[[], TextOrigin]:
            argument = kind.authored.argument if kind.authored is not None else ""
            expression = resource.body.attributes[argument].expression
            self.origins[instance] = cache(partial(written, expression, resource.source, scope, text))
            return self.origins[instance]

        with self.phases.phase("check"):
            return platform.validate(kind, block, origin, self.readings)

    def _read_comments(self, resource: Resource, kind: Kind, instance: InstanceAddress, values: Attributes) -> None:
        """Remember the comments that silence findings, those in YAML included."""
        origin = self.origins.get(instance)
        if origin is None or kind.authored is None:
            self.silencing.read(resource, str(instance))
        else:
            self.silencing.read(resource, str(instance), str(values[kind.authored.argument]), origin)


def _about(instance: InstanceAddress) -> Checked:
    resource = instance.resource
    return Checked("resource", resource.module, resource.name, resource.mode, resource.type, instance.key)


def in_module(target: Target, module: ModulePath) -> Target:
    """An address relative to a module, from the root."""
    match target:
        case ResourceAddress():
            return ResourceAddress(target.type, target.name, (*module, *target.module), target.mode)
        case InstanceAddress(resource=resource, key=key):
            return ResourceAddress(resource.type, resource.name, (*module, *resource.module), resource.mode).instance(
                key
            )
        case _:
            return (*module, *target)


def is_foreign(type: str) -> bool:
    """Whether a resource type belongs to another provider."""
    return not type.startswith("harness_")


def _unknown_type(resource: Resource) -> Diagnostic:
    if is_foreign(resource.type):
        detail = (
            f'hiac manages Harness resources and knows nothing of "{resource.type}". Keep the resources of other '
            "providers in a configuration of their own, or let them in with nothing known of them: [foreign] "
            'resources = "ignore" in hiac.toml.'
        )
        return error("Invalid resource type", detail, resource.type_span)
    hint = did_you_mean(resource.type, platform.types())
    if resource.mode == "data":
        detail = f'The provider harness/harness does not support data source "{resource.type}".{hint}'
        return error("Invalid data source", detail, resource.type_span)
    detail = f'The provider harness/harness does not support resource type "{resource.type}".{hint}'
    return error("Invalid resource type", detail, resource.type_span)


def _not_known(paths: tuple[tuple[str | int, ...], ...], block: EvaluatedBlock, label: str) -> Diagnostic:
    names = ", ".join(".".join(str(step) for step in path) for path in paths[:3])
    detail = f"A plan must know every value, but these depend on something that is not known: {names}."
    return error("Value not known", detail, block.header_span, address=label)


def _same(value: Value) -> Value:
    return value


def _together(resource: Resource, values: dict[InstanceKey, Lazy], *, known: bool) -> Value:
    """What a reference to the whole resource gives: an object, a tuple (count) or an object by key (for_each)."""
    if not known:
        return DYNAMIC_UNKNOWN
    if resource.count is not None:
        return tuple_of([value() for value in values.values()])
    if resource.for_each is not None:
        return object_of({str(key): value() for key, value in values.items()})
    return values[None]() if None in values else EMPTY_OBJECT
