"""A guide to an artifact source as a page of Markdown, and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from harnessiac.advice.guide_examples import ALTERNATIVE, CONNECTOR, SERVICE_PART, Example, examples
from harnessiac.reports.text import curl
from harnessiac.services import SERVICE, artifacts
from harnessiac.services.deployments import DEPLOYMENTS
from harnessiac.services.guides import fields, hosts, images, policies
from harnessiac.services.guides.guide import Access, Alternative, Guide

WIDTH = 96

FORMATS = ("yaml", "hcl", "curl")


def text_of(example: Example, format: str) -> str:
    """One form of an example: `yaml`, `hcl` or `curl`."""
    match format:
        case "yaml":
            return example.document
        case "hcl":
            return example.hcl
        case _:
            return curl.create(example.type, example.attributes, example.document)


def markdown(guide: Guide, sections: Iterable[str] = ()) -> str:
    """The page, or only some `sections` of it."""
    wanted = tuple(sections)
    parts = [] if wanted else [f"# {guide.title}", *_head(guide)]
    for name, (title, content) in (SECTIONS | (ON_REQUEST if wanted else {})).items():
        if not wanted or name in wanted:
            lines = list(content(guide))
            if lines:
                parts += [f"## {title}", *lines]
    return "\n\n".join(parts) + "\n" if parts else ""


def index(every: Iterable[Guide]) -> str:
    """All types in a table, and what holds for images of every registry."""
    guides = list(every)
    lines = ["| type | `hiac explain artifact` | what it is |", "|---|---|---|"]
    lines += [f"| {guide.type} | [{guide.name}]({guide.name}.md) | {guide.title} |" for guide in guides]
    parts = [
        "# Artifact sources",
        _wrapped(
            "How to set up each type of artifact source: connector and service as HCL, YAML and requests, the steps "
            "in the Harness Manager, permissions, hosts, flags and limits. `hiac explain artifact TYPE` prints a "
            "page, `hiac permissions` sums up what a configuration needs."
        ),
        "\n".join(lines),
        "## Images in manifests",
        _bullets(images.IN_MANIFESTS),
        _expressions(images.EXPRESSIONS),
        "## Images of private registries",
        *_private(next(guide for guide in guides if guide.images)),
        "## More than one artifact",
        _bullets(images.SIDECARS),
    ]
    return "\n\n".join(parts) + "\n"


def listing(every: Iterable[Guide]) -> str:
    """All types, a line each."""
    guides = list(every)
    names, types = max(len(g.name) for g in guides), max(len(g.type) for g in guides)
    return "".join(f"{g.name.ljust(names)}  {g.type.ljust(types)}  {g.title}\n" for g in guides)


# The sections


def _head(guide: Guide) -> Iterator[str]:
    if guide.intro:
        yield _wrapped(guide.intro)
    takes = _connector_types(guide)
    needs = f"it takes a connector of type {' or '.join(takes)}" if takes else "it takes no connector"
    yield _wrapped(f"The type is `{guide.type}`; {needs}.")


def _fields(guide: Guide) -> Iterator[str]:
    source = artifacts.find(guide.type)
    if source is None:
        return
    lines = []
    for row in fields.rows(source):
        traits = [row.type, *(["required"] if row.required else []), *([f"with `{row.when}`"] if row.when else [])]
        options = f": {', '.join(f'`{option}`' for option in row.options)}" if row.options else ""
        lines.append(f"`{row.name}` ({', '.join(traits)}){options}")
    yield _bullets(lines)
    rules = [
        f"{'Exactly' if one.required else 'At most'} one of {', '.join(f'`{name}`' for name in one.names)}"
        f"{f' with `{one.when}`' if one.when else ''}."
        for one in fields.choices(source)
    ]
    if rules:
        yield _bullets(rules)


def _examples(guide: Guide, *parts: str) -> Iterator[str]:
    for example in examples(guide):
        if example.part in parts:
            yield _fenced("terraform", example.hcl)
            yield "becomes"
            yield _fenced("yaml", example.document)
            yield f"and the request for it ({_OPERATIONS[example.type == SERVICE]}) is"
            yield _fenced("sh", text_of(example, "curl"))


_API = "https://apidocs.harness.io/tag"
_OPERATIONS = {
    False: f"[createConnector]({_API}/Connectors#operation/createConnector)",
    True: f"[createServicesV2]({_API}/Services#operation/createServicesV2)",
}


def _connector(guide: Guide) -> Iterator[str]:
    return _examples(guide, CONNECTOR)


def _variants(guide: Guide) -> Iterator[str]:
    made = {example.part: example for example in examples(guide)}
    for variant in guide.variants:
        yield f"### {variant.title}"
        yield _fenced("terraform", made[variant.name].hcl)
        yield "becomes"
        yield _fenced("yaml", made[variant.name].document)


def _service(guide: Guide) -> Iterator[str]:
    return _examples(guide, SERVICE_PART)


def _steps(guide: Guide) -> Iterator[str]:
    for procedure in guide.procedures:
        yield f"### {procedure.title}"
        yield _numbered(procedure.all_steps)
        if procedure.at:
            yield f"See <{procedure.at}>."


def _permissions(guide: Guide) -> Iterator[str]:
    access = guide.access
    if access is None:
        yield "Harness's page on artifact sources names none for this type."
        return
    yield _wrapped(f"In {access.system}, for {access.who}:")
    listed = [f"{role.name} (`{role.id}`)" if role.id else f"the role {role.name}" for role in access.roles]
    listed += [f"{right.name}{f', if {right.when}' if right.when else ''}" for right in access.rights]
    if listed:
        yield _bullets(listed)
    policy = access.policy
    if policy is not None:
        yield _bullets(
            (f"Policy: `{policy.name}`", f"ARN: `{policy.arn}`", f"Description: {policy.description}", "Document:")
        )
        yield _json(policies.document(policy))
    if access.notes:
        yield _bullets(access.notes)
    custom = access.custom
    if custom is not None:
        yield "### Custom role"
        yield "Instead of a role that exists, one with these actions:"
        yield _bullets(f"`{action}`" for action in custom.actions)
        yield _bullets(custom.notes)
        yield _json(custom.template)
    if access.at:
        yield f"See <{access.at}>."


def _hosts(guide: Guide) -> Iterator[str]:
    if guide.hosts:
        yield "Delegates must reach:"
        yield _bullets(f"`{hosts.shown(host)}`: {host.why}" for host in guide.hosts)


def _flags(guide: Guide) -> Iterator[str]:
    if guide.flags:
        yield "Harness Support (<support@harness.io>) turns these on:"
        yield _bullets(f"`{flag.name}`: {flag.why}" for flag in guide.flags)


def _limits(guide: Guide) -> Iterator[str]:
    if guide.limits:
        yield _bullets(guide.limits)


def _deployments(guide: Guide) -> Iterator[str]:
    offered = _offered(guide)
    if offered:
        yield _wrapped("Offered for " + ", ".join(f"`{name}`" for name in offered) + ".")
    if guide.packages:
        yield _wrapped("Formats and package types: " + ", ".join(f"`{name}`" for name in guide.packages) + ".")


def _images(guide: Guide) -> Iterator[str]:
    if guide.images:
        yield "SHA values and labels of its images can be shown."
        yield _expressions(images.EXPRESSIONS)
        yield _bullets((*images.IN_MANIFESTS, images.HOW_PRIVATE))


def _private(guide: Guide) -> Iterator[str]:
    if guide.images:
        yield _wrapped(images.PRIVATE)
        yield _fenced("yaml", images.VALUES)
        yield _fenced("yaml", images.TEMPLATE)


def _alternative(guide: Guide) -> Iterator[str]:
    other = guide.alternative
    if other is None:
        return
    yield _wrapped(other.when)
    if other.steps:
        yield _numbered(other.steps)
    yield _bullets(f"{name}: {value}" for name, value in other.settings)
    for command in other.commands:
        yield _fenced("sh", command)
    yield from _examples(guide, ALTERNATIVE)
    if other.notes:
        yield _bullets(other.notes)


def _notes(guide: Guide) -> Iterator[str]:
    if guide.notes:
        yield _bullets(guide.notes)


def _references(guide: Guide) -> Iterator[str]:
    if guide.at:
        yield _bullets(f"<{url}>" for url in guide.at)


SECTIONS: dict[str, tuple[str, Callable[[Guide], Iterator[str]]]] = {
    "fields": ("Fields", _fields),
    "connector": ("Connector", _connector),
    "logins": ("Other ways to log in", _variants),
    "service": ("Service", _service),
    "steps": ("Steps by hand", _steps),
    "permissions": ("Permissions", _permissions),
    "hosts": ("Hosts", _hosts),
    "flags": ("Feature flags", _flags),
    "limits": ("Limits", _limits),
    "deployments": ("Deployment types", _deployments),
    "expressions": ("Expressions", _images),
    "alternative": ("With the connector for Docker registries", _alternative),
    "notes": ("Notes", _notes),
    "references": ("References", _references),
}
"""The sections of a page by their names for -section, in order."""

ON_REQUEST = {"private": ("Images of private registries", _private)}
"""Sections that are the same for all types: they are on no page of one."""


# JSON


def as_json(guide: Guide) -> dict[str, Any]:
    """Everything the page says; what a type does not have is null or empty."""
    source = artifacts.find(guide.type)
    return {
        "name": guide.name,
        "type": guide.type,
        "title": guide.title,
        "description": guide.intro,
        "connector_types": list(_connector_types(guide)),
        "fields": [_plain(row) for row in fields.rows(source)] if source else [],
        "exclusive_fields": [_plain(one) for one in fields.choices(source)] if source else [],
        "examples": {
            one.part: {
                "resource": one.type,
                "path": one.path,
                "identifier": one.attributes["identifier"],
                **{format: text_of(one, format) for format in FORMATS},
            }
            for one in examples(guide)
        },
        "procedures": [{"title": one.title, "steps": list(one.all_steps), "at": one.at} for one in guide.procedures],
        "permissions": access_json(guide.access) if guide.access else None,
        "hosts": [{"name": hosts.shown(one), "why": one.why} for one in guide.hosts],
        "feature_flags": [_plain(one) for one in guide.flags],
        "limits": list(guide.limits),
        "deployment_types": _offered(guide),
        "packages": list(guide.packages),
        "shows_sha_and_labels": guide.images,
        "expressions": [{"text": text, "means": means} for text, means in images.EXPRESSIONS] if guide.images else [],
        "docker_connector": _alternative_json(guide.alternative) if guide.alternative else None,
        "notes": list(guide.notes),
        "references": list(guide.at),
    }


def access_json(access: Access) -> dict[str, Any]:
    """What must be allowed."""
    policy, custom = access.policy, access.custom
    return {
        "system": access.system,
        "who": access.who,
        "roles": [_plain(role) for role in access.roles],
        "policy": {
            "name": policy.name,
            "arn": policy.arn,
            "description": policy.description,
            "document": policies.document(policy),
        }
        if policy
        else None,
        "custom_role": {
            "actions": list(custom.actions),
            "template": custom.template,
            "notes": list(custom.notes),
        }
        if custom
        else None,
        "rights": [{"name": right.name, "when": right.when} for right in access.rights],
        "notes": list(access.notes),
        "reference": access.at,
    }


def _alternative_json(other: Alternative) -> dict[str, Any]:
    return {
        "when": other.when,
        "settings": dict(other.settings),
        "steps": list(other.steps),
        "commands": list(other.commands),
        "notes": list(other.notes),
    }


def _plain(record: Any) -> Any:
    from msgspec import to_builtins

    return to_builtins(record)


# Words


def _connector_types(guide: Guide) -> tuple[str, ...]:
    source = artifacts.find(guide.type)
    return source.connectors if source is not None else ()


def _offered(guide: Guide) -> list[str]:
    return [name for name, deployment in DEPLOYMENTS.items() if guide.type in (deployment.sources or ())]


def _expressions(rows: Iterable[tuple[str, str]]) -> str:
    return _bullets(f"`{text}`: {means}" for text, means in rows)


def _json(plain: Mapping[str, object]) -> str:
    return _fenced("json", json.dumps(plain, indent=2))


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip(chr(10))}\n```"


def _bullets(sentences: Iterable[str]) -> str:
    return "\n".join(_wrapped(sentence, "* ", "  ") for sentence in sentences)


def _numbered(steps: Iterable[str]) -> str:
    marked = ((f"{number}. ", step) for number, step in enumerate(steps, 1))
    return "\n".join(_wrapped(step, mark, " " * len(mark)) for mark, step in marked)


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
