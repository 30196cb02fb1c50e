"""Configuration to start from: a service with an artifact source, and the connector it needs, made from declarations.

What is not said is left to the run of a pipeline (`<+input>`), or is the first of the values that there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from harnessiac import documents, kinds
from harnessiac.addresses import InvalidAddress, parse_instance
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.documents.reading import shortened
from harnessiac.entities.authored import read_authored
from harnessiac.entities.hcl import hcl
from harnessiac.entities.links import Malformed, parse_reference
from harnessiac.language.formatting.printing import Expression, Parts, PrintedBlock, block
from harnessiac.schema import reference
from harnessiac.schema.mapping import ResourceValues
from harnessiac.schema.nodes import Kind
from harnessiac.services import SERVICE, artifacts, guides
from harnessiac.services.artifacts import ArtifactSource
from harnessiac.services.deployments import DEPLOYMENTS
from harnessiac.shapes.vocabulary import ASKED, Flag, Record, Shape, Text, Texts
from harnessiac.source import SourceFile, TextOrigin

CONNECTOR = "connectorRef"
Path = tuple[str, ...]
Given = Mapping[Path, tuple[str, ...]]
"""Values by the names that lead to them: ("spec", "artifactPath"). More than one is a list."""


class Entity(Struct, frozen=True):
    """Who a resource is; without `org` it is the account's."""

    identifier: str
    name: str
    org: str | None = None
    project: str | None = None

    @property
    def prefix(self) -> str:
        """What comes before the identifier in references to entities of the same scope."""
        return "" if self.project else "org." if self.org else "account."


class Question(Struct, frozen=True):
    """A text that a source starts with, what it is if nothing is said, and the values it may have (none: any)."""

    path: Path
    usual: str
    options: tuple[str, ...] = ()


class Draft(Struct, frozen=True):
    """Blocks of configuration, formatted, and what is worth a warning in them."""

    text: str
    warnings: tuple[Diagnostic, ...] = ()


def artifact_type(text: str) -> ArtifactSource:
    """An artifact source type by the platform's name or the short one. Raises Failed."""
    found = artifacts.find(guides.type_of(text) or "")
    if found is not None:
        return found
    detail = (
        f'There is no artifact source type "{shortened(text)}".{did_you_mean(text, (*guides.names(), *guides.TYPES))}'
    )
    raise Failed(error("Unknown artifact source type", detail))


def deployments(type: str) -> tuple[str, ...]:
    """The deployment types that may have such a source: those known to, else those of which it is not known."""
    offer = tuple(name for name, one in DEPLOYMENTS.items() if one.sources is not None and type in one.sources)
    return offer or tuple(name for name, one in DEPLOYMENTS.items() if one.sources is None)


def connector_kinds(types: Iterable[str]) -> list[Kind]:
    """The kinds whose connectors have one of these types of the platform."""
    found = (kinds.find(name) for name in kinds.names() if name.startswith(f"{kinds.PREFIX}connector_"))
    return [kind for kind in found if kind is not None and kind.tag in set(types)]


def artifact(
    source: ArtifactSource,
    service: Entity,
    identifier: str,
    given: Given,
    *,
    deployment: str | None = None,
    connector: str | None = None,
) -> Draft:
    """A service with one source, and the connector it needs unless that is named, by address or as a reference.

    Raises Failed with everything that is wrong with what is given.
    """
    chosen = _deployment(source.type, deployment)
    spec = _filled(source.spec, given)
    before, reference_text, expression = "", "", None
    if any(one.name == CONNECTOR for one in source.spec.fields) and (CONNECTOR,) not in given:
        before, reference_text, expression = _connector(source, service, identifier, connector)
        spec[CONNECTOR] = reference_text or ASKED
    elif connector is not None:
        detail = f"The artifact source type {source.type} has no connector, or it is given with -set as well."
        raise Failed(error("Invalid -connector option", detail))
    content = {
        "service": {
            "name": service.name,
            "identifier": service.identifier,
            "serviceDefinition": {
                "type": chosen,
                "spec": {
                    **{one.name: _value(one.shape, one.name, {}) for one in DEPLOYMENTS[chosen].fields if one.required},
                    "artifacts": {
                        "primary": {
                            "primaryArtifactRef": identifier,
                            "sources": [{"identifier": identifier, "type": source.type, "spec": spec}],
                        }
                    },
                },
            },
        }
    }
    warnings = _checked(content, service)
    yaml: Parts | str = _written(content)
    if expression is not None:
        mark = _mark(_written(content))
        spec[CONNECTOR] = f"{service.prefix}{mark}"
        start, _, end = _written(content).partition(mark)
        yaml = (start, Expression(expression), end)
    arguments: list[tuple[str, Any]] = [("identifier", service.identifier), ("name", service.name)]
    arguments += [
        (key, value) for key, value in (("org_id", service.org), ("project_id", service.project)) if value is not None
    ]
    written = block(PrintedBlock("resource", (SERVICE, service.identifier), (*arguments, ("yaml", yaml))))
    return Draft(f"{before}\n{written}" if before else written, warnings)


