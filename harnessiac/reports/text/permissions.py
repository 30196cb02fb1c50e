"""What a configuration's artifact sources need, as text and as JSON."""

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


def text(found: Permissions) -> str:
    """Connector by connector, then hosts, flags and secrets."""
    blocks = [_connector(one) for one in found.connectors]
    blocks += _section("Hosts that delegates must reach", found.hosts)
    blocks += _section("Feature flags that Harness Support must turn on", found.flags)
    blocks += _section("Secrets that must exist in Harness", found.secrets)
    if found.open:
        lines = [_line(f"  {who}, {one.name}: {one.why}") for one in found.open for who in one.needed_by]
        blocks.append("\n".join(["Sources of which no more is known", *lines]))
    if not found.is_complete:
        blocks.append(INCOMPLETE)
    return "\n\n".join(blocks) + "\n" if blocks else NOTHING


def _line(text: str) -> str:
    """A text from outside, on the line it is put on."""
    return visible(text).replace("\n", "\\n")


def _connector(one: ConnectorNeeds) -> str:
    traits = [one.type, one.credentials, _WHERE.get(one.where) if one.where is not None else "no connector"]
    said = ", ".join(trait for trait in traits if trait)
    lines = [_line(f"{one.name}{f' ({said})' if said else ''}")]
    lines += [_line(f"  for {used.service}, {used.source} ({used.type})") for used in one.uses]
    if one.delegates:
        lines.append(_line(f"  on delegates with {', '.join(one.delegates)}"))
    for granted in one.access:
        lines += _granted(granted)
    if one.undocumented:
        types = " and ".join(one.undocumented)
        lines.append(f"  Harness's page on artifact sources does not say what {types} must be allowed.")
    return "\n".join(lines)


def _granted(one: Granted) -> Iterator[str]:
    yield f"  {one.system}, for {one.who}:"
    for place in one.within:
        yield _line(f"    in {place}")
    for role in one.roles:
        yield f"    role {role.name}{f' ({role.id})' if role.id else ''}"
    if one.actions:
        yield "    or a custom role with the actions"
        yield from (f"      {action}" for action in one.actions)
    for right in one.rights:
        yield f"    {right.name}{f', if {right.when}' if right.when else ''}"
    if one.document is not None:
        yield f"    {' and '.join(policy.name for policy in one.policies)}, or this policy:"
        yield textwrap.indent(json.dumps(one.document, indent=2), "      ")
    for note in one.notes:
        yield textwrap.fill(
            note, 96, initial_indent="    ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
        )


def _section(title: str, rows: Iterable[Shared]) -> list[str]:
    lines = [_line(f"  {one.name}{f' ({one.why})' if one.why else ''}: {', '.join(one.needed_by)}") for one in rows]
    return ["\n".join([title, *lines])] if lines else []


def as_json(found: Permissions) -> dict[str, Any]:
    return {
        "format_version": FORMAT_VERSION,
        "complete": found.is_complete,
        "connectors": [_connector_json(one) for one in found.connectors],
        "hosts": [
            {"host": one.name, "known": "<" not in one.name, "why": one.why, "needed_by": list(one.needed_by)}
            for one in found.hosts
        ],
        "feature_flags": [{"name": one.name, "why": one.why, "needed_by": list(one.needed_by)} for one in found.flags],
        "secrets": [{"name": one.name, "needed_by": list(one.needed_by)} for one in found.secrets],
        "unknown": [{"source": one.name, "why": one.why, "services": list(one.needed_by)} for one in found.open],
    }


def _connector_json(one: ConnectorNeeds) -> dict[str, Any]:
    return {
        "name": one.name,
        "found": one.where.value if one.where is not None else None,
        "type": one.type,
        "credentials": one.credentials,
        "delegate_selectors": list(one.delegates),
        "secrets": list(one.secrets),
        "used_by": [{"service": used.service, "source": used.source, "type": used.type} for used in one.uses],
        "permissions": [_granted_json(granted) for granted in one.access],
        "undocumented_types": list(one.undocumented),
        "hosts": [{"host": host.name, "known": host.known, "why": host.why} for host in one.hosts],
    }


def _granted_json(one: Granted) -> dict[str, Any]:
    return {
        "system": one.system,
        "who": one.who,
        "within": list(one.within),
        "roles": [{"name": role.name, "id": role.id or None} for role in one.roles],
        "managed_policies": [{"name": policy.name, "arn": policy.arn} for policy in one.policies],
        "policy": one.document,
        "custom_role_actions": list(one.actions),
        "rights": [{"name": right.name, "when": right.when or None} for right in one.rights],
        "notes": list(one.notes),
        "references": list(one.references),
    }
