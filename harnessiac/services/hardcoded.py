"""What makes the artifact of a service be ignored: images written down in values and manifests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harnessiac import documents
from harnessiac.codes import rendering as codes
from harnessiac.diagnostics import Diagnostic
from harnessiac.documents import Mapping, Node, Scalar, Sequence
from harnessiac.documents.reading import shortened
from harnessiac.expressions.parsing import outermost
from harnessiac.source import SourceFile, Span

_ARTIFACT = re.compile(r"<\+artifacts?\.")
_IMAGE = re.compile(r"""^[ \t]*(?:-[ \t]+)?["']?image["']?:[ \t]*["']?(?P<image>[^\s"'#]+)""", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]*#")
UNRESOLVED_IN = frozenset({"Kubernetes", "NativeHelm"})
"""The deployment types whose manifests are templates, in which the platform resolves no expressions."""


def in_values(sources: Iterable[SourceFile]) -> Iterator[Diagnostic]:
    """Images written down in values files that do not use the artifact."""
    there = list(sources)
    if any(_ARTIFACT.search(source.text) for source in there):
        return
    for source in there:
        document, _ = documents.read(source)
        if document is not None:
            yield from (_hardcoded(document.span(node), node.text) for node in _images(document.root))


def _images(root: Node) -> Iterator[Scalar]:
    """The values of `image`, and of `image.repository` as Helm charts have it, that say an image."""
    pending = [root]
    seen: set[int] = set()
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        match node:
            case Mapping():
                image = node.get("image")
                if isinstance(image, Mapping):
                    image = image.get("repository")
                if isinstance(image, Scalar) and isinstance(image.value, str) and image.text and "<+" not in image.text:
                    yield image
                pending += [entry.value for entry in node.entries.values()]
            case Sequence():
                pending += node.items
            case _:
                pass


def in_manifest(source: SourceFile) -> Iterator[Diagnostic]:
    """Images written down in a manifest none of whose images is a template, and expressions, which have no effect."""
    images = [
        found for found in _IMAGE.finditer(source.text) if not found["image"].startswith(("|", ">", "&", "*", "!"))
    ]
    if not any("{{" in found["image"] or "<+" in found["image"] for found in images):
        for found in images:
            yield _hardcoded(source.span(*found.span("image")), found["image"])
    for one in outermost(source.text):
        if _COMMENT.match(source.line_text(source.line_of(one.start))):
            continue
        expression = source.text[one.start : one.end]
        detail = (
            f"{shortened(expression)} stands in a manifest, where the platform resolves no expressions: it does in "
            "values files and Kustomize patches only. Put it into a values file, and use the value here, such as "
            "{{.Values.image}}."
        )
        yield codes.IN_MANIFEST.at(source.span(one.start, one.end), detail)


def _hardcoded(span: Span, image: str) -> Diagnostic:
    detail = (
        f'The image "{shortened(image)}" is written down here and nothing uses the artifact of the service, so any '
        "artifact chosen for the service has no effect: this image is deployed. To deploy the artifact, write "
        "<+artifacts.primary.image> in the values file."
    )
    return codes.IGNORED.at(span, detail)
