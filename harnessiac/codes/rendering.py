"""Findings about values files and manifests, of hiac render only (HIAC-SVC-090 to 099)."""

from __future__ import annotations

from harnessiac.diagnostics import Code, Severity

IGNORED = Code(
    "HIAC-SVC-090",
    Severity.WARNING,
    "Artifact is ignored",
    "An image that is written down in values or manifests is deployed whatever artifact is chosen in the pipeline. The "
    "artifact is deployed where its expression stands.",
    wrong="image: nginx:1.14.2\n",
    right="image: <+artifacts.primary.image>\n",
)
IN_MANIFEST = Code(
    "HIAC-SVC-091",
    Severity.WARNING,
    "Expression in manifest",
    "In manifests of Kubernetes and Helm deployments the platform resolves no expressions: it does in values files and "
    "Kustomize patches. Put the expression into a values file, and its name into the manifest.",
    wrong="image: <+artifacts.primary.image>\n",
    right='image: "{{.Values.image}}"\n',
)
NO_IMAGE = Code(
    "HIAC-SVC-092",
    Severity.WARNING,
    "Artifact is no image",
    "Packages and files have no name of an image. Their version or path has an expression of its own.",
    wrong="build: <+artifacts.primary.image>\n",
    right="build: <+artifacts.primary.build>\n",
)
INCOMPLETE = Code(
    "HIAC-SVC-093",
    Severity.WARNING,
    "Image name is not complete",
    "Part of the image's name, such as the account of Amazon's registry, stands neither in the artifact source nor in "
    "its connector, so a word in capitals stands for it.",
)
PLAIN_TYPE = Code(
    "HIAC-SVC-094",
    Severity.WARNING,
    "Text is read as another type",
    "The platform puts a value into the text as it is, before it is read as YAML. A tag such as 1.10 is read as the "
    "number 1.1 then, unless the expression stands in quotes.",
    wrong="tag: <+artifacts.primary.tag>\n",
    right='tag: "<+artifacts.primary.tag>"\n',
)
TAG = Code(
    "HIAC-SVC-095",
    Severity.WARNING,
    "Tag is not allowed",
    "The service says which tags a pipeline may be given, and the one that is tried here is none of them.",
)

CODES: tuple[Code, ...] = (IGNORED, IN_MANIFEST, NO_IMAGE, INCOMPLETE, PLAIN_TYPE, TAG)
