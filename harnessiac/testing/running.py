"""Runs test files: each run plans or applies the configuration in a sandbox and looks at what comes out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from msgspec import Struct

from harnessiac import workflow
from harnessiac.addresses import InvalidAddress, parse_instance, parse_target
from harnessiac.apply.executor import Errored
from harnessiac.diagnostics import Diagnostic, Failed, error, has_errors, warning
from harnessiac.language.configuration.declarations import Condition, Variable
from harnessiac.language.configuration.test_files import Run, TestFile
from harnessiac.language.configuration.variables import Given
from harnessiac.language.evaluation import findings
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.references import VariableRef, references
from harnessiac.language.evaluation.scope import Scope, Variables
from harnessiac.language.syntax.nodes import Attribute, Expression
from harnessiac.plan.conditions import check
from harnessiac.plan.definition import Mode, Plan
from harnessiac.plan.options import Options
from harnessiac.source import SourceFile
from harnessiac.state.model import State
from harnessiac.storage.project import Project
from harnessiac.testing.expectations import before_apply, judge
from harnessiac.testing.names import Outputs, Runs
from harnessiac.testing.sandbox import Sandbox, Sandboxes
from harnessiac.values.value import SENSITIVE_MARKS, Value

FAILED_ASSERTION = "Test assertion failed"


class Status(Enum):
    """FAIL: an assertion is not true. ERROR: the run could not be done, so those after it are not tried."""

    PASS = "pass"
    FAIL = "fail"
    ERROR = "error"
    SKIP = "skip"


class FileStarted(Struct, frozen=True):
    file: str


class RunStarted(Struct, frozen=True):
    file: str
    run: str


class RunEnded(Struct, frozen=True):
    """`plan` is what was planned, `state` what is there after an apply. `seconds` None: the run was not tried."""

    file: str
    run: str
    status: Status
    found: tuple[Diagnostic, ...] = ()
    plan: Plan | None = None
    state: State | None = None
    seconds: float | None = None
    asserts: int = 0


class TearingDown(Struct, frozen=True):
    """`run` is the last one that left something behind."""

    file: str
    run: str | None


class FileEnded(Struct, frozen=True):
    file: str
    status: Status


Event = FileStarted | RunStarted | RunEnded | TearingDown | FileEnded


def run_files(project: Project, files: Iterable[TestFile], given: Iterable[Given]) -> Iterator[Event]:
    """Run every file, each with a state of its own. `given` are the values from the command line."""
    loose = [Given(g.name, g.origin, g.text, g.value, g.span, quiet=True) for g in given]
    for file in files:
        yield FileStarted(file.name)
        statuses: list[Status] = []
        last: str | None = None
        running = _Running(file, Sandboxes(project), loose)
        for run in file.runs:
            if Status.ERROR in statuses:
                statuses.append(Status.SKIP)
                yield RunEnded(file.name, run.name, Status.SKIP)
                continue
            yield RunStarted(file.name, run.name)
            ended = running.run(run)
            statuses.append(ended.status)
            last = run.name if ended.state is not None else last
            yield ended
        yield TearingDown(file.name, last)
        worst = next((s for s in (Status.ERROR, Status.FAIL) if s in statuses), Status.PASS)
        yield FileEnded(file.name, worst)


@dataclass
class _Run:
    """What a run comes to, as far as it went."""

    found: list[Diagnostic] = field(default_factory=list)
    plan: Plan | None = None
    state: State | None = None
    failed: bool = False


@dataclass
class _Running:
    file: TestFile
    sandboxes: Sandboxes
    given: list[Given]
    outputs: dict[str, Mapping[str, Value]] = field(default_factory=dict)

    def run(self, run: Run) -> RunEnded:
        began = time.monotonic()
        made = _Run()
        try:
            self._run(run, made)
        except Failed as failure:
            made.found += failure.diagnostics
        status = Status.ERROR if has_errors(made.found) and not made.failed else Status.PASS
        if made.failed:
            status = Status.FAIL if all(_is_assertion(d) for d in made.found if d.is_error) else Status.ERROR
        seconds = time.monotonic() - began
        found = tuple(made.found)
        return RunEnded(self.file.name, run.name, status, found, made.plan, made.state, seconds, len(run.asserts))

    def _run(self, run: Run, made: _Run) -> None:
        """Raises Failed where nothing more can be said of the run."""
        sandbox = self.sandboxes.of(run.module.folder if run.module is not None else "")
        given, extra = self._given(run, sandbox, made)
        loaded, found = workflow.load(sandbox, given)
        found += [_not_set(v, run) for v in loaded.inputs.missing]
        workflow.stop_on_errors(found)
        module = loaded.root.module
        base, problems = workflow.module_scope(sandbox, loaded, complete=True)
        judgment = judge(problems, run, module)
        made.found += [*found, *judgment.unexpected, *judgment.missing]
        if run.is_apply:
            made.found += before_apply(judgment.stopping, run)
        if has_errors(made.found):
            return
        outputs: dict[str, Value] = {}
        for output in module.outputs.values():
            value = evaluate(output.value, base, output.source)
            outputs[output.name] = value.marked(SENSITIVE_MARKS) if output.sensitive else value
        if not judgment.stopping:
            self._carry_out(run, sandbox, given, made)
            if has_errors(made.found):
                return
        self.outputs[run.name] = outputs
        scope = base.child(
            {
                "var": Variables({**extra, **loaded.inputs.values}),
                "output": Outputs(outputs),
                "run": Runs(self.outputs, [r.name for r in self.file.runs]),
            }
        )
        for rule in run.asserts:
            wrong = [_with_values(d, rule, scope) for d in check(rule, scope, FAILED_ASSERTION)]
            made.failed = made.failed or bool(wrong)
            made.found += wrong

    def _given(self, run: Run, sandbox: Sandbox, made: _Run) -> tuple[list[Given], dict[str, Value]]:
        """Values for the variables, the strongest last; and those that only the test knows."""
        try:
            module = sandbox.configuration.module_tree()[0].module
        except Failed as failure:
            if run.module is None:
                raise
            reasons = " ".join(d.detail for d in failure.diagnostics)
            detail = f'The directory {run.module.folder} could not be read for run "{run.name}". {reasons}'
            raise Failed(error("Unreadable module directory", detail, run.module.span)) from None
        source = self.file.source
        given = list(self.given)
        extra: dict[str, Value] = {}
        known: Mapping[str, Value] = {}
        if any(_mentions_variables(a.expression) for v in (self.file.variables, run.variables) for a in v.values()):
            known = workflow.load(sandbox, given)[0].inputs.values
        scope = Scope(
            {"var": Variables({**known, **extra}), "run": Runs(self.outputs, [r.name for r in self.file.runs])},
            calls=sandbox.calls,
        )
        for attributes, is_own in ((self.file.variables, False), (run.variables, True)):
            values = dict(_values(attributes, scope, source, made, needed=None if is_own else module.variables.keys()))
            for name, value in values.items():
                attribute = attributes[name]
                place = source.span(attribute.expression.start, attribute.expression.end)
                extra[name] = value
                given.append(Given(name, f'test file "{source.name}"', value=value, span=place, quiet=True))
                if is_own and name not in module.variables:
                    detail = (
                        f'The module under test does not declare a variable named "{name}", but it is declared in run '
                        f'block "{run.name}".'
                    )
                    whole = source.span(attribute.start, attribute.end)
                    made.found.append(warning("Value for undeclared variable", detail, whole))
            scope = scope.child({"var": Variables({**known, **extra})})
        if has_errors(made.found):
            raise Failed
        return given, extra

    def _carry_out(self, run: Run, sandbox: Sandbox, given: list[Given], made: _Run) -> None:
        """Plan, and apply if the run says so."""
        planned, found = workflow.plan(sandbox, given, _options(run))
        made.plan = planned
        made.found += [d for d in found if d not in made.found and d.is_error]
        if not run.is_apply:
            return
        for event in workflow.apply(sandbox, planned):
            if isinstance(event, Errored):
                made.found += event.diagnostics
        made.state = sandbox.states.read()


def _mentions_variables(expression: Expression) -> bool:
    return any(isinstance(reference.subject, VariableRef) for reference in references(expression))


def _not_set(variable: Variable, run: Run) -> Diagnostic:
    detail = (
        f'The module under test for run block "{run.name}" has a required variable "{variable.name}" with no set '
        'value. Use a -var or -var-file command line argument or add this variable into a "variables" block within the '
        "test file or run block."
    )
    return error("No value for required variable", detail, variable.span)


def _values(
    attributes: Mapping[str, Attribute],
    scope: Scope,
    source: SourceFile,
    made: _Run,
    *,
    needed: Iterable[str] | None,
) -> Iterator[tuple[str, Value]]:
    """The values of a variables block. What cannot be evaluated matters only where it is `needed` (None: always)."""
    for name, attribute in attributes.items():
        try:
            yield name, evaluate(attribute.expression, scope, source)
        except Failed as failure:
            if needed is None or name in needed:
                made.found += failure.diagnostics


def _options(run: Run) -> Options:
    """Raises Failed for what is no address."""
    targets, replaced = [], []
    for text, place in run.options.targets:
        try:
            targets.append(parse_target(text))
        except InvalidAddress as problem:
            raise Failed(error("Invalid target address", f"{problem}", place)) from None
    for text, place in run.options.replace:
        try:
            replaced.append(parse_instance(text))
        except InvalidAddress as problem:
            raise Failed(error("Invalid replace address", f"{problem}", place)) from None
    mode = Mode.REFRESH_ONLY if run.options.refresh_only else Mode.NORMAL
    return Options(mode, tuple(targets), (), tuple(replaced), run.options.refresh)


def _is_assertion(finding: Diagnostic) -> bool:
    return finding.summary == FAILED_ASSERTION


def _with_values(finding: Diagnostic, rule: Condition, scope: Scope) -> Diagnostic:
    """A failed assertion with what its names stand for."""
    if not _is_assertion(finding) or finding.values:
        return finding
    from dataclasses import replace

    return replace(finding, values=findings.statements(rule.condition, scope, rule.source))
