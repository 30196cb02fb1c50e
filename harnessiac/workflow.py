"""One function per verb. Each reads as the data flows: files, meaning, what is there, the difference, the steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from harnessiac.addresses import InstanceAddress, ResourceAddress, Target
from harnessiac.codes.rules import weighed
from harnessiac.diagnostics import Diagnostic, Failed, error, has_errors
from harnessiac.graph import DependencyGraph
from harnessiac.language import variables
from harnessiac.language.declarations import Variable
from harnessiac.language.evaluation import evaluate
from harnessiac.language.modules import ModuleTree
from harnessiac.language.variables import Given, Inputs
from harnessiac.plan.builder import build
from harnessiac.plan.definition import Plan
from harnessiac.plan.desired import Desired
from harnessiac.plan.evaluator import desire, names
from harnessiac.plan.in_use import in_use
from harnessiac.plan.options import Options
from harnessiac.plan.ownership import Owners
from harnessiac.plan.prior import rearranged
from harnessiac.plan.refresh import refresh
from harnessiac.plan.states import Records, check_fresh, planned_inputs, renames
from harnessiac.platform import document_path
from harnessiac.source import SourceFile
from harnessiac.state.model import State
from harnessiac.storage.project import Project

if TYPE_CHECKING:
    from harnessiac.adoption.adopting import Configured
    from harnessiac.adoption.existing import InventoryFile, Scope
    from harnessiac.advice.inputs import ServiceInputs
    from harnessiac.advice.permissions import Permissions
    from harnessiac.apply.executor import Event, Stop
    from harnessiac.entities.lookup import Use
    from harnessiac.services.filling import Filled
    from harnessiac.services.outcomes import Choice

Diagnostics = list[Diagnostic]


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration, the modules it calls included, with values for its variables."""

    root: ModuleTree
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class Adoption:
    """What adopting would write, as configuration and as a plan, and the files that hold nothing to adopt."""

    configured: Configured
    planned: Plan
    passed_over: list[str]


def load(project: Project, given: Iterable[Given], more: SourceFile | None = None) -> tuple[Configuration, Diagnostics]:
    """Read every file of the configuration, and one `more` that is not there yet; give the variables their values."""
    with project.phases.phase("parse"):
        root, found = project.tree(more)
        values, unread = project.given_values()
        inputs, unsuitable = variables.resolve(root.module, [*values, *given])
    return Configuration(root, inputs), [*found, *unread, *unsuitable]


def validate(project: Project, given: Iterable[Given] = ()) -> Diagnostics:
    """Everything wrong with the configuration; variables without a value may be anything."""
    loaded, found = load(project, given)
    _, problems = _evaluated(project, loaded, complete=False)
    return weighed([*found, *project.backend_problems(), *problems], project.settings.findings)


def plan(project: Project, given: Iterable[Given], options: Options) -> tuple[Plan, Diagnostics]:
    """Compare what the configuration wants with what the state and the documents say. Raises Failed on any error."""
    loaded, found = load(project, given)
    found += variables.missing_values(loaded.inputs.missing)
    known = not loaded.inputs.missing
    desired, problems = _evaluated(project, loaded, complete=known, replaced=options.replace)
    levels = project.settings.findings
    stop_on_errors(weighed(found + problems, levels))
    phase = project.phases.phase
    with phase("state"):
        state = project.states.seen()  # looking for what references lead to may have read it
    found += project.states.taken_notes()
    documents = project.documents_name
    with phase("compare"):
        prior, misplaced = rearranged(
            desired,
            state,
            project.documents.read,
            documents,
            options.mode,
            adopt=options.adopt,
            owner_of=project.owner_elsewhere,
        )
    found += problems + misplaced
    stop_on_errors(weighed(found, levels))
    with phase("documents"):
        observed, unreadable = project.documents.look_at(_paths(desired, prior.state))
    with phase("compare"):
        refreshed, notes = refresh(
            prior.state, observed, documents, look=options.refresh, previous=prior.previous, importing=prior.importing
        )
        made, refused = build(desired, refreshed, observed, options, prior.removed, project.owner_elsewhere)
        found += notes + refused + _unread(made, unreadable)
        if not options.force_delete:
            found += in_use(desired, refreshed, made, project.known_entities())
    found = weighed(found, levels)
    stop_on_errors(found)
    made = replace(
        made,
        lineage=state.lineage,
        serial=state.serial,
        variables=planned_inputs(loaded.inputs),
        timestamp=project.timestamp,
        checks=desired.checks,
    )
    return made, found


