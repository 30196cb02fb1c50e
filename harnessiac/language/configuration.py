"""Parsed files become a Module: each block is sorted into what it declares, with everything wrong said at once.

Only structure is read here. Expressions stay expressions: they are evaluated when the order of evaluation is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from harnessiac.diagnostics import Diagnostic, did_you_mean, error, warning
from harnessiac.language.bodyschema import BodySchema, Content, labels_fit, read
from harnessiac.language.declarations import (
    META_ARGUMENTS,
    Backend,
    Condition,
    Lifecycle,
    Local,
    Module,
    Output,
    ProviderConfiguration,
    ProviderRequirement,
    Resource,
    Variable,
    VersionConstraint,
    defining_range,
)
from harnessiac.language.syntax import (
    Attribute,
    Block,
    Body,
    Expression,
    Literal,
    ObjectNode,
    Template,
    Text,
    Traversal,
    TupleNode,
)
from harnessiac.source import SourceFile, Span

Diagnostics = list[Diagnostic]
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
CONDITION = BodySchema({"condition": True, "error_message": True})
LIFECYCLE = BodySchema(
    {"create_before_destroy": False, "prevent_destroy": False, "ignore_changes": False, "replace_triggered_by": False},
    {"precondition": (), "postcondition": ()},
)
TERRAFORM = BodySchema(
    {"required_version": False, "experiments": False, "language": False},
    {"required_providers": (), "backend": ("type",), "cloud": (), "provider_meta": ("provider",)},
)
RESERVED_VARIABLES = frozenset(
    {"source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"}
)
IDENTIFIER = re.compile(r"[^\W\d][\w-]*")
BAD_IDENTIFIER = (
    "A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes."
)
NOT_YET = {
    "module": "Modules are not read by this version of hiac; declare the module's resources in this folder instead.",
    "data": "Data sources are not read by this version of hiac; refer to the resource or write the value itself.",
    "ephemeral": "Ephemeral resources need a running provider; hiac works without one.",
    "moved": "Use `hiac state mv` to record that a resource has another address now.",
    "removed": "Use `hiac state rm` to forget a resource without deleting its document.",
    "import": "Imports are not read by this version of hiac.",
    "check": "Check blocks are not read by this version of hiac; use a precondition or postcondition instead.",
}


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
    elif block.type in NOT_YET:
        diagnostics.append(error(f"Unsupported {block.type} block", NOT_YET[block.type], place))
    else:
        hint = did_you_mean(block.type, [*READERS, *NOT_YET])
        detail = f'Blocks of type "{block.type}" are not expected here.{hint}'
        diagnostics.append(error("Unsupported block type", detail, place))


def _header(block: Block, source: SourceFile) -> Span:
    return source.span(block.start, block.header_end)


def _label_span(block: Block, index: int, source: SourceFile) -> Span:
    label = block.labels[index]
    return source.span(label.start, label.end)


def _is_name(block: Block, index: int, what: str, source: SourceFile, diagnostics: Diagnostics) -> bool:
    if IDENTIFIER.fullmatch(block.labels[index].text):
        return True
    diagnostics.append(error(f"Invalid {what} name", BAD_IDENTIFIER, _label_span(block, index, source)))
    return False


def _span_of(node: Expression, source: SourceFile) -> Span:
    return source.span(node.start, node.end)


# --- static values: arguments that must not need evaluation -------------------------------------------------------


def _static_bool(
    content: Content, name: str, source: SourceFile, diagnostics: Diagnostics, *, default: bool = False
) -> bool:
    attribute = content.arguments.get(name)
    if attribute is None:
        return default
    match attribute.expression:
        case Literal(value=bool(value)):
            return value
        case Template(parts=(Text(value="true" | "false" as text),)):
            return text == "true"
    detail = "Unsuitable value: a bool is required, known before anything is evaluated."
    diagnostics.append(error("Unsuitable value type", detail, _span_of(attribute.expression, source)))
    return default


def static_string(expression: Expression) -> str | None:
    """The text of a quoted string without interpolations, else None."""
    match expression:
        case Template(parts=()):
            return ""
        case Template(parts=(Text(value=text),)):
            return text
    return None


def _static_text(content: Content, name: str, source: SourceFile, diagnostics: Diagnostics) -> str | None:
    attribute = content.arguments.get(name)
    if attribute is None:
        return None
    text = static_string(attribute.expression)
    if text is None:
        detail = "Unsuitable value: a string is required, known before anything is evaluated."
        diagnostics.append(error("Unsuitable value type", detail, _span_of(attribute.expression, source)))
    return text


def _items(attribute: Attribute | None, source: SourceFile, diagnostics: Diagnostics) -> tuple[Expression, ...]:
    """The elements of a list that must be written out, as for depends_on."""
    if attribute is None:
        return ()
    if isinstance(attribute.expression, TupleNode):
        return attribute.expression.items
    detail = "A static list expression is required."
    diagnostics.append(error("Invalid expression", detail, _span_of(attribute.expression, source)))
    return ()


def _references(attribute: Attribute | None, source: SourceFile, diagnostics: Diagnostics) -> tuple[Expression, ...]:
    """The elements of depends_on: each names one thing."""
    found = []
    for item in _items(attribute, source, diagnostics):
        if isinstance(item, Traversal):
            found.append(item)
        else:
            detail = (
                "A single static variable reference is required: only attribute access and indexing with constant "
                "keys. No calculations, function calls, template expressions, etc are allowed here."
            )
            diagnostics.append(error("Invalid expression", detail, _span_of(item, source)))
    return tuple(found)


# --- blocks -------------------------------------------------------------------------------------------------------


def _condition(block: Block, source: SourceFile, diagnostics: Diagnostics) -> Condition | None:
    content = read(block.body, CONDITION, source, diagnostics)
    if len(content.arguments) < 2:
        return None
    return Condition(
        content.arguments["condition"].expression,
        content.arguments["error_message"].expression,
        source,
        _header(block, source),
    )


def _conditions(content: Content, type: str, source: SourceFile, diagnostics: Diagnostics) -> tuple[Condition, ...]:
    found = (_condition(b, source, diagnostics) for b in content.blocks if b.type == type)
    return tuple(c for c in found if c is not None)


def _read_variable(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    name = block.labels[0].text
    content = read(block.body, VARIABLE, source, diagnostics)
    if not _is_name(block, 0, "variable", source, diagnostics):
        return
    if name in RESERVED_VARIABLES:
        detail = f'The variable name "{name}" is reserved due to its special meaning inside module blocks.'
        diagnostics.append(error("Invalid variable name", detail, _label_span(block, 0, source)))
        return
    if name in module.variables:
        diagnostics.append(
            error(
                "Duplicate variable declaration",
                f'A variable named "{name}" was already declared at {defining_range(module.variables[name].span)}. '
                "Variable names must be unique within a module.",
                _header(block, source),
            )
        )
        return
    arguments = content.arguments
    module.variables[name] = Variable(
        name,
        source,
        _header(block, source),
        arguments["type"].expression if "type" in arguments else None,
        arguments["default"].expression if "default" in arguments else None,
        _static_text(content, "description", source, diagnostics),
        _static_bool(content, "sensitive", source, diagnostics),
        _static_bool(content, "ephemeral", source, diagnostics),
        _static_bool(content, "nullable", source, diagnostics, default=True),
        _conditions(content, "validation", source, diagnostics),
    )


def _read_locals(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    for item in block.body.items:
        if isinstance(item, Block):
            detail = f'Blocks of type "{item.type}" are not expected here.'
            diagnostics.append(error("Unsupported block type", detail, source.span(item.start, item.type_end)))
            continue
        span = source.span(item.start, item.end)
        if item.name in module.locals:
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
    if not _is_name(block, 0, "output", source, diagnostics):
        return
    if name in module.outputs:
        diagnostics.append(
            error(
                "Duplicate output definition",
                f'An output named "{name}" was already defined at {defining_range(module.outputs[name].span)}. '
                "Output names must be unique within a module.",
                _header(block, source),
            )
        )
        return
    if "value" not in content.arguments:
        return
    module.outputs[name] = Output(
        name,
        source,
        _header(block, source),
        content.arguments["value"].expression,
        _static_text(content, "description", source, diagnostics),
        _static_bool(content, "sensitive", source, diagnostics),
        _static_bool(content, "ephemeral", source, diagnostics),
        _references(content.arguments.get("depends_on"), source, diagnostics),
        _conditions(content, "precondition", source, diagnostics),
    )


def _lifecycle(block: Block, source: SourceFile, diagnostics: Diagnostics) -> Lifecycle:
    content = read(block.body, LIFECYCLE, source, diagnostics)
    arguments = content.arguments
    ignored = arguments.get("ignore_changes")
    paths: tuple[Expression, ...] = ()
    match ignored:
        case Attribute(expression=Traversal(root="all", steps=())):
            ignore_all = True
        case _:
            ignore_all, paths = False, _references(ignored, source, diagnostics)
    return Lifecycle(
        arguments["create_before_destroy"].expression if "create_before_destroy" in arguments else None,
        arguments["prevent_destroy"].expression if "prevent_destroy" in arguments else None,
        paths,
        ignore_all,
        _items(arguments.get("replace_triggered_by"), source, diagnostics),
        _conditions(content, "precondition", source, diagnostics),
        _conditions(content, "postcondition", source, diagnostics),
    )


def _read_resource(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    type, name = block.labels[0].text, block.labels[1].text
    if not (
        _is_name(block, 0, "resource type", source, diagnostics) and _is_name(block, 1, "resource", source, diagnostics)
    ):
        return
    meta: dict[str, Attribute] = {}
    lifecycle: tuple[Lifecycle, Span] | None = None
    for item in block.body.items:
        if isinstance(item, Attribute):
            if item.name in META_ARGUMENTS:
                meta[item.name] = item
        elif item.type == "lifecycle":
            span = _header(item, source)
            if lifecycle is not None:
                detail = f"This resource already has a lifecycle block at {defining_range(lifecycle[1])}."
                diagnostics.append(error("Duplicate lifecycle block", detail, span))
            elif labels_fit(item, (), source, diagnostics):
                lifecycle = (_lifecycle(item, source, diagnostics), span)
        elif item.type in ("provisioner", "connection"):
            diagnostics.append(
                error(
                    f"Unsupported {item.type} block",
                    "hiac writes documents and runs nothing, so there is nothing a provisioner could act on. "
                    "Remove the block, or run what it does as a step of the pipeline that applies this configuration.",
                    _header(item, source),
                )
            )
    if "count" in meta and "for_each" in meta:
        later = max((meta["count"], meta["for_each"]), key=lambda a: a.start)
        diagnostics.append(
            error(
                'Invalid combination of "count" and "for_each"',
                'The "count" and "for_each" meta-arguments are mutually-exclusive, only one should be used to be '
                "explicit about the number of resources to be created.",
                source.span(later.start, later.name_end),
            )
        )
    resource = Resource(
        "managed",
        type,
        name,
        source,
        _header(block, source),
        _label_span(block, 0, source),
        block.body,
        meta["count"].expression if "count" in meta else None,
        meta["for_each"].expression if "for_each" in meta else None,
        _references(meta.get("depends_on"), source, diagnostics),
        meta["provider"].expression if "provider" in meta else None,
        lifecycle[0] if lifecycle else Lifecycle(),
    )
    earlier = module.resources.get(resource.address)
    if earlier is not None:
        diagnostics.append(
            error(
                f'Duplicate resource "{type}" configuration',
                f'A {type} resource named "{name}" was already declared at {defining_range(earlier.span)}. '
                "Resource names must be unique per type in each module.",
                resource.span,
            )
        )
        return
    module.resources[resource.address] = resource


def _read_provider(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    name = block.labels[0].text
    alias_attribute = block.body.attributes.get("alias")
    alias = static_string(alias_attribute.expression) if alias_attribute else None
    key = f"{name}.{alias}" if alias else name
    span = _header(block, source)
    if key in module.providers:
        place = defining_range(module.providers[key].span)
        described = (
            f'A provider configuration for "{name}" with alias "{alias}"'
            if alias
            else (f'A default (non-aliased) provider configuration for "{name}"')
        )
        detail = (
            f"{described} was already given at {place}. If multiple configurations are required, set the "
            '"alias" argument for alternative configurations.'
        )
        diagnostics.append(error("Duplicate provider configuration", detail, span))
        return
    module.providers[key] = ProviderConfiguration(name, alias, source, span, block.body)


def _read_terraform(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    content = read(block.body, TERRAFORM, source, diagnostics)
    version = content.arguments.get("required_version")
    if version is not None:
        text = _static_text(content, "required_version", source, diagnostics)
        if text is not None:
            module.required_versions.append(VersionConstraint(text, _span_of(version.expression, source)))
    for nested in content.blocks:
        span = _header(nested, source)
        match nested.type:
            case "required_providers":
                _read_required_providers(nested, source, module, diagnostics)
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


def _read_required_providers(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    for item in block.body.items:
        if isinstance(item, Block):
            detail = f'Blocks of type "{item.type}" are not expected here.'
            diagnostics.append(error("Unsupported block type", detail, source.span(item.start, item.type_end)))
            continue
        span = source.span(item.start, item.end)
        provider, version = None, static_string(item.expression)
        if isinstance(item.expression, ObjectNode):
            given = {_key_name(entry.key): static_string(entry.value) for entry in item.expression.items}
            provider, version = given.get("source"), given.get("version")
        elif version is None:
            detail = 'A required provider is an object such as { source = "harness/harness" }.'
            diagnostics.append(error("Invalid required_providers object", detail, span))
            continue
        module.required_providers.setdefault(item.name, ProviderRequirement(item.name, provider, version, span))


def _key_name(key: Expression) -> str | None:
    match key:
        case Traversal(root=name, steps=()):
            return name
        case _:
            return static_string(key)


Reader = Callable[[Block, SourceFile, Module, Diagnostics], None]
READERS: dict[str, tuple[tuple[str, ...], Reader]] = {
    "terraform": ((), _read_terraform),
    "provider": (("name",), _read_provider),
    "variable": (("name",), _read_variable),
    "locals": ((), _read_locals),
    "output": (("name",), _read_output),
    "resource": (("type", "name"), _read_resource),
}
