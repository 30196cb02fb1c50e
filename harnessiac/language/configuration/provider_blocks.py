"""Reads `provider` blocks and `required_providers`. hiac runs no provider; what they say is checked and kept."""

from __future__ import annotations

import re

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language.configuration.block_parts import (
    BAD_IDENTIFIER,
    IDENTIFIER,
    Diagnostics,
    header,
    span_of,
    static_string,
)
from harnessiac.language.configuration.declarations import (
    Module,
    ProviderConfiguration,
    ProviderRequirement,
    VersionConstraint,
    defining_range,
)
from harnessiac.language.configuration.versions import malformed
from harnessiac.language.syntax.nodes import Block, Expression, ObjectNode, Traversal
from harnessiac.source import SourceFile, Span

HARNESS = "harness"
HARNESS_SOURCE = "harness/harness"
REGISTRIES = ("registry.terraform.io/", "registry.opentofu.org/")
_PART = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z-]*[0-9A-Za-z])?")
_HOST = re.compile(r"[0-9A-Za-z.-]+(?::\d+)?")


def read_provider(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    name, span, alias = block.labels[0].text, header(block, source), None
    given = block.body.attributes.get("alias")
    if given is not None:
        alias = static_string(given.expression)
        place = span_of(given.expression, source)
        if alias is None:
            summary, detail = "Unsuitable value type", "Unsuitable value: a string is required."
            if isinstance(given.expression, Traversal):
                summary, detail = "Variables not allowed", "Variables may not be used here."
            diagnostics.append(error(summary, detail, place))
            return
        if not IDENTIFIER.fullmatch(alias):
            detail = f"An alias must be a valid name. {BAD_IDENTIFIER}"
            diagnostics.append(error("Invalid provider configuration alias", detail, place))
            return
    key = f"{name}.{alias}" if alias else name
    if key in module.providers:
        place_before = defining_range(module.providers[key].span)
        detail = (
            f'A provider configuration for "{name}" with alias "{alias}" was already given at {place_before}. Each '
            "configuration for the same provider must have a distinct alias."
            if alias
            else f'A default (non-aliased) provider configuration for "{name}" was already given at {place_before}. If '
            'multiple configurations are required, set the "alias" argument for alternative configurations.'
        )
        diagnostics.append(error("Duplicate provider configuration", detail, span))
        return
    module.providers[key] = ProviderConfiguration(name, alias, source, span, block.body)


def read_required_providers(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    for item in block.body.items:
        span = source.span(item.start, item.end)
        if isinstance(item, Block):
            detail = f'Blocks of type "{item.type}" are not expected here.'
            diagnostics.append(error("Unsupported block type", detail, source.span(item.start, item.type_end)))
            continue
        given: dict[str, tuple[str | None, Span]] = {}
        if isinstance(item.expression, ObjectNode):
            for entry in item.expression.items:
                place = source.span(entry.value.start, entry.value.end)
                key = _key_name(entry.key)
                if key in ("source", "version"):
                    given[key] = (static_string(entry.value), place)
                elif key != "configuration_aliases":
                    diagnostics.append(_refused(source.span(entry.key.start, entry.key.end)))
        elif (text := static_string(item.expression)) is not None:
            given["version"] = (text, span_of(item.expression, source))
        else:
            detail = 'A required provider is an object such as { source = "harness/harness" }.'
            diagnostics.append(error("Invalid required_providers object", detail, span))
            continue
        provider, place = given.get("source", (None, span))
        version, version_place = given.get("version", (None, span))
        if "source" in given:
            diagnostics += _source_problems(item.name, provider, place)
        if "version" in given and version is not None:
            wrong = malformed(VersionConstraint(version, version_place))
            diagnostics += [wrong] if wrong is not None else []
        module.required_providers.setdefault(item.name, ProviderRequirement(item.name, provider, version, span))


def _refused(place: Span) -> Diagnostic:
    detail = (
        'required_providers objects can only contain "version", "source" and "configuration_aliases" attributes. To '
        'configure a provider, use a "provider" block.'
    )
    return error("Invalid required_providers object", detail, place)


def _source_problems(name: str, provider: str | None, place: Span) -> Diagnostics:
    if provider is None:
        return [error("Invalid source", "Source must be specified as a string.", place)]
    parts = provider.split("/")
    if not 1 <= len(parts) <= 3 or any(not part for part in parts):
        detail = 'The "source" attribute must be in the format "[hostname/][namespace/]name"'
        return [error("Invalid provider source string", detail, place)]
    *before, type = parts
    if not _PART.fullmatch(type):
        detail = (
            f'Invalid provider type "{type}" in source "{provider}": must contain only letters, digits, and dashes, '
            "and may not use leading or trailing dashes."
        )
        return [error("Invalid provider type", detail, place)]
    if (before and not _PART.fullmatch(before[-1])) or (len(before) == 2 and not _HOST.fullmatch(before[0])):
        detail = f'Invalid provider namespace or hostname in source "{provider}".'
        return [error("Invalid provider source string", detail, place)]
    if name == HARNESS and _address(provider) != HARNESS_SOURCE:
        detail = (
            f'hiac plays the provider {HARNESS_SOURCE}, so "{HARNESS}" cannot stand for "{provider}": its resources '
            f'would not be Harness\'s. Write source = "{HARNESS_SOURCE}".'
        )
        return [error("Unsupported provider", detail, place)]
    return []


def _address(provider: str) -> str:
    """A provider's source without the public registries' names, in lower case."""
    text = provider.lower()
    for registry in REGISTRIES:
        text = text.removeprefix(registry)
    return text


def _key_name(key: Expression) -> str | None:
    match key:
        case Traversal(root=name, steps=()):
            return name
        case _:
            return static_string(key)


def provider_problems(module: Module) -> Diagnostics:
    """References to provider configurations that the root module does not have."""
    found: Diagnostics = []
    for resource in module.resources.values():
        match resource.provider:
            case None:
                continue
            case Traversal(root=root, steps=()):
                key = root
            case Traversal(root=root, steps=(step,)) if hasattr(step, "name"):
                key = f"{root}.{step.name}"
            case expression if (text := static_string(expression)) is not None:
                key = text
            case expression:
                detail = (
                    "The provider argument requires a provider type name, optionally followed by a period and then a "
                    "configuration alias."
                )
                place = span_of(expression, resource.source)
                found.append(error("Invalid provider configuration reference", detail, place))
                continue
        if "." in key and key not in module.providers:
            detail = (
                f"To work with {resource.address} its provider configuration {key} is required, but there is no "
                f'provider "{key.partition(".")[0]}" block with alias = "{key.partition(".")[2]}".'
            )
            place = span_of(resource.provider, resource.source)
            found.append(error("Provider configuration not present", detail, place))
    return found
