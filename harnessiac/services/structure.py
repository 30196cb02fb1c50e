"""The service document from its top to the artifact sources, declared."""

from __future__ import annotations

from harnessiac.codes import artifacts as artifact_codes
from harnessiac.codes import structure as codes
from harnessiac.documents import Mapping, Scalar, Sequence
from harnessiac.documents.reading import shortened
from harnessiac.services import artifacts
from harnessiac.services.deployments import DEPLOYMENTS
from harnessiac.services.manifests import CONFIG_FILES, MANIFEST_LIST, MANIFESTS
from harnessiac.services.sources import Role, artifact_sources
from harnessiac.services.variables import VARIABLES
from harnessiac.shapes.checking import Report, literal
from harnessiac.shapes.vocabulary import (
    IDENTIFIER,
    NAME,
    VERSION_LABEL,
    Anything,
    Field,
    Items,
    OneOf,
    Picked,
    Record,
    anything,
    flag,
    record,
    text,
)


def _shape_of(type: str) -> Record:
    found = artifacts.find(type)
    return found.spec if found is not None else Record((), open=True)


_SPECS = {name: (lambda name=name: _shape_of(name)) for name in artifacts.MODULES}
_BY_TYPE = (Picked("type", "spec", lambda: _SPECS),)


def _typed(source: Mapping, report: Report) -> None:
    """A source with a spec says of which type it is."""
    entry = source.entries.get("spec")
    if entry is not None and source.get("type") is None:
        report.add(codes.MISSING, entry.key, "A source with a `spec` must have the field `type` too.")


_TEMPLATE = record(
    "template",
    text("templateRef", required=True),
    text("versionLabel", takes_numbers=True, form=VERSION_LABEL),
    text("gitBranch"),
    *anything("templateInputs", "templateVariables"),
)
_SOURCE_FIELDS = (
    text("identifier", required=True, form=IDENTIFIER),
    text("name", form=NAME),
    text("type"),
    Field("spec", Anything()),
    _TEMPLATE,
    *anything("metadata"),
)
SOURCE = Record(_SOURCE_FIELDS, (OneOf(("spec", "template")),), _BY_TYPE, rules=(_typed,))
SIDECAR = Record((text("identifier", required=True), *_SOURCE_FIELDS[1:]), SOURCE.choices, _BY_TYPE, rules=(_typed,))


def _names_source(primary: Mapping, report: Report) -> None:
    """`primaryArtifactRef` is the identifier of one of the sources."""
    node, sources = primary.get("primaryArtifactRef"), primary.get("sources")
    wanted = literal(node)
    if node is None or wanted is None or not isinstance(sources, Sequence):
        return
    there = [item.get("identifier") for item in sources.items if isinstance(item, Mapping)]
    known = [name for one in there if (name := literal(one)) is not None]
    if wanted in known or len(known) != len(sources.items):
        return
    listed = (
        f"The sources are {', '.join(shortened(name) for name in known[:5])}." if known else "There are no sources."
    )
    report.add(codes.NO_SOURCE, node, f'"{shortened(wanted)}" is not the identifier of a source. {listed}')


PRIMARY = Record(
    (
        text("primaryArtifactRef"),
        Field("sources", Items(SOURCE, unique="identifier", ordered=False)),
        text("type"),
        Field("spec", Anything()),
    ),
    (OneOf(("sources", "spec"), needed=False), OneOf(("sources", "type"), needed=False)),
    _BY_TYPE,
    rules=(_names_source,),
)
ARTIFACTS = record(
    "artifacts",
    Field("primary", PRIMARY),
    Field("sidecars", Items(SIDECAR, unique="identifier", inside="sidecar", ordered=False)),
    Field("metadata", Anything()),
)
_COMMON = (
    ARTIFACTS,
    Field("manifests", MANIFEST_LIST),
    Field("configFiles", CONFIG_FILES),
    Field("variables", VARIABLES),
)


_DEPLOYMENTS = {name: Record((*_COMMON, *found.fields), open=True) for name, found in DEPLOYMENTS.items()}
_DEPLOYMENT_SHAPES = {name: (lambda shape=shape: shape) for name, shape in _DEPLOYMENTS.items()}


def _offered(definition: Mapping, report: Report) -> None:
    """Each source is one that Harness offers for the deployment type."""
    type = literal(definition.get("type"))
    deployment = DEPLOYMENTS.get(type) if type is not None else None
    if deployment is None or deployment.sources is None:
        return
    for node in source_types(definition):
        name = literal(node)
        if name in artifacts.MODULES and name not in deployment.sources:
            able = ", ".join(other for other, one in DEPLOYMENTS.items() if one.sources and name in one.sources)
            detail = f"The deployment type {type} has no artifact source of the type {name}." + (
                f" These have: {able}." if able else ""
            )
            report.add(artifact_codes.NOT_OFFERED, node, detail)


def _one_source(definition: Mapping, report: Report) -> None:
    """Some deployment types take one primary source."""
    type = literal(definition.get("type"))
    if type not in DEPLOYMENTS or not DEPLOYMENTS[type].takes_one:
        return
    primary = [source for source in artifact_sources(definition) if source.role is Role.PRIMARY]
    for source in primary[1:]:
        detail = f"A service of the deployment type {type} has one primary artifact source, and this is another."
        report.add(artifact_codes.ONE_SOURCE, source.node.get("identifier") or source.node, detail)


def _manifests_offered(definition: Mapping, report: Report) -> None:
    """Each manifest is one that Harness offers for the deployment type."""
    type, spec = literal(definition.get("type")), definition.get("spec")
    offered = DEPLOYMENTS[type].manifests if type in DEPLOYMENTS else None
    listed = spec.get("manifests") if isinstance(spec, Mapping) else None
    if offered is None or not isinstance(listed, Sequence):
        return
    for item in listed.items:
        manifest = item.get("manifest") if isinstance(item, Mapping) else None
        node = manifest.get("type") if isinstance(manifest, Mapping) else None
        name = literal(node)
        if node is not None and name in MANIFESTS and name not in offered:
            has = f"It has {', '.join(sorted(offered))}." if offered else "It has no manifests."
            detail = f"The deployment type {type} has no manifests of the type {name}. {has}"
            report.add(artifact_codes.MANIFEST_NOT_OFFERED, node, detail)


def source_types(definition: Mapping) -> list[Scalar]:
    """The `type` of every artifact source of a service definition, new style and old, sidecars included."""
    types = (source.type_node for source in artifact_sources(definition))
    return [type for type in types if type is not None]


SERVICE = Record(
    (
        *(text(name, takes_numbers=True) for name in ("name", "identifier")),
        *(text(name) for name in ("orgIdentifier", "projectIdentifier", "description", "icon")),
        *anything("tags", "storeType", "gitDetails"),
        flag("gitOpsEnabled"),
        flag("useFromStage"),
        Field(
            "serviceDefinition",
            Record(
                (text("type", required=True), Field("spec", Anything())),
                picked=(Picked("type", "spec", lambda: _DEPLOYMENT_SHAPES, otherwise=Record(_COMMON, open=True)),),
                open=True,
                rules=(_offered, _one_source, _manifests_offered),
            ),
        ),
    ),
    open=True,
)
DOCUMENT = Record((Field("service", SERVICE, required=True),))
"""The whole document."""
