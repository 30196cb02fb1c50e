"""Reads `module` blocks: which folder is called, how often, and with which arguments."""

from __future__ import annotations

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language.configuration.block_parts import (
    Diagnostics,
    header,
    is_name,
    references,
    span_of,
    static_string,
)
from harnessiac.language.configuration.declarations import Module, ModuleCall, defining_range
from harnessiac.language.syntax.nodes import Attribute, Block, Traversal
from harnessiac.source import SourceFile, Span

MODULE_ARGUMENTS = frozenset({"source", "version", "count", "for_each", "depends_on", "providers"})
RESERVED_BLOCKS = frozenset({"lifecycle", "locals", "provider", "_"})


def read_module(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    name, span = block.labels[0].text, header(block, source)
    if not is_name(block, 0, "module instance", source, diagnostics):
        return
    given = block.body.attributes
    for nested in block.body.blocks:
        diagnostics.append(_block_refused(nested, source))
    if "count" in given and "for_each" in given:
        later = max((given["count"], given["for_each"]), key=lambda a: a.start)
        diagnostics.append(
            error(
                'Invalid combination of "count" and "for_each"',
                'The "count" and "for_each" meta-arguments are mutually-exclusive, only one should be used to be '
                "explicit about the number of resources to be created.",
                source.span(later.start, later.name_end),
            )
        )
    folder = _folder(block, span, source, diagnostics)
    if name in module.calls:
        detail = (
            f'A module call named "{name}" was already defined at {defining_range(module.calls[name].span)}. Module '
            "calls must have unique names within a module."
        )
        diagnostics.append(error("Duplicate module call", detail, span))
        return
    needed = references(given.get("depends_on"), source, diagnostics)
    if folder is None:
        return
    module.calls[name] = ModuleCall(
        name,
        source,
        span,
        folder,
        span_of(given["source"].expression, source),
        block.body,
        {k: v for k, v in given.items() if k not in MODULE_ARGUMENTS},
        given["count"].expression if "count" in given else None,
        given["for_each"].expression if "for_each" in given else None,
        needed,
    )


def _block_refused(nested: Block, source: SourceFile) -> Diagnostic:
    place = source.span(nested.start, nested.type_end)
    if nested.type in RESERVED_BLOCKS:
        detail = f'The block type name "{nested.type}" is reserved for use by Terraform in a future version.'
        return error("Reserved block type name in module block", detail, place)
    return error("Unsupported block type", f'Blocks of type "{nested.type}" are not expected here.', place)


def _folder(block: Block, span: Span, source: SourceFile, diagnostics: Diagnostics) -> str | None:
    """The source argument if it is a folder of this repository; else None, with the reason said."""
    given: Attribute | None = block.body.attributes.get("source")
    if given is None:
        detail = 'The argument "source" is required, but no definition was found.'
        diagnostics.append(error("Missing required argument", detail, span))
        return None
    place = span_of(given.expression, source)
    text = static_string(given.expression)
    if text is None:
        if isinstance(given.expression, Traversal):
            diagnostics.append(error("Variables not allowed", "Variables may not be used here.", place))
        else:
            detail = "The source of a module is a quoted text without interpolations."
            diagnostics.append(error("Unsuitable value type", detail, place))
        return None
    version = block.body.attributes.get("version")
    if is_local(text):
        if version is None:
            return text
        detail = (
            f'Failed to parse module registry address: can\'t use local directory "{text}" as a module registry '
            'address.\n\nA module registry source address was assumed because the argument "version" is set, which '
            "applies only to registry modules. Remove it."
        )
        diagnostics.append(error("Invalid registry module source address", detail, place))
    else:
        diagnostics.append(error("Unsupported module source", _remote(text), place))
    return None


def is_local(text: str) -> bool:
    """Whether a source is a path relative to the module that names it."""
    return text in (".", "..") or text.startswith(("./", "../"))


def _remote(text: str) -> str:
    hint = ""
    if text and text[0].isalnum() and "//" not in text and ":" not in text:
        hint = (
            f'\n\nIf you intended this as a path relative to the current module, use "./{text}" instead. The "./" '
            "prefix indicates that the address is a relative filesystem path."
        )
    return (
        f'hiac downloads nothing, so "{text}" cannot be read. Keep a copy of the module in this repository (a Git '
        "submodule or subtree keeps it up to date) and refer to it by a path that begins with ./ or ../ instead, such "
        f'as "./modules/NAME".{hint}'
    )
