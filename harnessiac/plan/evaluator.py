"""Evaluates a module: variables, locals, resources and outputs, each after what it needs.

Meant to be used once per command. What cannot be evaluated is a diagnostic and counts as unknown for the rest, so that
one run finds all independent problems.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from harnessiac import kinds
from harnessiac.addresses import InstanceAddress, InstanceKey, ResourceAddress
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error, has_errors
from harnessiac.graph import DependencyGraph
from harnessiac.language.bodies import evaluate_body
from harnessiac.language.declarations import (
    META_ARGUMENTS,
    META_BLOCKS,
    Condition,
    Module,
    Output,
    Resource,
    Variable,
    defining_range,
)
from harnessiac.language.evaluation import evaluate
from harnessiac.language.functions.context import CallContext
from harnessiac.language.origins import origins
from harnessiac.language.scope import (
    Count,
    Each,
    Locals,
    Modules,
    Namespace,
    Paths,
    Resources,
    Scope,
    Self,
    Terraform,
    Variables,
)
from harnessiac.language.syntax import Expression
from harnessiac.plan import dependencies
from harnessiac.plan.definition import Attributes
from harnessiac.plan.desired import Desired, DesiredInstance, DesiredOutput
from harnessiac.plan.entities import SERVICE, instance_value, without_secrets
from harnessiac.plan.lifecycle import Lifecycle, read_lifecycle
from harnessiac.plan.links import Links
from harnessiac.schema.mapping import attributes as attributes_of
from harnessiac.schema.nodes import Kind
from harnessiac.schema.validation import validate
from harnessiac.services.document import ServiceIdentity, read_service
from harnessiac.source import SourceFile, Span
from harnessiac.values import typenames
from harnessiac.values.blocks import EvaluatedBlock
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.types import BOOL, NUMBER, STRING, MapType, ObjectType, SetType
from harnessiac.values.value import (
    DYNAMIC_UNKNOWN,
    EMPTY_OBJECT,
    Mark,
    Value,
    all_marks,
    is_wholly_known,
    number,
    object_of,
    string,
    tuple_of,
    unknown,
)

UNKNOWN_KEY = "*"
"""Stands for the key of an instance whose count or for_each is not known yet (only while validating)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`documents` is the documents folder's name for messages; `workspace` and the paths answer path.* and terraform.*.

    With `complete` every value must be known, as a plan needs; without, unknown values are let through.
    """

    documents: str = ".harness"
    workspace: str = "default"
    path_module: str = "."
    path_cwd: str = "/"
    complete: bool = True
    calls: CallContext = field(default_factory=CallContext)


Names = Mapping[str, Value | Namespace]


def _repeated(module: Module) -> dict[str, str]:
    """Which of count and for_each a resource has set, if any."""
    found = {}
    for address, resource in module.resources.items():
        if resource.count is not None:
            found[address] = "count"
        elif resource.for_each is not None:
            found[address] = "for_each"
    return found


def _between(graph: dependencies.Graph, module: Module) -> DependencyGraph[str]:
    """Only the resources of a graph, and what they need directly or through variables and locals."""
    found: DependencyGraph[str] = DependencyGraph()
    for address in module.resources:
        found.add(address)
        seen: set[str] = set()
        todo = list(graph.needs.get(address, {}).items())
        while todo:
            other, edge = todo.pop()
            if other in module.resources:
                found.connect(address, other, edge)
            elif other not in seen:
                seen.add(other)
                todo += [(node, edge) for node in graph.needs.get(other, {})]
    return found


def names(module: Module, inputs: Mapping[str, Value], settings: Settings) -> tuple[Scope, list[Diagnostic]]:
    """What every name of the module means, for expressions asked from outside."""
    evaluator = _Evaluator(module, inputs, settings)
    evaluator.run()
    return evaluator.base, evaluator.diagnostics


def desire(module: Module, inputs: Mapping[str, Value], settings: Settings) -> tuple[Desired, list[Diagnostic]]:
    """Evaluate everything `module` declares with the given variables. Nothing is desired after an error."""
    evaluator = _Evaluator(module, inputs, settings)
    return evaluator.run(), evaluator.diagnostics


@dataclass
class _Evaluator:
    module: Module
    inputs: Mapping[str, Value]
    settings: Settings
    diagnostics: list[Diagnostic] = field(default_factory=list)
    locals: dict[str, Value] = field(default_factory=dict)
    resources: dict[str, Value] = field(default_factory=dict)
    instances: dict[InstanceAddress, DesiredInstance] = field(default_factory=dict)
    outputs: dict[str, DesiredOutput] = field(default_factory=dict)
    links: Links = field(default_factory=Links)
    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    base: Scope = field(init=False)

    def __post_init__(self) -> None:
        settings = self.settings
        workspace = Terraform(string(settings.workspace))
        paths = {"module": settings.path_module, "root": settings.path_module, "cwd": settings.path_cwd}
        self.base = Scope(
            {
                "var": Variables(self.inputs),
                "local": Locals(self.locals, self.module.locals),
                "module": Modules({}),
                "path": Paths({name: string(path) for name, path in paths.items()}),
                "terraform": workspace,
                "tofu": workspace,
                "count": Count(),
                "each": Each(),
                "self": Self(),
            },
            otherwise=Resources(self.resources, _repeated(self.module)),
            calls=settings.calls,
        )

    def run(self) -> Desired:
        graph = dependencies.declared(self.module)
        order = graph.order()
        if order is None:
            self.diagnostics += dependencies.loops(graph)
            return Desired(self.module, documents=self.settings.documents)
        self.needs = dependencies.resource_dependencies(graph, order, self.module)
        for node in order:
            self._evaluate_node(node)
        self._link(graph)
        return Desired(self.module, self.instances, self.outputs, self.settings.documents, _between(graph, self.module))

    def _link(self, graph: dependencies.Graph) -> None:
        """Add what no expression shows to the dependencies of each instance; a loop through it is an error."""
        edges, problems = self.links.resolve()
        self.diagnostics += problems
        for address, needed in edges.items():
            others = {r: e for r, e in needed.items() if r != address.resource}
            if others:
                instance = self.instances[address]
                together = sorted({*instance.dependencies, *others}, key=ResourceAddress.sort_key)
                self.instances[address] = replace(instance, dependencies=tuple(together))
            for resource, edge in others.items():
                graph.connect(str(address.resource), str(resource), edge)
        if graph.order() is None:
            self.diagnostics += dependencies.loops(graph)

    def _evaluate_node(self, node: str) -> None:
        sort, _, name = node.partition(".")
        if sort == "var":
            self._check_variable(self.module.variables[name])
        elif sort == "local":
            local = self.module.locals[name]
            self.locals[name] = self._value(local.expression, local.source)
        elif sort == "output" and name in self.module.outputs:
            self._output(self.module.outputs[name])
        else:
            self._resource(self.module.resources[node])

    # values

    def _value(self, expression: Expression, source: SourceFile, scope: Scope | None = None) -> Value:
        """The value of an expression; what is wrong with it is noted, and then it is unknown."""
        try:
            return evaluate(expression, scope or self._scope(), source)
        except Failed as failure:
            self.diagnostics += failure.diagnostics
            return DYNAMIC_UNKNOWN

    def _scope(self, own: Names | None = None) -> Scope:
        """What names mean in the module; `own` is what only one instance sees."""
        return self.base if own is None else self.base.child(own)

    # conditions

    def _holds(self, rule: Condition, scope: Scope, summary: str, subject: Span, extra: str = "") -> None:
        """Note an error unless the rule's condition is true (or not known yet)."""
        try:
            result = evaluate(rule.condition, scope, rule.source)
            verdict = convert(result.unmarked(), BOOL)
        except Failed as failure:
            self.diagnostics += failure.diagnostics
            return
        except ConversionError as problem:
            detail = f"Invalid condition result value: {problem}."
            self.diagnostics.append(error("Invalid condition result", detail, _span(rule.condition, rule.source)))
            return
        if not verdict.is_known or verdict.raw is True:
            return
        message = "The error message is not known."
        try:
            text = convert(evaluate(rule.error_message, scope, rule.source), STRING)
            if text.marks:
                message = "The error message included a sensitive value, so it will not be displayed."
            elif isinstance(text.raw, str):
                message = text.raw.strip()
        except (Failed, ConversionError):
            message = "The error message could not be evaluated."
        self.diagnostics.append(error(summary, message + extra, subject))

    def _check_variable(self, variable: Variable) -> None:
        scope = self._scope()
        for rule in variable.validations:
            note = f"\n\nThis was checked by the validation rule at {defining_range(rule.span)}."
            self._holds(rule, scope, "Invalid value for variable", variable.span, note)

    def _output(self, output: Output) -> None:
        scope = self._scope()
        for rule in output.preconditions:
            place = _span(rule.condition, rule.source)
            self._holds(rule, scope, "Module output value precondition failed", place)
        value = self._value(output.value, output.source, scope)
        marks = all_marks(value)
        place = _span(output.value, output.source)
        if Mark.SENSITIVE in marks and not output.sensitive:
            self.diagnostics.append(error("Output refers to sensitive values", SENSITIVE_OUTPUT, place))
        if Mark.EPHEMERAL in marks:
            detail = "This output value is not declared as returning an ephemeral value, so it cannot be set to one."
            self.diagnostics.append(error("Ephemeral value not allowed", detail, place))
        if not is_wholly_known(value):
            return
        self.outputs[output.name] = DesiredOutput(value, typenames.to_json(value.type), output.sensitive)

    # resources

    def _resource(self, resource: Resource) -> None:
        address = _address(resource)
        kind = kinds.find(resource.type)
        if kind is None:
            self.diagnostics.append(_unknown_type(resource))
            self.resources[resource.address] = DYNAMIC_UNKNOWN
            return
        lifecycle, problems = read_lifecycle(
            resource, lambda e: evaluate(e, Scope.empty("Variables may not be used here."), resource.source)
        )
        self.diagnostics += problems
        values: dict[InstanceKey, Value] = {}
        keys = self._keys(resource)
        for key, own in keys if keys is not None else [(UNKNOWN_KEY, self._unknown_own(resource))]:
            instance = address.instance(key)
            value = self._instance(resource, kind, lifecycle, instance, own)
            values[key] = value
        self.resources[resource.address] = _together(resource, values, known=keys is not None)

    def _keys(self, resource: Resource) -> list[tuple[InstanceKey, Names]] | None:
        """Each instance's key with the names only it sees (count, each); None if not known yet."""
        if resource.count is not None:
            total = self._count(resource.count, resource.source)
            if total is None:
                return None
            return [(i, {"count": Count(number(i))}) for i in range(total)]
        if resource.for_each is not None:
            return self._for_each(resource.for_each, resource.source)
        return [(None, {})]

    def _count(self, expression: Expression, source: SourceFile) -> int | None:
        place = _span(expression, source)
        value = self._value(expression, source)
        problem = ""
        if Mark.SENSITIVE in value.marks:
            problem = (
                "Sensitive values, or values derived from sensitive values, cannot be used as count arguments. If "
                "used, the sensitive value could be exposed as a resource instance key."
            )
        elif value.is_null:
            problem = 'The given "count" argument value is null. An integer is required.'
        else:
            try:
                raw = convert(value, NUMBER).raw
            except ConversionError as failure:
                problem = f'The given "count" argument value is unsuitable: {failure}.'
            else:
                if isinstance(raw, int) and raw >= 0:
                    if raw <= MOST_INSTANCES:
                        return raw
                    problem = f'The given "count" argument value is unsuitable: at most {MOST_INSTANCES} are allowed.'
                elif isinstance(raw, int):
                    problem = 'The given "count" argument value is unsuitable: must be greater than or equal to zero.'
                elif not value.is_known:
                    return None
                else:
                    problem = 'The given "count" argument value is unsuitable: whole number required.'
        self.diagnostics.append(error("Invalid count argument", problem, place))
        return None

    def _for_each(self, expression: Expression, source: SourceFile) -> list[tuple[InstanceKey, Names]] | None:
        value = self._value(expression, source)
        problem = _for_each_problem(value)
        if problem:
            place = _span(expression, source)
            self.diagnostics.append(error("Invalid for_each argument", problem, place))
            return None
        match value.raw:
            case dict() as entries:
                items = list(entries.items())
            case tuple() as elements:
                items = [(str(e.raw), e) for e in elements]
            case _:
                return None
        return [(k, {"each": Each(string(k), v)}) for k, v in items]

    def _unknown_own(self, resource: Resource) -> Names:
        if resource.count is not None:
            return {"count": Count(unknown(NUMBER))}
        return {"each": Each(unknown(STRING), DYNAMIC_UNKNOWN)}

    def _instance(
        self,
        resource: Resource,
        kind: Kind,
        lifecycle: Lifecycle,
        instance: InstanceAddress,
        own: Names,
    ) -> Value:
        """Evaluate one instance and keep it if nothing is wrong with it."""
        label = str(instance)
        scope = self._scope(own)
        for rule in resource.lifecycle.preconditions:
            self._holds(rule, scope, "Resource precondition failed", _span(rule.condition, rule.source))
        block, problems = evaluate_body(resource.body, scope, resource.source, skip=META_ARGUMENTS | META_BLOCKS)
        problems = [*problems, *validate(kind, block)]
        self.diagnostics += [d.about(label) for d in problems]
        found = attributes_of(kind, block)
        value = instance_value(kind, found)
        after = self._scope({**own, "self": Self(value)})
        for rule in resource.lifecycle.postconditions:
            self._holds(rule, after, "Resource postcondition failed", _span(rule.condition, rule.source))
        if has_errors(problems) or instance.key == UNKNOWN_KEY:
            return value
        if found.unknown:
            if self.settings.complete:
                self.diagnostics.append(_not_known(found.unknown, block, label))
            return value
        if resource.type == SERVICE:
            self._read_service(resource, instance, found.values)
        span = resource.span
        kept = without_secrets(kind, found.values)
        self.links.add(instance, kept, span)
        self.instances[instance] = DesiredInstance(
            instance,
            kept,
            found.sensitive,
            span,
            tuple(_address(self.module.resources[name]) for name in self.needs[resource.address]),
            tuple((a.name,) for a in kind.body.attributes.values() if a.forces_replacement),
            lifecycle.create_before_destroy,
            lifecycle.prevent_destroy,
            lifecycle.ignore_changes,
            lifecycle.ignore_all,
            lifecycle.triggers,
        )
        return value

    def _read_service(self, resource: Resource, instance: InstanceAddress, values: Attributes) -> None:
        """Read the service's YAML where it was written, and remember which connectors it names."""
        text = values.get("yaml")
        attribute = resource.body.attributes.get("yaml")
        if not isinstance(text, str) or attribute is None:
            return
        origin = origins(attribute.expression, resource.source, text)
        identity = ServiceIdentity(
            _text(values, "identifier"), _text(values, "name"), _text(values, "org_id"), _text(values, "project_id")
        )
        service, problems = read_service(text, origin, identity)
        self.diagnostics += [d.about(str(instance)) for d in problems]
        if service is not None:
            self.links.read(instance, service.links)


