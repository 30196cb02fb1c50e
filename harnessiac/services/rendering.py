"""The values files of a service with its artifact in them: what was resolved, what is left, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harnessiac.diagnostics import Diagnostic, did_you_mean, error, warning
from harnessiac.documents import Mapping
from harnessiac.documents.reading import shortened
from harnessiac.services import hardcoded
from harnessiac.services.filling import Filled, fill
from harnessiac.services.outcomes import Answers, Open, Refused
from harnessiac.services.sources import Role
from harnessiac.shapes.checking import literal
from harnessiac.source import SourceFile


def render(
    answers: Answers, values: Iterable[SourceFile], manifests: Iterable[SourceFile]
) -> tuple[list[Filled], list[Diagnostic]]:
    """Every values file that is a document, filled in, and all that is wrong with values, manifests and the choice."""
    found = list(_unknown_sources(answers))
    files: list[Filled] = []
    there = list(values)
    for source in there:
        filled, problems = fill(source, answers.answer)
        found += problems
        if filled is not None:
            files.append(filled)
            found += _findings(filled)
    for name in answers.choice.values.keys() - answers.asked:
        found.append(warning("Value is not used", f"No values file has the expression <+{shortened(name)}>."))
    if answers.sources:
        found += hardcoded.in_values(there)
    definition = answers.service.get("serviceDefinition")
    type = literal(definition.get("type")) if isinstance(definition, Mapping) else None
    for source in manifests if type in hardcoded.UNRESOLVED_IN else ():
        found += hardcoded.in_manifest(source)
    return files, [*found, *answers.notes]


def _findings(filled: Filled) -> Iterator[Diagnostic]:
    """Of several expressions with the same fault the first is pointed at."""
    seen: set[tuple[str, str]] = set()
    for place in filled.places:
        finding = place.answer.finding if isinstance(place.answer, Open | Refused) else None
        if finding is not None and (finding.summary, finding.detail) not in seen:
            seen.add((finding.summary, finding.detail))
            yield finding.at(place.span)


def _unknown_sources(answers: Answers) -> Iterator[Diagnostic]:
    """Sources that are named in the choice and that the service does not have."""
    there = {one.identifier: one.role for one in answers.sources if one.identifier is not None}
    named = [("-tag", name) for name in answers.choice.tags]
    if answers.choice.source is not None:
        named.append(("-source", answers.choice.source))
    for option, name in named:
        known = [one for one, role in there.items() if option == "-tag" or role is Role.PRIMARY]
        if name not in known:
            what = "artifact source" if option == "-tag" else "primary artifact source"
            detail = f'{option} names "{shortened(name)}", and the service has no {what} of this identifier.'
            listed = f" There are {', '.join(shortened(one) for one in known[:10])}." if known else ""
            yield error("No such artifact source", detail + did_you_mean(name, known) + listed)
