"""Parsed files become a Module: each block is sorted into what it declares, with everything wrong said at once.

Only structure is read here. Expressions stay expressions: they are evaluated when the order of evaluation is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from harnessiac.diagnostics import did_you_mean, error, warning
from harnessiac.language.configuration.block_parts import (
    BAD_IDENTIFIER,
    IDENTIFIER,
    Diagnostics,
    conditions,
    header,
    is_name,
    label_span,
    references,
    span_of,
    static_bool,
    static_text,
)
from harnessiac.language.configuration.check_blocks import read_check
from harnessiac.language.configuration.declarations import (
    Backend,
    Local,
    Module,
    Output,
    Variable,
    VersionConstraint,
    defining_range,
)
from harnessiac.language.configuration.module_blocks import read_module
from harnessiac.language.configuration.provider_blocks import read_provider, read_required_providers
from harnessiac.language.configuration.refactorings import read_import, read_moved, read_removed
from harnessiac.language.configuration.resource_blocks import read_data, read_resource
from harnessiac.language.syntax.body_schema import BodySchema, labels_fit, read
from harnessiac.language.syntax.nodes import Attribute, Block, Body
from harnessiac.source import SourceFile

ParsedFile = tuple[SourceFile, Body]

VARIABLE = BodySchema(
    {
        "type": False,
        "default": False,
        "description": False,
        "sensitive": False,
        "ephemeral": False,
        "nullable": False,
        "deprecated": False,
    },
    {"validation": ()},
)
OUTPUT = BodySchema(
    {"value": True, "description": False, "sensitive": False, "ephemeral": False, "depends_on": False},
    {"precondition": ()},
)
TERRAFORM = BodySchema(
    {"required_version": False, "experiments": False, "language": False},
    {"required_providers": (), "backend": ("type",), "cloud": (), "provider_meta": ("provider",)},
)
RESERVED_VARIABLES = frozenset(
    {"source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"}
)
REFUSED = {"ephemeral": "Ephemeral resources need a running provider; hiac works without one."}


def load(files: Iterable[ParsedFile]) -> tuple[Module, Diagnostics]:
    """Read the files of one folder, in the order given, into a Module."""
    module = Module()
    diagnostics: Diagnostics = []
    for source, body in files:
        for item in body.items:
            if isinstance(item, Attribute):
                place = source.span(item.start, item.name_end)
                hint = did_you_mean(item.name, READERS)
                detail = f'An argument named "{item.name}" is not expected here.{hint}'
                diagnostics.append(error("Unsupported argument", detail, place))
            else:
                _read_block(item, source, module, diagnostics)
    return module, diagnostics


def _read_block(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    place = source.span(block.start, block.type_end)
    if block.type in READERS:
        labels, reader = READERS[block.type]
        if labels_fit(block, labels, source, diagnostics):
            reader(block, source, module, diagnostics)
    elif block.type in REFUSED:
        diagnostics.append(error(f"Unsupported {block.type} block", REFUSED[block.type], place))
    else:
        hint = did_you_mean(block.type, [*READERS, *REFUSED])
        detail = f'Blocks of type "{block.type}" are not expected here.{hint}'
        diagnostics.append(error("Unsupported block type", detail, place))


def _read_variable(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    name = block.labels[0].text
    content = read(block.body, VARIABLE, source, diagnostics)
    if not is_name(block, 0, "variable", source, diagnostics):
        return
    if name in RESERVED_VARIABLES:
        detail = f'The variable name "{name}" is reserved due to its special meaning inside module blocks.'
        diagnostics.append(error("Invalid variable name", detail, label_span(block, 0, source)))
        return
    if name in module.variables:
        diagnostics.append(
            error(
                "Duplicate variable declaration",
                f'A variable named "{name}" was already declared at {defining_range(module.variables[name].span)}. '
                "Variable names must be unique within a module.",
                header(block, source),
            )
        )
        return
    arguments = content.arguments
    module.variables[name] = Variable(
        name,
        source,
        header(block, source),
        arguments["type"].expression if "type" in arguments else None,
        arguments["default"].expression if "default" in arguments else None,
        static_text(content, "description", source, diagnostics),
        static_bool(content, "sensitive", source, diagnostics),
        static_bool(content, "ephemeral", source, diagnostics),
        static_bool(content, "nullable", source, diagnostics, default=True),
        conditions(content, "validation", source, diagnostics),
    )


def _read_locals(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    for item in block.body.items:
        if isinstance(item, Block):
            detail = f'Blocks of type "{item.type}" are not expected here.'
            diagnostics.append(error("Unsupported block type", detail, source.span(item.start, item.type_end)))
            continue
        span = source.span(item.start, item.end)
        if not IDENTIFIER.fullmatch(item.name):  # as only JSON can have it
            place = source.span(item.start, item.name_end)
            diagnostics.append(error("Invalid local value name", BAD_IDENTIFIER, place))
        elif item.name in module.locals:
            diagnostics.append(
                error(
                    "Duplicate local value definition",
                    f'A local value named "{item.name}" was already defined at '
                    f"{defining_range(module.locals[item.name].span)}. Local value names must be unique within a "
                    "module.",
                    span,
                )
            )
        else:
            module.locals[item.name] = Local(item.name, source, span, item.expression)


def _read_output(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    name = block.labels[0].text
    content = read(block.body, OUTPUT, source, diagnostics)
    if not is_name(block, 0, "output", source, diagnostics):
        return
    if name in module.outputs:
        diagnostics.append(
            error(
                "Duplicate output definition",
                f'An output named "{name}" was already defined at {defining_range(module.outputs[name].span)}. '
                "Output names must be unique within a module.",
                header(block, source),
            )
        )
        return
    if "value" not in content.arguments:
        return
    module.outputs[name] = Output(
        name,
        source,
        header(block, source),
        content.arguments["value"].expression,
        static_text(content, "description", source, diagnostics),
        static_bool(content, "sensitive", source, diagnostics),
        static_bool(content, "ephemeral", source, diagnostics),
        references(content.arguments.get("depends_on"), source, diagnostics),
        conditions(content, "precondition", source, diagnostics),
    )


def _read_terraform(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    content = read(block.body, TERRAFORM, source, diagnostics)
    version = content.arguments.get("required_version")
    if version is not None:
        text = static_text(content, "required_version", source, diagnostics)
        if text is not None:
            module.required_versions.append(VersionConstraint(text, span_of(version.expression, source)))
    for nested in content.blocks:
        span = header(nested, source)
        match nested.type:
            case "required_providers":
                read_required_providers(nested, source, module, diagnostics)
            case "backend" if module.backend is not None:
                detail = (
                    "A module may have only one backend configuration. The backend was previously configured at "
                    f"{defining_range(module.backend.span)}."
                )
                diagnostics.append(error("Duplicate backend configuration", detail, span))
            case "backend":
                module.backend = Backend(nested.labels[0].text, source, span, nested.body)
            case _:
                detail = f"hiac keeps state in a file of the repository; the {nested.type} block has no effect."
                diagnostics.append(warning(f"Ignored {nested.type} block", detail, span))


Reader = Callable[[Block, SourceFile, Module, Diagnostics], None]
READERS: dict[str, tuple[tuple[str, ...], Reader]] = {
    "terraform": ((), _read_terraform),
    "provider": (("name",), read_provider),
    "variable": (("name",), _read_variable),
    "locals": ((), _read_locals),
    "output": (("name",), _read_output),
    "resource": (("type", "name"), read_resource),
    "data": (("type", "name"), read_data),
    "module": (("name",), read_module),
    "moved": ((), read_moved),
    "removed": ((), read_removed),
    "import": ((), read_import),
    "check": (("name",), read_check),
}
