"""What the structure of an artifact source cannot say."""

from __future__ import annotations

from harnessiac.codes import artifacts as codes
from harnessiac.documents import Mapping
from harnessiac.documents.reading import shortened
from harnessiac.shapes.checking import Report, literal
from harnessiac.shapes.vocabulary import Rule

RESULT = "HARNESS_ARTIFACT_RESULT_PATH"


def no_wildcards(spec: Mapping, report: Report) -> None:
    """An image path names one image."""
    node = spec.get("imagePath")
    path = literal(node)
    if node is not None and path is not None and any(char in path for char in "*?"):
        report.add(codes.WILDCARD, node, f'The image path "{shortened(path)}" holds a wildcard. Write the whole path.')


def starts_with_project(spec: Mapping, report: Report) -> None:
    """A path in Google Container Registry has its project in front."""
    node = spec.get("imagePath")
    path = literal(node)
    if node is not None and path and "/" not in path.strip("/"):
        detail = f'The image path "{shortened(path)}" has no project. Write PROJECT-ID/{shortened(path.strip("/"))}.'
        report.add(codes.NO_PROJECT, node, detail)


def names_result(source: Mapping, report: Report) -> None:
    """The script of a custom source leaves what it found in the file that Harness names."""
    node = source.get("script")
    script = literal(node)
    if node is not None and script and RESULT not in script:
        detail = f"The script never names {RESULT}, the file from which Harness reads its answer. Write it there."
        report.add(codes.NO_RESULT, node, detail)


def one_level(spec: Mapping, report: Report) -> None:
    """What a source in Nexus 3 says in its `spec` it does not say beside it as well."""
    inner = spec.get("spec")
    if not isinstance(inner, Mapping):
        return
    for name in ("artifactPath", "repositoryPort", "repositoryUrl"):
        if name in spec.entries and name in inner.entries:
            detail = f"The field `{name}` stands both here and in the `spec` below. Keep the one there."
            report.add(codes.TWO_LEVELS, spec.entries[name].key, detail)


def package_types(stored: tuple[str, ...], *supported: str) -> Rule:
    """Of the package types that can be stored, deployments support fewer."""

    def rule(spec: Mapping, report: Report) -> None:
        node = spec.get("packageType")
        given = literal(node)
        if node is not None and given in stored and given not in supported:
            detail = f'Packages of type "{given}" cannot be deployed; supported: {", ".join(supported)}.'
            report.add(codes.PACKAGE_TYPE, node, detail)

    return rule