def connector_block(kind: Kind, entity: Entity) -> str:
    """A connector with what its kind requires, formatted."""
    values = dict(reference.example(kind).values)
    values |= {"identifier": entity.identifier, "name": entity.name, "org_id": entity.org, "project_id": entity.project}
    return hcl(kind, ResourceValues(values).values, entity.identifier)


def question(record: Record, given: Given) -> Question | None:
    """The first text that a source starts with and that is not given; one of several lines is not asked for."""
    return next(_questions(record, given, ()), None)


def _questions(record: Record, given: Given, at: Path) -> Iterator[Question]:
    values = _filled(record, {path[len(at) :]: said for path, said in given.items() if path[: len(at)] == at})
    for name in values:
        here = (*at, name)
        shape = _shape_of(record, name, values)
        if here == (CONNECTOR,) or here in given:
            continue
        match _by(record, name, shape):
            case Text(options=options) if "\n" not in values[name]:
                yield Question(here, values[name], options)
            case Record() as inner:
                yield from _questions(inner, given, here)
            case _:
                pass


def _deployment(type: str, wanted: str | None) -> str:
    able = deployments(type)
    if wanted is None:
        if len(able) > 1 and DEPLOYMENTS[able[0]].sources is None:
            near = next((name for name in able if type.startswith(name)), None)
            if near is None:
                detail = f"hiac does not know which deployment types have sources of the type {type}. Say one: "
                raise Failed(error("Missing -deployment option", f"{detail}{', '.join(able)}."))
            return near
        return able[0]
    known = {name.lower(): name for name in DEPLOYMENTS}
    found = known.get(wanted.lower())
    if found is None:
        detail = f'There is no deployment type "{shortened(wanted)}".{did_you_mean(wanted, DEPLOYMENTS)}'
        raise Failed(error("Invalid -deployment option", detail))
    return found


def _connector(
    source: ArtifactSource, service: Entity, identifier: str, wanted: str | None
) -> tuple[str, str, str | None]:
    """The block of the connector (or none), how the source refers to it, and the expression for its identifier."""
    if wanted is None:
        able = connector_kinds(source.connectors)
        if not able:
            return "", "", None
        short = able[0].name.removeprefix(f"{kinds.PREFIX}connector_")
        name = identifier if identifier.endswith(short) else f"{identifier}_{short}"
        entity = Entity(name, able[0].title, service.org, service.project)
        return connector_block(able[0], entity), service.prefix + name, f"{able[0].name}.{name}.identifier"
    if not wanted.startswith(kinds.PREFIX):
        target = parse_reference(wanted, service.org, service.project)
        if isinstance(target, Malformed):
            raise Failed(error("Invalid -connector option", target.reason))
        return "", wanted, None
    try:
        address = parse_instance(wanted)
    except InvalidAddress as problem:
        raise Failed(error("Invalid -connector option", str(problem))) from None
    kind = kinds.find(address.resource.type)
    if kind is None or kind.tag not in source.connectors or address.resource.module:
        able_names = ", ".join(one.name for one in connector_kinds(source.connectors)) or "none"
        detail = (
            f'"{shortened(wanted)}" is no connector that a source of the type {source.type} takes; those of the '
            f"configuration that it takes are of the kinds: {able_names}."
        )
        raise Failed(error("Invalid -connector option", detail))
    return "", f"{service.prefix}{address.resource.name}", f"{address}.identifier"


def _written(content: Mapping[str, Any]) -> str:
    """The YAML, runtime inputs without quotes, as they are written everywhere."""
    return re.sub(rf'(?m)((?::|-) )"{re.escape(ASKED)}"$', rf"\1{ASKED}", documents.write(content))


