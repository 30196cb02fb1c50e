"""Version constraints such as `>= 1.5, < 2.0`, read and compared as Terraform does."""

from __future__ import annotations

import re

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language.configuration.declarations import Module, VersionConstraint

TERRAFORM = (1, 11, 4)
"""The version of Terraform that hiac behaves as."""

_CONDITION = re.compile(
    r"\s*(?P<operator>=|!=|>=|<=|~>|>|<|)\s*v?(?P<version>\d{1,9}(?:\.\d{1,9})*)"
    r"(?P<prerelease>-[0-9A-Za-z.~-]+)?(?:\+[0-9A-Za-z.~-]+)?\s*"
)

Condition = tuple[str, tuple[int, ...], bool]
"""An operator, the numbers of a version, and whether it is one of a prerelease."""


def conditions(text: str) -> list[Condition] | None:
    """What a constraint asks for; None if it is not written correctly."""
    found: list[Condition] = []
    for part in text.split(","):
        match = _CONDITION.fullmatch(part)
        if match is None:
            return None
        numbers = tuple(int(number) for number in match["version"].split("."))
        found.append((match["operator"] or "=", numbers, match["prerelease"] is not None))
    return found


def allows(wanted: list[Condition], version: tuple[int, ...]) -> bool:
    """Whether a version meets every condition."""
    return all(_meets(operator, numbers, version) for operator, numbers, _ in wanted)


def _meets(operator: str, wanted: tuple[int, ...], version: tuple[int, ...]) -> bool:
    size = max(len(wanted), len(version), 3)
    left = version + (0,) * (size - len(version))
    right = wanted + (0,) * (size - len(wanted))
    match operator:
        case "=":
            return left == right
        case "!=":
            return left != right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case _:  # ~>: not older, and only the last number given may be higher
            return left >= right and left[: len(wanted) - 1] == wanted[:-1]


def malformed(given: VersionConstraint) -> Diagnostic | None:
    """The error about a constraint that cannot be read."""
    if conditions(given.text) is not None:
        return None
    return error(
        "Invalid version constraint", "This string does not use correct version constraint syntax.", given.span
    )


def unsupported(module: Module) -> list[Diagnostic]:
    """An error for each required_version that Terraform as hiac plays it does not meet."""
    found = []
    for given in module.required_versions:
        wanted = conditions(given.text)
        wrong = malformed(given)
        if wanted is None or wrong is not None:
            found += [wrong] if wrong is not None else []
        elif any(is_prerelease for _, _, is_prerelease in wanted):
            detail = (
                f"Prerelease version constraints are not supported: {given.text}. Remove the prerelease information "
                "from the constraint. Prerelease versions of terraform will match constraints using their version core "
                "only."
            )
            found.append(error("Invalid required_version constraint", detail, given.span))
        elif not allows(wanted, TERRAFORM):
            version = ".".join(map(str, TERRAFORM))
            detail = (
                f"This configuration does not support Terraform version {version}, which hiac behaves as. To proceed, "
                "update this version constraint. Version constraints are normally set for good reason, so updating the "
                "constraint may lead to other errors or unexpected behavior."
            )
            found.append(error("Unsupported Terraform Core version", detail, given.span))
    return found
