"""References as a tree, by user or by target, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from harnessiac import kinds
from harnessiac.attributes import Path
from harnessiac.entities.links import FILE, Malformed, Reference
from harnessiac.entities.lookup import ELSEWHERE, Found, Use, Where
from harnessiac.reports.unprintable import visible
from harnessiac.source import Span

NONE = "There are no references.\n"

_NOT_MANAGED = "not managed here"
_WORDS = {
    Where.MISSING: "not found",
    Where.RUNTIME: "decided when a pipeline runs",
    Where.ELSEWHERE: "not looked up",
    Where.INVALID: "no reference",
}


def by_user(uses: Iterable[Use]) -> str:
    """Return the references of each instance."""
    groups: dict[str, list[str]] = {}
    for use in uses:
        version = f" ({use.link.version})" if use.link.version else ""
        line = f"{use.link.entity} {_shown(use.link.text)}{version} -> {_target(use)}, {_place(use)}"
        groups.setdefault(str(use.user), []).append(line)
    return tree(groups)


def by_target(uses: Iterable[Use]) -> str:
    """Return the users of each target."""
    groups: dict[str, list[str]] = {}
    for use in uses:
        if use.found.where in (Where.RUNTIME, Where.INVALID):
            continue
        groups.setdefault(_named(use), []).append(f"{use.user}: {use.link.key} {_shown(use.link.text)}, {_place(use)}")
    return tree(dict(sorted(groups.items())))


def as_json(uses: Iterable[Use]) -> dict[str, Any]:
    """`target` says what a reference leads to, and `found` in it where that is (one of `Where`)."""
    return {"format_version": "1.0", "references": [_as_json(use) for use in uses]}


def tree(groups: Mapping[str, list[str]]) -> str:
    if not groups:
        return NONE
    lines = []
    for head, items in groups.items():
        lines.append(visible(head))
        lines += [f"├── {visible(item)}" for item in items[:-1]]
        lines.append(f"└── {visible(items[-1])}")
    return "\n".join(lines) + "\n"


def _shown(text: str) -> str:
    return text or '""'


def _place(use: Use) -> str:
    span = use.link.span
    return f"{span.filename} line {span.line}" if span is not None else dotted(use.link.path)


def dotted(path: Path) -> str:
    """`service.serviceDefinition.spec.manifests[0]`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _target(use: Use) -> str:
    target = use.found
    type = f" ({target.type})" if target.type else ""
    match target.where:
        case Where.CONFIGURATION:
            return f"{target.address}{type}"
        case Where.STATE:
            return f"{target.address} in the state{type}"
        case Where.DOCUMENT:
            return f"{target.path}{type}"
        case _:
            return (
                _NOT_MANAGED
                if target is ELSEWHERE and kinds.family(use.link.entity) is not None
                else _WORDS[target.where]
            )


def _named(use: Use) -> str:
    """Return a target with its scope, so that an entity has one name for all its users."""
    result, target = use.found, use.link.target
    if result.where in (Where.CONFIGURATION, Where.STATE, Where.DOCUMENT):
        return _target(use)
    scope = "/".join(part for part in (target.org, target.project) if part) if isinstance(target, Reference) else ""
    name = f"{scope}/{target.identifier}" if scope and isinstance(target, Reference) else use.link.text
    missing = f": {_WORDS[Where.MISSING]}" if result.where is Where.MISSING else ""
    return f"{use.link.entity} {name}{missing}"


def _as_json(use: Use) -> dict[str, Any]:
    link, target = use.link, use.link.target
    out: dict[str, Any] = {
        "address": str(use.user),
        "sort": link.entity,
        "key": link.key,
        "text": link.text,
        "path": list(link.path),
        "range": span_range(link.span),
        "target": _found(use.found),
    }
    if isinstance(target, Reference):
        out["scope"] = target.scope.name.lower()
        out["identifier"], out["org"], out["project"] = target.identifier, target.org, target.project
    if isinstance(target, Malformed) and link.entity != FILE:
        out["problem"] = target.reason
    if link.wanted is not None:
        out["connector_types"] = list(link.wanted.types)
    if link.version is not None:
        out["version"] = link.version
    return out


def _found(result: Found) -> dict[str, Any]:
    return {
        "found": result.where.value,
        "address": str(result.address) if result.address is not None else None,
        "document": result.path,
        "type": result.type,
    }


def span_range(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {
        "filename": span.filename,
        "start": {"line": span.first.line, "column": span.first.column, "byte": span.first.byte},
        "end": {"line": span.last.line, "column": span.last.column, "byte": span.last.byte},
    }
