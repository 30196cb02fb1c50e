"""What a declaration of an artifact source type is made of."""

from __future__ import annotations

from msgspec import Struct

from harnessiac.services.artifacts._names import Output
from harnessiac.shapes.vocabulary import Field, Items, Needs, OneOf, Picked, Record, Rule, either, text

NAMED_VALUES = Items(Record((text("name", required=True), text("value", required=True))))


class ArtifactSource(Struct, frozen=True):
    """`type` is the platform's name; `connectors` are the types of connector it takes, none where it needs none.

    `output` is what expressions say of it.
    """

    type: str
    spec: Record
    connectors: tuple[str, ...] = ()
    output: Output = Output()


def source(
    type: str,
    *fields: Field,
    connectors: tuple[str, ...] = (),
    choices: tuple[OneOf, ...] = (),
    picked: tuple[Picked, ...] = (),
    rules: tuple[Rule, ...] = (),
    needs: tuple[Needs, ...] = (),
    output: Output = Output(),  # noqa: B008 - it is frozen
) -> ArtifactSource:
    return ArtifactSource(type, Record(fields, choices, picked, rules=rules, needs=needs), connectors, output)


_NEXUS = {
    "docker": Record(
        (text("artifactPath", required=True), text("repositoryPort", takes_numbers=True), text("repositoryUrl")),
        (either("repositoryPort", "repositoryUrl"),),
    ),
    "maven": Record(
        (
            text("artifactId", required=True),
            text("groupId", required=True),
            text("classifier"),
            text("extension"),
        )
    ),
    "npm": Record((text("packageName", required=True),)),
    "nuget": Record((text("packageName", required=True),)),
    "raw": Record((text("group", required=True),)),
}


def nexus_formats(*names: str) -> tuple[Picked, ...]:
    """What `spec` of a Nexus source holds depends on its `repositoryFormat`."""
    shapes = {name: (lambda name=name: _NEXUS[name]) for name in names}
    return (Picked("repositoryFormat", "spec", lambda: shapes),)