def _evaluated(
    project: Project,
    loaded: Configuration,
    *,
    complete: bool,
    replaced: Iterable[InstanceAddress] = (),
    stateless: bool = False,
) -> tuple[Desired, Diagnostics]:
    """What the configuration wants; what was found in services on the way is kept for the next time."""
    settings = replace(project.evaluation(complete=complete), replaced=frozenset(replaced))
    if stateless:
        settings = replace(settings, known_entities=project.known_entities(state=False))
    with project.phases.phase("evaluate"):
        made = desire(loaded.root, loaded.inputs.values, settings)
    with project.phases.phase("check"):
        project.readings.save()
    return made


def missing(project: Project, given: Iterable[Given]) -> list[Variable]:
    """The variables that have neither a value nor a default."""
    loaded, _ = load(project, given)
    return list(loaded.inputs.missing)


def graph(project: Project, given: Iterable[Given]) -> tuple[DependencyGraph[str], Diagnostics]:
    """Which resources need which, with the reason for each edge."""
    loaded, found = load(project, given)
    desired, problems = _evaluated(project, loaded, complete=False)
    return desired.graph, [*found, *problems]


def permissions(
    project: Project, given: Iterable[Given], only: Target | None = None
) -> tuple[Permissions, list[InstanceAddress], Diagnostics]:
    """What the artifact sources of the configuration need, and the instances that there are."""
    from harnessiac.advice.permissions import permissions
    from harnessiac.entities.lookup import Resolver

    loaded, found = load(project, given)
    desired, problems = _evaluated(project, loaded, complete=False)
    resolver = Resolver(desired.references, project.known_entities())
    return permissions(desired, resolver, only), list(desired.instances), [*found, *problems]


def references(project: Project, given: Iterable[Given]) -> tuple[list[Use], list[InstanceAddress], Diagnostics]:
    """Every reference of the configuration with what it leads to, and the instances that there are."""
    from harnessiac.entities.lookup import Resolver, uses

    loaded, found = load(project, given)
    desired, problems = _evaluated(project, loaded, complete=False)
    resolver = Resolver(desired.references, project.known_entities())
    return uses(desired.references, resolver), list(desired.instances), [*found, *problems]


