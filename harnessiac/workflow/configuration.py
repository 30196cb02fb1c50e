"""The verbs that read the configuration alone: validate, graph, console, and what every other verb begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from harnessiac.addresses import InstanceAddress
from harnessiac.codes.rules import with_severities
from harnessiac.diagnostics import Failed, has_errors
from harnessiac.graph import DependencyGraph
from harnessiac.language.configuration import variables
from harnessiac.language.configuration.declarations import Variable
from harnessiac.language.configuration.modules import ModuleTree
from harnessiac.language.configuration.variables import Given, Inputs
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Scope
from harnessiac.plan.desired import Desired
from harnessiac.plan.evaluator import evaluate_modules, names
from harnessiac.source import SourceFile
from harnessiac.workflow.known import Known
from harnessiac.workflow.ports import Diagnostics, Ports

Answer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration, the modules it calls included, with values for its variables."""

    root: ModuleTree
    inputs: Inputs


def stop_on_errors(found: Diagnostics) -> None:
    """Raise Failed with all findings if one of them is an error."""
    if has_errors(found):
        raise Failed(*found)


def load(ports: Ports, given: Iterable[Given], more: SourceFile | None = None) -> tuple[Configuration, Diagnostics]:
    """Read every file of the configuration, and `more` after them, and give the variables their values."""
    with ports.phases.phase("parse"):
        root, found = ports.configuration.module_tree(more)
        values, unread = ports.configuration.given_values()
        inputs, unsuitable = variables.resolve(root.module, [*values, *given])
    return Configuration(root, inputs), [*found, *unread, *unsuitable]


def evaluated(
    known: Known,
    loaded: Configuration,
    *,
    complete: bool,
    replaced: Iterable[InstanceAddress] = (),
    stateless: bool = False,
) -> tuple[Desired, Diagnostics]:
    """Return what the configuration wants, and keep what was found in the YAML of services for the next run."""
    settings = known.settings(complete=complete, stateless=stateless, replaced=replaced)
    with known.ports.phases.phase("evaluate"):
        result = evaluate_modules(loaded.root, loaded.inputs.values, settings)
    with known.ports.phases.phase("check"):
        known.ports.readings.save()
    return result


def wanted(
    ports: Ports,
    given: Iterable[Given],
    more: SourceFile | None = None,
    *,
    known: Known | None = None,
    stateless: bool = False,
) -> tuple[Desired, Diagnostics, Diagnostics]:
    """Return what the configuration wants, with the findings of reading and those of evaluating it.

    With `stateless`, references are not looked up in the state.
    """
    loaded, found = load(ports, given, more)
    found += variables.missing_values(loaded.inputs.missing)
    desired, problems = evaluated(known or Known(ports), loaded, complete=True, stateless=stateless)
    return desired, found, problems


def possible(ports: Ports, given: Iterable[Given]) -> tuple[Desired, Diagnostics]:
    """Return what the configuration may want, where variables without a value may be anything."""
    loaded, found = load(ports, given)
    desired, problems = evaluated(Known(ports), loaded, complete=False)
    return desired, [*found, *problems]


def validate(ports: Ports, given: Iterable[Given] = ()) -> Diagnostics:
    """Return everything wrong with the configuration; variables without a value may be anything."""
    loaded, found = load(ports, given)
    _, problems = evaluated(Known(ports), loaded, complete=False)
    return with_severities([*found, *ports.configuration.backend_problems(), *problems], ports.settings.findings)


def missing(ports: Ports, given: Iterable[Given]) -> list[Variable]:
    """Return the variables that have neither a value nor a default."""
    loaded, _ = load(ports, given)
    return list(loaded.inputs.missing)


def graph(ports: Ports, given: Iterable[Given]) -> tuple[DependencyGraph[str], Diagnostics]:
    """Return which resources need which, with the reason for each edge."""
    desired, found = possible(ports, given)
    return desired.graph, found


def module_scope(ports: Ports, loaded: Configuration, *, complete: bool) -> tuple[Scope, Diagnostics]:
    """Return the meaning of every name of the root module, for expressions from outside of it."""
    return names(loaded.root, loaded.inputs.values, Known(ports).settings(complete=complete))


def console(ports: Ports, given: Iterable[Given]) -> tuple[Answer, Diagnostics]:
    """Return a function that evaluates an expression and prints it as terraform console does; it raises Failed."""
    from harnessiac.language.formatting.rendering import answer
    from harnessiac.language.syntax.parsing import parse_expression

    loaded, found = load(ports, given)
    scope, problems = module_scope(ports, loaded, complete=False)

    def reply(text: str) -> str:
        source = SourceFile("<console-input>", text)
        expression, wrong = parse_expression(source)
        if expression is None or has_errors(wrong):
            raise Failed(*wrong)
        return answer(expression, evaluate(expression, scope, source))

    return reply, [*found, *problems]