def _mark(text: str) -> str:
    mark = "connector"
    while mark in text:
        mark += "_"
    return mark


# From a declaration and what is given to values


def _filled(record: Record, given: Given) -> dict[str, Any]:
    """What a mapping must hold and what is given for it, in the order declared. Raises Failed for what it has not."""
    first: dict[str, dict[Path, tuple[str, ...]]] = {}
    for path, said in given.items():
        first.setdefault(path[0], {})[path[1:]] = said
    wrong = [_unknown(name, record) for name in first if name not in record.names]
    if wrong:
        raise Failed(*wrong)
    chosen = {one.name for one in record.fields if one.required or one.usual or one.name in first}
    chosen |= {one.name for one in record.fields if _is_worth(one.shape)}
    for choice in record.choices:
        if choice.needed and not chosen & set(choice.names):
            chosen.add(choice.names[0])
    values: dict[str, Any] = {}
    held = {pick.holds for pick in record.picked}
    for one in record.fields:
        if one.name in chosen and one.name not in held:
            shape = _by(record, one.name, one.shape)
            values[one.name] = _value(shape, one.name, first.get(one.name, {}), one.usual or ASKED)
    for needs in record.needs:
        wanted = needs.fields.get(str(values.get(needs.by)))
        if wanted is not None:
            values.setdefault(wanted, ASKED)
    for pick in record.picked:
        shape = _shape_of(record, pick.holds, values)
        if pick.holds in chosen or pick.needed or (isinstance(shape, Record) and _is_demanding(shape)):
            values[pick.holds] = _value(shape, pick.holds, first.get(pick.holds, {}))
    return values


def _unknown(name: str, record: Record) -> Diagnostic:
    detail = f'There is no field "{shortened(name)}" here. The fields are {", ".join(record.names)}.'
    return error("Unknown field", f"{detail}{did_you_mean(name, record.names)}")


def _is_demanding(record: Record) -> bool:
    return any(one.required for one in record.fields)


def _is_worth(shape: Shape) -> bool:
    """Whether a part that may be left out belongs into a beginning: one with fields of its own that it needs."""
    return isinstance(shape, Record) and _is_demanding(shape) and not shape.picked


def _by(record: Record, name: str, shape: Shape) -> Shape:
    """A text that picks the shape of another has the picks for options."""
    pick = next((one for one in record.picked if one.by == name), None)
    return Text(tuple(pick.shapes())) if pick is not None and isinstance(shape, Text) and not shape.options else shape


def _shape_of(record: Record, name: str, values: Mapping[str, Any]) -> Shape:
    pick = next((one for one in record.picked if one.holds == name), None)
    picked = pick.shapes().get(str(values.get(pick.by))) if pick is not None else None
    return picked() if picked is not None else next(one.shape for one in record.fields if one.name == name)


def _value(shape: Shape, name: str, given: Given, usual: str = ASKED) -> Any:
    said = given.get((), ())
    match shape:
        case Record():
            if said:
                raise Failed(error("Invalid value", f'"{name}" holds fields. Give one of them: {name}.FIELD=VALUE.'))
            return _filled(shape, given)
        case _ if any(given) or (len(said) > 1 and not isinstance(shape, Texts)):
            problem = "has no fields" if any(given) else "takes one value"
            raise Failed(error("Invalid value", f'"{name}" {problem}.'))
        case Text(options=options):
            return said[0] if said else options[0] if options else usual
        case Texts():
            return list(said) if said and "<+" not in said[0] else said[0] if said else usual
        case Flag():
            return {"true": True, "false": False}.get(said[0], said[0]) if said else ASKED
        case _ if said:
            detail = f'"{name}" cannot be given on the command line. Write it into the file.'
            raise Failed(error("Invalid value", detail))
        case _:
            return ASKED


def _checked(content: Mapping[str, Any], service: Entity) -> tuple[Diagnostic, ...]:
    """The warnings about a service's YAML. Raises Failed with the errors."""
    source = SourceFile("service", documents.write(content))
    kind = kinds.find(SERVICE)
    assert kind is not None
    attributes = {
        "identifier": service.identifier,
        "name": service.name,
        "org_id": service.org,
        "project_id": service.project,
    }
    _, found = read_authored(kind, source.text, TextOrigin.of_file(source), attributes)
    errors = [one for one in found if one.is_error]
    if errors:
        raise Failed(*errors)
    return tuple(found)
