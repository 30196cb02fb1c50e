"""The permissions, hosts, flags and secrets that artifact sources need, as text and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from harnessiac.advice.permissions import ConnectorNeeds, Granted, Permissions, Shared
from harnessiac.entities.lookup import Where
from harnessiac.reports.unprintable import visible

NOTHING = "There are no artifact sources, so nothing is needed.\n"

INCOMPLETE = (
    "There may be more: some resources depend on values that are not known or have errors. hiac validate tells of\n"
    "errors; -var and -var-file give values to variables."
)

FORMAT_VERSION = "1.0"

_WHERE = {
    Where.STATE: "in the state only",
    Where.DOCUMENT: "a document, not managed here",
    Where.MISSING: "not found",
    Where.RUNTIME: "decided when a pipeline runs",
    Where.ELSEWHERE: "not looked up",
    Where.INVALID: "no reference",
}


def text(needed: Permissions) -> str:
    """Return the needs by connector, then hosts, flags and secrets."""
    blocks = [_connector(connector) for connector in needed.connectors]
    blocks += _section("Hosts that delegates must reach", needed.hosts)
    blocks += _section("Feature flags that Harness Support must turn on", needed.flags)
    blocks += _section("Secrets that must exist in Harness", needed.secrets)
    if needed.open:
        lines = [
            _line(f"  {who}, {unknown.name}: {unknown.why}") for unknown in needed.open for who in unknown.needed_by
        ]
        blocks.append("\n".join(["Sources of which no more is known", *lines]))
    if not needed.is_complete:
        blocks.append(INCOMPLETE)
    return "\n\n".join(blocks) + "\n" if blocks else NOTHING


def _line(text: str) -> str:
    """Return text from documents as a single line."""
    return visible(text).replace("\n", "\\n")


def _connector(connector: ConnectorNeeds) -> str:
    traits = [
        connector.type,
        connector.credentials,
        _WHERE.get(connector.where) if connector.where is not None else "no connector",
    ]
    described = ", ".join(trait for trait in traits if trait)
    lines = [_line(f"{connector.name}{f' ({described})' if described else ''}")]
    lines += [_line(f"  for {used.service}, {used.source} ({used.type})") for used in connector.uses]
    if connector.delegates:
        lines.append(_line(f"  on delegates with {', '.join(connector.delegates)}"))
    for granted in connector.access:
        lines += _granted(granted)
    if connector.undocumented:
        types = " and ".join(connector.undocumented)
        lines.append(f"  Harness's page on artifact sources does not say what {types} must be allowed.")
    return "\n".join(lines)


def _granted(granted: Granted) -> Iterator[str]:
    yield f"  {granted.system}, for {granted.who}:"
    for place in granted.within:
        yield _line(f"    in {place}")
    for role in granted.roles:
        yield f"    role {role.name}{f' ({role.id})' if role.id else ''}"
    if granted.actions:
        yield "    or a custom role with the actions"
        yield from (f"      {action}" for action in granted.actions)
    for right in granted.rights:
        yield f"    {right.name}{f', if {right.when}' if right.when else ''}"
    if granted.document is not None:
        yield f"    {' and '.join(policy.name for policy in granted.policies)}, or this policy:"
        yield textwrap.indent(json.dumps(granted.document, indent=2), "      ")
    for note in granted.notes:
        yield textwrap.fill(
            note, 96, initial_indent="    ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
        )


def _section(title: str, rows: Iterable[Shared]) -> list[str]:
    lines = [
        _line(f"  {shared.name}{f' ({shared.why})' if shared.why else ''}: {', '.join(shared.needed_by)}")
        for shared in rows
    ]
    return ["\n".join([title, *lines])] if lines else []


def as_json(needed: Permissions) -> dict[str, Any]:
    return {
        "format_version": FORMAT_VERSION,
        "complete": needed.is_complete,
        "connectors": [_connector_json(item) for item in needed.connectors],
        "hosts": [
            {"host": item.name, "known": "<" not in item.name, "why": item.why, "needed_by": list(item.needed_by)}
            for item in needed.hosts
        ],
        "feature_flags": [
            {"name": item.name, "why": item.why, "needed_by": list(item.needed_by)} for item in needed.flags
        ],
        "secrets": [{"name": item.name, "needed_by": list(item.needed_by)} for item in needed.secrets],
        "unknown": [{"source": item.name, "why": item.why, "services": list(item.needed_by)} for item in needed.open],
    }


def _connector_json(connector: ConnectorNeeds) -> dict[str, Any]:
    return {
        "name": connector.name,
        "found": connector.where.value if connector.where is not None else None,
        "type": connector.type,
        "credentials": connector.credentials,
        "delegate_selectors": list(connector.delegates),
        "secrets": list(connector.secrets),
        "used_by": [{"service": used.service, "source": used.source, "type": used.type} for used in connector.uses],
        "permissions": [_granted_json(granted) for granted in connector.access],
        "undocumented_types": list(connector.undocumented),
        "hosts": [{"host": host.name, "known": host.known, "why": host.why} for host in connector.hosts],
    }


def _granted_json(granted: Granted) -> dict[str, Any]:
    return {
        "system": granted.system,
        "who": granted.who,
        "within": list(granted.within),
        "roles": [{"name": role.name, "id": role.id or None} for role in granted.roles],
        "managed_policies": [{"name": policy.name, "arn": policy.arn} for policy in granted.policies],
        "policy": granted.document,
        "custom_role_actions": list(granted.actions),
        "rights": [{"name": right.name, "when": right.when or None} for right in granted.rights],
        "notes": list(granted.notes),
        "references": list(granted.references),
    }