SENSITIVE_OUTPUT = (
    "To reduce the risk of accidentally exporting sensitive data that was intended to be only internal, any root "
    "module output containing sensitive data must be explicitly marked as sensitive, to confirm your intent.\n\nIf you "
    "do intend to export this data, annotate the output value as sensitive by adding the following argument:\n"
    "    sensitive = true"
)
MOST_INSTANCES = 1_000_000


def _span(node: Expression, source: SourceFile) -> Span:
    return source.span(node.start, node.end)


def _address(resource: Resource) -> ResourceAddress:
    return ResourceAddress(resource.type, resource.name)


def _text(values: Attributes, name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) and value else None


def _unknown_type(resource: Resource) -> Diagnostic:
    if not resource.type.startswith("harness_"):
        detail = (
            f'hiac manages Harness resources and knows nothing of "{resource.type}". Keep the resources of other '
            "providers in a configuration of their own."
        )
        return error("Invalid resource type", detail, resource.type_span)
    hint = did_you_mean(resource.type, kinds.names())
    detail = f'The provider harness/harness does not support resource type "{resource.type}".{hint}'
    return error("Invalid resource type", detail, resource.type_span)


def _for_each_problem(value: Value) -> str:
    """Why a value is no for_each, or nothing."""
    if Mark.SENSITIVE in value.marks:
        return (
            "Sensitive values, or values derived from sensitive values, cannot be used as for_each arguments. If used, "
            "the sensitive value could be exposed as a resource instance key."
        )
    lead = 'The given "for_each" argument value is unsuitable: '
    wanted = 'the "for_each" argument must be a map, or set of strings, and you have provided a value of type '
    if value.is_null:
        return lead + 'the given "for_each" argument value is null. A map, or set of strings is allowed.'
    if not value.is_known:
        return ""
    match value.type:
        case MapType() | ObjectType():
            return ""
        case SetType(element=element) if element == STRING or not value.raw:
            if isinstance(value.raw, tuple) and any(e.is_null for e in value.raw):
                return lead.replace("argument value is unsuitable: ", "set argument contains a null value.").rstrip()
            return ""
        case SetType(element=element):
            return (
                f'{lead}"for_each" supports maps and sets of strings, but you have provided a set containing type '
                f"{typenames.friendly(element)}."
            )
        case _:
            return lead + wanted + f"{typenames.friendly(value.type)}."


def _not_known(paths: tuple[tuple[str | int, ...], ...], block: EvaluatedBlock, label: str) -> Diagnostic:
    names = ", ".join(".".join(str(step) for step in path) for path in paths[:3])
    detail = f"A plan must know every value, but these depend on something that is not known: {names}."
    return error("Value not known", detail, block.header_span, address=label)


def _together(resource: Resource, values: dict[InstanceKey, Value], *, known: bool) -> Value:
    """What a reference to the whole resource gives: an object, a tuple (count) or an object by key (for_each)."""
    if not known:
        return DYNAMIC_UNKNOWN
    if resource.count is not None:
        return tuple_of(values.values())
    if resource.for_each is not None:
        return object_of({str(k): v for k, v in values.items()})
    return values.get(None, EMPTY_OBJECT)
