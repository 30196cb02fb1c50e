"""Findings about artifact sources and deployment types (HIAC-SVC-030 to 059)."""

from __future__ import annotations

from harnessiac.diagnostics import Severity
from harnessiac.services.codes.code import Code

NOT_OFFERED = Code(
    "HIAC-SVC-030",
    Severity.WARNING,
    "Artifact source not offered for deployment type",
    "Harness offers each deployment type its own artifact sources. The service can be saved, but a pipeline cannot "
    "deploy from this source.",
)
PACKAGE_TYPE = Code(
    "HIAC-SVC-031",
    Severity.WARNING,
    "Package type not supported",
    "Deployments support maven and nuget packages of Azure Artifacts and container packages of GitHub Packages.",
    wrong="packageType: npm\n",
    right="packageType: container\n",
)
WILDCARD = Code(
    "HIAC-SVC-032",
    Severity.WARNING,
    "Wildcard in image path",
    "An image path names one image. Wildcards work in neither the path nor the registry; use tagRegex for tags.",
    wrong="imagePath: library/*\n",
    right="imagePath: library/nginx\n",
)
NO_PROJECT = Code(
    "HIAC-SVC-034",
    Severity.WARNING,
    "Image path does not start with a project",
    "An image of Google Container Registry is PROJECT-ID/IMAGE-NAME.",
    wrong="imagePath: todolist\n",
    right="imagePath: my-project/todolist\n",
)

CODES: tuple[Code, ...] = (NOT_OFFERED, PACKAGE_TYPE, WILDCARD, NO_PROJECT)
