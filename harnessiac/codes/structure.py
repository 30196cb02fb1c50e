"""Findings about the shape of a service document: keys, types, enumerations (HIAC-SVC-001 to 029)."""

from __future__ import annotations

from harnessiac.diagnostics import Code, Severity

UNKNOWN = Code(
    "HIAC-SVC-001",
    Severity.WARNING,
    "Unknown field in service YAML",
    "The platform does not read fields that it does not know, so a misspelt one has no effect. Correct the name or "
    "remove the field.",
    wrong="spec:\n  imagepath: library/nginx\n",
    right="spec:\n  imagePath: library/nginx\n",
)
MISSING = Code(
    "HIAC-SVC-002",
    Severity.ERROR,
    "Missing field in service YAML",
    "The platform's schema requires this field and refuses the service without it.",
)
TYPE = Code(
    "HIAC-SVC-003",
    Severity.WARNING,
    "Value of another type in service YAML",
    "The platform's schema means a value of another type here: a string where a number is written, or a list where one "
    "value is. Some of the platform's readers convert it and others refuse it.",
    wrong="build: 133\nartifactPaths: artifacts\n",
    right='build: "133"\nartifactPaths:\n  - artifacts\n',
)
STRUCTURE = Code(
    "HIAC-SVC-004",
    Severity.ERROR,
    "Wrong structure in service YAML",
    "A mapping, a list and a single value cannot stand for each other.",
    wrong="artifacts: nginx\n",
    right="artifacts:\n  primary: {}\n",
)
EXCLUSIVE = Code(
    "HIAC-SVC-005",
    Severity.ERROR,
    "Exclusive fields in service YAML",
    "The platform's schema takes exactly one of these fields.",
    wrong='tag: "1.0"\ntagRegex: 1.*\n',
    right='tag: "1.0"\n',
)
CHOICE = Code(
    "HIAC-SVC-006",
    Severity.ERROR,
    "One field of several needed in service YAML",
    "The platform's schema needs exactly one of these fields. To be asked for it when a pipeline runs, write <+input>.",
    right="tag: <+input>\n",
)
OPTION = Code(
    "HIAC-SVC-007",
    Severity.ERROR,
    "Unsupported value in service YAML",
    "The platform takes one of a few values here, written exactly like this.",
    wrong="type: DockerHub\n",
    right="type: DockerRegistry\n",
)
DUPLICATE = Code(
    "HIAC-SVC-008",
    Severity.ERROR,
    "Duplicate identifier in service YAML",
    "Sources, manifests, configuration files and variables are found by their identifier or name: each needs its own.",
)
NO_SERVICE = Code(
    "HIAC-SVC-010",
    Severity.ERROR,
    "Invalid service YAML",
    "A service's YAML is a mapping with the one key `service`, which holds identifier, name and serviceDefinition.",
    wrong="identifier: web\n",
    right="service:\n  identifier: web\n",
)
IDENTITY = Code(
    "HIAC-SVC-011",
    Severity.ERROR,
    "Service differs from its YAML",
    "A service has its identifier, name, organization and project twice: as arguments of the resource and in its YAML. "
    "Harness refuses a service in which the two differ.",
)
NO_SOURCE = Code(
    "HIAC-SVC-014",
    Severity.WARNING,
    "Primary artifact is no source",
    "`primaryArtifactRef` names one of `sources` by its identifier, or leaves the choice to the run with <+input>. "
    "With any other name a pipeline finds no artifact.",
    wrong="primaryArtifactRef: web\nsources:\n  - identifier: nginx\n",
    right="primaryArtifactRef: nginx\nsources:\n  - identifier: nginx\n",
)
FORM = Code(
    "HIAC-SVC-015",
    Severity.ERROR,
    "Text of the wrong form in service YAML",
    "The platform's schema takes only text of a certain form here: identifiers and names of variables, durations, "
    "numbers.",
    wrong="timeout: 10 minutes\n",
    right="timeout: 10m\n",
)
PLAIN_SECRET = Code(
    "HIAC-SVC-016",
    Severity.WARNING,
    "Secret variable without a reference",
    "A variable of the type Secret names a secret of the platform by its reference. What stands here cannot be one; if "
    "it is the secret itself, all who read this repository can read it. Store it on the platform, and name it here.",
    wrong="- name: token\n  type: Secret\n  value: not a reference!\n",
    right="- name: token\n  type: Secret\n  value: account.token\n",
)

CODES: tuple[Code, ...] = (
    UNKNOWN,
    MISSING,
    TYPE,
    STRUCTURE,
    EXCLUSIVE,
    CHOICE,
    OPTION,
    DUPLICATE,
    NO_SERVICE,
    IDENTITY,
    NO_SOURCE,
    FORM,
    PLAIN_SECRET,
)
