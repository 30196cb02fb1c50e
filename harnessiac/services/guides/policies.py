"""Policies of AWS as the documents that AWS takes."""

from __future__ import annotations

from collections.abc import Iterable

from harnessiac.services.guides.guide import Policy

EVERYTHING = ("*",)


def document(policy: Policy, resources: Iterable[str] = EVERYTHING) -> dict[str, object]:
    """The policy for resources by their ARNs; actions that only make sense for everything get their own statement."""
    named = list(resources)
    if named == list(EVERYTHING):
        return _document(_statement(policy.actions, "*"))
    narrow = tuple(action for action in policy.actions if action not in policy.everywhere)
    return _document(_statement(policy.everywhere, "*"), _statement(narrow, named))


def merged(documents: Iterable[dict[str, object]]) -> dict[str, object]:
    """One policy that allows what each of several does."""
    statements: list[dict[str, object]] = []
    for one in documents:
        found = one["Statement"]
        statements += found if isinstance(found, list) else []
    return _document(*statements)


def _document(*statements: dict[str, object]) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": [one for one in statements if one["Action"]]}


def _statement(actions: tuple[str, ...], resource: str | list[str]) -> dict[str, object]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def registry_arn(account: str, region: str) -> str:
    """The repositories of an account's registry in a region."""
    partition = "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
    return f"arn:{partition}:ecr:{region}:{account}:repository/*"