def inputs(project: Project, given: Iterable[Given]) -> tuple[list[ServiceInputs], list[InstanceAddress], Diagnostics]:
    """What the services of the configuration ask for when a pipeline runs, and the instances that there are."""
    from harnessiac.advice.inputs import service_inputs

    desired, found, problems = wanted(project, list(given))
    return service_inputs(desired), list(desired.instances), [*found, *problems]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The values files of a service, filled in."""

    service: InstanceAddress
    files: list[Filled]


def render(
    project: Project,
    given: Iterable[Given],
    name: str,
    choice: Choice,
    values: list[SourceFile],
    manifests: list[SourceFile],
) -> tuple[Rendered, Diagnostics]:
    """The values files of the service `name` with its artifact in them. Raises Failed on any error.

    Warnings about the configuration are left to plan and validate.
    """
    from harnessiac.advice.rendering import Connectors, find_service
    from harnessiac.entities.lookup import Resolver
    from harnessiac.services.outcomes import Answers
    from harnessiac.services.rendering import render

    desired, found, problems = wanted(project, list(given))
    stop_on_errors([*found, *problems])
    service = find_service(name, desired)
    around = project.known_entities()
    connectors = Connectors(service, desired, around, Resolver(desired.references, around))
    files, said = render(Answers(service.node, choice, connectors.find), values, manifests)
    said = desired.silencing.left_of(finding.about(str(service.address)) for finding in said)
    stop_on_errors([finding for finding in said if finding.is_error])
    return Rendered(service.address, files), said


def stored_files(project: Project, given: Iterable[Given], name: str) -> list[str]:
    """The files of the file store that the service `name` uses. Raises Failed."""
    from harnessiac.advice.rendering import find_service
    from harnessiac.entities.links import FILE

    desired, found, problems = wanted(project, list(given))
    stop_on_errors([*found, *problems])
    service = find_service(name, desired)
    links = desired.references.named.get(service.address, ())
    return [link.text for link in links if link.entity == FILE]


Answer = Callable[[str], str]


def console(project: Project, given: Iterable[Given]) -> tuple[Answer, Diagnostics]:
    """A function that answers an expression with its value, printed as terraform console does; it raises Failed."""
    from harnessiac.language.parsing import parse_expression
    from harnessiac.language.rendering import answer

    loaded, found = load(project, given)
    scope, problems = names(loaded.root, loaded.inputs.values, project.evaluation(complete=False))

    def reply(text: str) -> str:
        source = SourceFile("<console-input>", text)
        expression, wrong = parse_expression(source)
        if expression is None or has_errors(wrong):
            raise Failed(*wrong)
        return answer(expression, evaluate(expression, scope, source))

    return reply, [*found, *problems]


def apply(project: Project, planned: Plan, *, stop: Stop | None = None) -> Generator[Event, None, None]:
    """Do what the plan says and nothing else; what is done is recorded even if a step fails or the run is stopped."""
    from harnessiac.apply.executor import Executor, Stop  # other verbs do nothing

    state = project.states.read()
    check_fresh(planned, state)
    records = Records(state, planned)
    journal = project.states.begin(project.timestamp, renames(planned))
    executor = Executor(project.document_writer(), records, journal, time.monotonic, stop or Stop())
    try:
        yield from executor.run(planned)
    except KeyboardInterrupt:  # at once: the journal says what was done
        raise
    except BaseException:
        project.states.write(records.state(complete=False))
        raise
    project.states.write(records.state(complete=executor.finished))


def adopt(
    project: Project,
    given: Iterable[Given],
    files: list[InventoryFile],
    scope: Scope,
    out: Path,
    *,
    skip_unmapped: bool,
) -> tuple[Adoption, Diagnostics]:
    """Configuration, documents and state for the entities in `files`; nothing is written. Raises Failed on any error.

    `out` is the new file of configuration. What it means is evaluated together with the rest of the configuration, so
    that a plan right after finds nothing to do.
    """
    from harnessiac.adoption import adopting
    from harnessiac.adoption.existing import take
    from harnessiac.storage.documents import existing_files

    name = existing_files.shown(out)
    given = list(given)
    inventory, problems = take(files, scope, skip_unmapped=skip_unmapped)
    there, found, wrong = wanted(project, given, SourceFile(name, ""))
    stop_on_errors([*problems, *found, *wrong])
    state = project.states.read()
    names = [ResourceAddress(r.type, r.name) for r in there.root.module.resources.values()]
    configured, refused = adopting.configure(
        inventory.entities, adopting.declared(there.instances.values(), names), state
    )
    stop_on_errors([*problems, *refused])
    if configured.text:
        existing_files.check_new(out, "-out")
    desired, found, wrong = wanted(project, given, SourceFile(name, configured.text))
    problems += configured.at_entities([*found, *wrong], name)
    stop_on_errors(problems)
    observed = project.documents.read_all(adopting.planned_paths(configured))
    changes, unfaithful = adopting.record(configured, desired.instances, observed, project.owner_elsewhere)
    problems += unfaithful
    stop_on_errors(problems)
    planned = Plan(tuple(changes), lineage=state.lineage, serial=state.serial, timestamp=project.timestamp)
    return Adoption(configured, planned, inventory.passed_over), problems


def wanted(
    project: Project, given: list[Given], more: SourceFile | None = None, *, stateless: bool = False
) -> tuple[Desired, Diagnostics, Diagnostics]:
    """What the configuration wants, with what is wrong in reading and in evaluating it.

    If it is `stateless`, references are not looked up in the state.
    """
    loaded, found = load(project, given, more)
    found += variables.missing_values(loaded.inputs.missing)
    desired, problems = _evaluated(project, loaded, complete=True, stateless=stateless)
    return desired, found, problems


def carry_out_adoption(project: Project, made: Adoption, out: Path) -> None:
    """Write the configuration, then documents and state as an apply does, with its journal. Raises Failed.

    The configuration comes first. Were it missing after a crash, the next plan would delete what the state holds by
    then; as it is, adopting again goes on with what is configured, and so does a plan with -adopt.
    """
    from harnessiac.apply.executor import Errored
    from harnessiac.storage.documents import existing_files

    if made.configured.text:
        existing_files.create(out, made.configured.text, "-out")
    failures: Diagnostics = []
    for event in apply(project, made.planned):
        if isinstance(event, Errored):
            failures += event.diagnostics
    if failures:
        detail = "The configuration is written. Solve the problem, then run the same command again to adopt the rest."
        raise Failed(*failures, error("Adoption incomplete", detail))


def generate(project: Project, given: Iterable[Given]) -> tuple[str, Diagnostics]:
    """Configuration for the targets of import blocks that have none yet; empty if there are none. Raises Failed."""
    from harnessiac.adoption import generated
    from harnessiac.plan import importing

    desired, found, problems = wanted(project, list(given))
    stop_on_errors(found + problems)
    state = project.states.read()
    owners = Owners(state, project.owner_elsewhere)
    texts: list[str] = []
    notes: Diagnostics = []
    for one in desired.imports:
        if one.address in state.instances or desired.declares(one.address.resource):
            continue
        try:
            existing = importing.find(
                one.address,
                one.id,
                owners,
                project.documents.read,
                project.documents_name,
                paths=project.documents.paths,
            )
        except Failed as failure:
            raise Failed(*(d.at(d.subject or one.span) for d in failure.diagnostics)) from None
        block, said = generated.generated(one, existing.source)
        texts.append(block)
        notes += said
    stop_on_errors(notes)
    return generated.generated_file(texts), notes


def import_document(project: Project, given: Iterable[Given], address: InstanceAddress, id: str) -> Diagnostics:
    """Take an existing document into the state. Raises Failed on any error."""
    from harnessiac.plan import importing

    desired, found, problems = wanted(project, list(given))
    if not desired.declares(address.resource) and not has_errors(found):
        raise Failed(importing.not_configured(address))
    stop_on_errors(found + problems)
    state = project.states.read()
    want = desired.instances.get(address)
    if want is None:
        raise Failed(importing.not_an_instance(address))
    owners = Owners(state, project.owner_elsewhere)
    existing = importing.find(address, id, owners, project.documents.read, project.documents_name, want.attributes)
    stored, notes = importing.imported(want, existing)
    found += problems + notes
    if stored is None:
        raise Failed(*found)
    project.states.write(state.with_instance(address, stored))
    return found


def stop_on_errors(found: Diagnostics) -> None:
    """Raises Failed with all findings if one of them is an error."""
    if has_errors(found):
        raise Failed(*found)


def _unread(made: Plan, unreadable: Mapping[str, tuple[Diagnostic, ...]]) -> Diagnostics:
    """What is wrong with documents that the plan has to do with; others do not matter to it."""
    found: dict[Diagnostic, None] = {}
    for change in (*made.changes, *made.drift) if unreadable else ():
        for image in change.observed:
            found |= {d.about(str(change.address)): None for d in unreadable.get(image.path, ())}
    return list(found)


def _paths(desired: Desired, state: State) -> set[str]:
    """The documents that either side names."""
    wanted = ((i.address.resource.type, i.attributes) for i in desired.instances.values())
    stored = ((a.resource.type, i.attributes) for a, i in state.objects() if a.resource.mode != "data")
    return {path for type, attributes in (*wanted, *stored) if (path := document_path(type, attributes)) is not None}
