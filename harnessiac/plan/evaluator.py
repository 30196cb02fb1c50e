"""Evaluates modules: variables, locals, calls, resources, outputs and checks, each after what it needs.

What cannot be evaluated is a diagnostic and counts as unknown for the rest, so that one run finds all independent
problems.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from harnessiac.addresses import InstanceAddress, InstanceKey, ModulePath, ModuleStep, ResourceAddress
from harnessiac.diagnostics import Diagnostic, Failed, error, has_errors
from harnessiac.entities.applied_yaml import AppliedYaml
from harnessiac.entities.data_sources import DataReader, Entities, ListDocuments, ReadDocument
from harnessiac.entities.lookup import KnownEntities, References, Resolver
from harnessiac.entities.lookup import check as check_references
from harnessiac.entities.yaml_reading import Forgetful, Readings
from harnessiac.language.configuration.declarations import ModuleCall, Output, Resource, Variable, defining_range
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.language.evaluation.bodies import evaluate_body
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.references import ResourceRef, references
from harnessiac.language.evaluation.scope import Count, Each, Locals, Paths, Scope, Self, Terraform, Variables
from harnessiac.language.evaluation.scope import Resources as ResourceNames
from harnessiac.language.functions.context import UNDECLARED, CallContext
from harnessiac.language.syntax.nodes import Expression, Traversal
from harnessiac.phases import Phases
from harnessiac.plan import dependencies
from harnessiac.plan.arguments import Arguments
from harnessiac.plan.conditions import Checked, Checks, as_warnings
from harnessiac.plan.dependencies import Declarations, Node, Sort
from harnessiac.plan.desired import Desired, DesiredOutput, Wanted
from harnessiac.plan.imports import evaluate_imports
from harnessiac.plan.instances import UNKNOWN_KEY, Instances, instances, unknown_instance
from harnessiac.plan.modules import Called, ModuleCalls, ModuleInstance, Names
from harnessiac.plan.resources import Resources
from harnessiac.source import SourceFile, Span
from harnessiac.values import typenames
from harnessiac.values.value import DYNAMIC_UNKNOWN, SENSITIVE_MARKS, Mark, Value, all_marks, is_wholly_known, string


@dataclass(frozen=True, slots=True)
class Settings:
    """`documents` is the documents folder's name for messages; `workspace` and the paths answer path.* and terraform.*.

    With `complete` every value must be known, as a plan needs; without, unknown values are let through.
    `read_document` gives data sources their documents; without it they are unknown. `document_paths` lists them all.
    `findings` says which codes of findings to ignore, or to take for a warning or an error.
    `known_entities` is where references are looked up that lead out of the configuration; without, none is.
    `readings` are what was read of YAML before.
    `replaced` are the instances that are to be replaced whatever they are like.
    """

    documents: str = ".harness"
    workspace: str = "default"
    path_cwd: str = "/"
    complete: bool = True
    calls: CallContext = field(default_factory=CallContext)
    read_document: ReadDocument | None = None
    ignore_foreign: bool = False
    document_paths: ListDocuments | None = None
    findings: Mapping[str, str] = field(default_factory=dict)
    known_entities: KnownEntities | None = None
    readings: Readings = field(default_factory=Forgetful)
    phases: Phases = field(default_factory=Phases)
    replaced: frozenset[InstanceAddress] = frozenset()


def names(root: ModuleTree, inputs: Mapping[str, Value], settings: Settings) -> tuple[Scope, list[Diagnostic]]:
    """What every name of the root module means, for expressions asked from outside."""
    evaluator = _Evaluator(root, inputs, settings)
    evaluator.run()
    return evaluator.top.scope, evaluator.settled()


def evaluate_modules(
    root: ModuleTree, inputs: Mapping[str, Value], settings: Settings
) -> tuple[Desired, list[Diagnostic]]:
    """Evaluate everything the modules declare with the given variables. Nothing is desired after an error."""
    evaluator = _Evaluator(root, inputs, settings)
    return evaluator.run(), evaluator.settled()


@dataclass
class _Evaluator:
    """Meant to be used once. `running` are the instances of each module, by the names of the calls to it."""

    root: ModuleTree
    inputs: Mapping[str, Value]
    settings: Settings
    diagnostics: list[Diagnostic] = field(default_factory=list)
    outputs: dict[str, DesiredOutput] = field(default_factory=dict)
    arguments: Arguments = field(default_factory=Arguments)
    needs: Mapping[str, tuple[ResourceAddress, ...]] = field(default_factory=dict)
    referred: frozenset[str] = frozenset()
    applied: AppliedYaml | None = None
    top: ModuleInstance = field(init=False)
    running: dict[tuple[str, ...], list[ModuleInstance]] = field(init=False)
    _repeated: dict[tuple[str, ...], dict[str, str]] = field(init=False)
    resources: Resources = field(init=False)
    checks: Checks = field(default_factory=Checks)

    def __post_init__(self) -> None:
        settings = self.settings
        entities = Entities()
        reader = DataReader(entities, settings.read_document, settings.documents, settings.document_paths)
        self.resources = Resources(reader, entities, settings.complete, settings.ignore_foreign, settings.readings)
        self.resources.diagnostics = self.diagnostics
        self.resources.checks = self.checks
        self.resources.phases = settings.phases
        self.resources.silencing.levels = settings.findings
        if settings.known_entities is not None and settings.complete:
            self.applied = AppliedYaml(
                settings.known_entities,
                settings.replaced,
                [one.resource.configured for one in self.root.module.imports],
            )
        self._repeated = {tree.path: _repeated(tree) for tree in self.root.all()}
        self.top = self._instance(self.root, (), dict(self.inputs))
        self.running = {(): [self.top]}

    def _instance(
        self,
        tree: ModuleTree,
        path: ModulePath,
        inputs: dict[str, Value],
        parent: ModuleInstance | None = None,
        own: Names | None = None,
    ) -> ModuleInstance:
        """A module about to be evaluated; its scope sees the values it collects."""
        settings = self.settings
        call = parent.tree.module.calls[tree.path[-1]] if parent is not None else None
        made = ModuleInstance(tree, path, Scope({}), inputs, parent, call, own or {})
        workspace = Terraform(string(settings.workspace))
        paths = {"module": tree.folder, "root": self.root.folder, "cwd": settings.path_cwd}
        made.scope = Scope(
            {
                "var": Variables(made.inputs),
                "local": Locals(made.locals, tree.module.locals),
                "module": ModuleCalls(made.called, tree.module.calls, tree.described),
                "path": Paths({name: string(path) for name, path in paths.items()}),
                "terraform": workspace,
                "tofu": workspace,
                "count": Count(),
                "each": Each(),
                "self": Self(),
            },
            otherwise=ResourceNames(made.resources, self._repeated[tree.path], tree.described),
            calls=settings.calls,
        )
        return made

    def run(self) -> Desired:
        found = dependencies.declared(self.root)
        order = found.order()
        if order is None:
            self.diagnostics += dependencies.loops(found.graph)
            return Desired(self.root, documents=self.settings.documents)
        self.needs = dependencies.resource_dependencies(found, order)
        self.referred = found.referred()
        for name in order:
            node = found.nodes.get(name)
            if node is not None:
                self._evaluate_node(name, node)
        references = self._link(found)
        for provider in self.root.module.providers.values():  # nothing is done with the values, but they must have one
            _, problems = evaluate_body(provider.body, self.top.scope, provider.source)
            self.diagnostics += problems
        for group in self.running.values():
            for one in group[:1]:
                module = one.tree.module
                waiting: list[Resource | ModuleCall | Output] = [*module.resources.values(), *module.calls.values()]
                for of in [*waiting, *module.outputs.values()]:
                    self._waits(of, one.scope)
        self._say_once()
        return Desired(
            self.root,
            self.resources.instances,
            self.outputs,
            self.settings.documents,
            dependencies.between_resources(found),
            frozenset(one.path for group in self.running.values() for one in group),
            self._imports(),
            frozenset(self.root.module.outputs) - self.outputs.keys(),
            self.settings.ignore_foreign,
            references,
            self.checks.results(),
            self.resources.origins,
            self.resources.silencing,
        )

    def settled(self) -> list[Diagnostic]:
        """What was found, without what is silenced."""
        return self.resources.silencing.settle(self.diagnostics)

    def _imports(self) -> tuple[Wanted, ...]:
        found, problems = evaluate_imports(self.root.module.imports, self.top.scope)
        self.diagnostics += problems
        return tuple(found)

    def _say_once(self) -> None:
        """A name that is not declared is the same fault in every instance of a module."""
        seen: set[tuple[str, str, Span | None]] = set()
        kept = []
        for finding in self.diagnostics:
            key = (finding.summary, finding.detail, finding.subject)
            if finding.code != UNDECLARED or key not in seen:
                kept.append(finding)
            seen.add(key)
        self.diagnostics[:] = kept

    def _link(self, found: Declarations) -> References:
        """Add what no expression shows to the dependencies of each instance; a loop through it is an error."""
        edges, problems = self.resources.links.resolve()
        self.diagnostics += problems
        wanted = self.resources.instances
        for address, needed in edges.items():
            mine = address.resource.configured
            others = {r: e for r, e in needed.items() if r != mine}
            if others:
                instance = wanted[address]
                together = sorted({*instance.dependencies, *others}, key=ResourceAddress.sort_key)
                wanted[address] = replace(instance, dependencies=tuple(together))
            for resource, edge in others.items():
                found.graph.connect(str(mine), str(resource), edge)
        if found.graph.order() is None:
            self.diagnostics += dependencies.loops(found.graph)
        links = self.resources.links
        hiding = (
            finding for finding in self.diagnostics if finding.page is None
        )  # the others are of instances we have
        references = References(links.named, links.known, links.is_complete and not has_errors(hiding))
        if self.settings.known_entities is not None:
            with self.settings.phases.phase("check"):
                self.diagnostics += check_references(references, Resolver(references, self.settings.known_entities))
        return references

    def _evaluate_node(self, name: str, node: Node) -> None:
        """Evaluate a declaration in every instance of its module."""
        module = node.tree.module
        for one in self.running.get(node.tree.path, ()):
            match node.sort:
                case Sort.VARIABLE:
                    self._variable(module.variables[node.name], one)
                case Sort.LOCAL:
                    local = module.locals[node.name]
                    one.locals[node.name] = self._value(local.expression, local.source, one.scope)
                case Sort.OUTPUT:
                    self._output(module.outputs[node.name], one)
                case Sort.RESOURCE:
                    self._resource(node.resource, one, name)
                case Sort.CALL:
                    self._call(module.calls[node.name], one)
                case Sort.CHECK:
                    about = Checked("check", one.path, node.name)
                    for rule in module.checks[node.name].asserts:
                        found = self.checks.check(about, rule, one.scope, "Check block assertion failed")
                        self.diagnostics += as_warnings(found)

    def _value(self, expression: Expression, source: SourceFile, scope: Scope) -> Value:
        """The value of an expression; what is wrong with it is noted, and then it is unknown."""
        try:
            return evaluate(expression, scope, source)
        except Failed as failure:
            self.diagnostics += failure.diagnostics
            return DYNAMIC_UNKNOWN

    def _keys(self, of: Resource | ModuleCall, scope: Scope) -> Instances | None:
        """The instances of a block; None if they are not known."""
        found, problems = instances(of, lambda e: self._value(e, of.source, scope))
        self.diagnostics += problems
        if found is None and not problems and self.settings.complete and not has_errors(self.diagnostics):
            self.diagnostics.append(_not_determined(of))
        return found

    # variables and outputs

    def _variable(self, variable: Variable, one: ModuleInstance) -> None:
        place = variable.span
        if one.call is not None and one.parent is not None:
            given, place = None, one.call.span
            attribute = one.call.arguments.get(variable.name)
            if attribute is not None:
                expression = attribute.expression
                given = self._value(expression, one.call.source, one.parent.scope.child(one.own))
                place = one.call.source.span(expression.start, expression.end)
            one.inputs[variable.name], problems = self.arguments.accept(variable, given, place, one.address)
            self.diagnostics += problems
        for rule in variable.validations:
            note = f"\n\nThis was checked by the validation rule at {defining_range(rule.span)}."
            about = Checked("var", one.path, variable.name)
            self.diagnostics += self.checks.check(about, rule, one.scope, "Invalid value for variable", place, note)

    def _output(self, output: Output, one: ModuleInstance) -> None:
        for rule in output.preconditions:
            about = Checked("output_value", one.path, output.name)
            self.diagnostics += self.checks.check(about, rule, one.scope, "Module output value precondition failed")
        value = self._value(output.value, output.source, one.scope)
        marks = all_marks(value)
        place = output.source.span(output.value.start, output.value.end)
        is_root = one.parent is None
        if is_root and Mark.SENSITIVE in marks and not output.sensitive:
            self.diagnostics.append(error("Output refers to sensitive values", SENSITIVE_OUTPUT, place))
        if Mark.EPHEMERAL in marks and (is_root or not output.ephemeral):
            detail = "This output value is not declared as returning an ephemeral value, so it cannot be set to one."
            self.diagnostics.append(error("Ephemeral value not allowed", detail, place))
        one.outputs[output.name] = value.marked(SENSITIVE_MARKS) if output.sensitive else value
        if is_root and is_wholly_known(value):
            self.outputs[output.name] = DesiredOutput(value, typenames.to_json(value.type), output.sensitive)

    # resources and modules

    def _waits(self, of: Resource | ModuleCall | Output, scope: Scope) -> None:
        """What is wrong with the references in depends_on."""
        for expression in of.depends_on:
            if not isinstance(expression, Traversal):
                continue
            for reference in references(expression):
                place = of.source.span(reference.start, reference.end)
                if reference.rest and isinstance(reference.subject, ResourceRef):
                    self.diagnostics.append(error("Invalid depends_on reference", NOT_WHOLE, place))
                    continue
                named = 2 if expression.root == "data" else 1
                whole = Traversal(expression.start, expression.end, expression.root, expression.steps[:named])
                try:
                    scope.lookup(whole, of.source)
                except Failed as failure:
                    self.diagnostics += failure.diagnostics

    def _resource(self, resource: Resource, one: ModuleInstance, node: str) -> None:
        keys = self._keys(resource, one.scope)
        applied = self.applied if node in self.referred else None
        made = self.resources.evaluate(resource, one, keys, self.needs[node], applied)
        one.resources.add(resource.address, made)

    def _call(self, call: ModuleCall, one: ModuleInstance) -> None:
        tree = one.tree.calls[call.name]
        keys = self._keys(call, one.scope)
        made: dict[InstanceKey, ModuleInstance] = {}
        for key, own in keys if keys is not None else [(UNKNOWN_KEY, unknown_instance(call))]:
            path = (*one.path, ModuleStep(call.name, key))
            instance = self._instance(tree, path, {}, one, own)
            instance.is_known = one.is_known and keys is not None
            made[key] = instance
        self.running.setdefault(tree.path, []).extend(made.values())
        one.called[call.name] = Called(call, tree, made if keys is not None else None)


def _not_determined(of: Resource | ModuleCall) -> Diagnostic:
    name, expression = ("count", of.count) if of.count is not None else ("for_each", of.for_each)
    place = of.source.span(expression.start, expression.end) if expression is not None else of.span
    detail = (
        f'The "{name}" value depends on resources of other providers, of which nothing is known, so hiac cannot '
        "predict how many instances there will be."
    )
    return error(f"Invalid {name} argument", detail, place)


NOT_WHOLE = "References in depends_on must be to a whole object (resource, etc), not to an attribute of an object."
SENSITIVE_OUTPUT = (
    "To reduce the risk of accidentally exporting sensitive data that was intended to be only internal, any root "
    "module output containing sensitive data must be explicitly marked as sensitive, to confirm your intent.\n\nIf you "
    "do intend to export this data, annotate the output value as sensitive by adding the following argument:\n"
    "    sensitive = true"
)


def _repeated(tree: ModuleTree) -> dict[str, str]:
    """Which of count and for_each a resource has set, if any."""
    found = {}
    for address, resource in tree.module.resources.items():
        if resource.count is not None:
            found[address] = "count"
        elif resource.for_each is not None:
            found[address] = "for_each"
    return found
