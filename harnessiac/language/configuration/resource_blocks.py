"""Reads `resource` and `data` blocks: what every one may say, whatever its type."""

from __future__ import annotations

from harnessiac.diagnostics import error
from harnessiac.language.configuration.block_parts import (
    Diagnostics,
    conditions,
    header,
    is_name,
    items,
    label_span,
    references,
)
from harnessiac.language.configuration.declarations import META_ARGUMENTS, Lifecycle, Module, Resource, defining_range
from harnessiac.language.syntax.body_schema import BodySchema, labels_fit, read
from harnessiac.language.syntax.nodes import Attribute, Block, Expression, Traversal
from harnessiac.source import SourceFile, Span

LIFECYCLE = BodySchema(
    {"create_before_destroy": False, "prevent_destroy": False, "ignore_changes": False, "replace_triggered_by": False},
    {"precondition": (), "postcondition": ()},
)


def _lifecycle(block: Block, source: SourceFile, diagnostics: Diagnostics, mode: str) -> Lifecycle:
    content = read(block.body, LIFECYCLE, source, diagnostics)
    arguments = content.arguments
    if mode == "data":
        for name, attribute in arguments.items():
            detail = (
                f'The lifecycle argument "{name}" is defined only for managed resources ("resource" blocks), and is '
                "not valid for data resources."
            )
            place = source.span(attribute.start, attribute.name_end)
            diagnostics.append(error("Invalid data resource lifecycle argument", detail, place))
    ignored = arguments.get("ignore_changes")
    paths: tuple[Expression, ...] = ()
    match ignored:
        case Attribute(expression=Traversal(root="all", steps=())):
            ignore_all = True
        case _:
            ignore_all, paths = False, references(ignored, source, diagnostics)
    return Lifecycle(
        arguments["create_before_destroy"].expression if "create_before_destroy" in arguments else None,
        arguments["prevent_destroy"].expression if "prevent_destroy" in arguments else None,
        paths,
        ignore_all,
        items(arguments.get("replace_triggered_by"), source, diagnostics),
        conditions(content, "precondition", source, diagnostics),
        conditions(content, "postcondition", source, diagnostics),
    )


def read_resource(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    _read(block, source, module, diagnostics, "managed")


def read_data(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    _read(block, source, module, diagnostics, "data")


def read_checked_data(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    """The data block inside a check."""
    _read(block, source, module, diagnostics, "data", is_checked=True)


def _read(
    block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics, mode: str, *, is_checked: bool = False
) -> None:
    what = "data source" if mode == "data" else "resource"
    type, name = block.labels[0].text, block.labels[1].text
    if not (
        is_name(block, 0, f"{what} type", source, diagnostics)
        and is_name(block, 1, "data resource" if mode == "data" else what, source, diagnostics)
    ):
        return
    meta: dict[str, Attribute] = {}
    lifecycle: tuple[Lifecycle, Span] | None = None
    for item in block.body.items:
        if isinstance(item, Attribute):
            if item.name in META_ARGUMENTS:
                meta[item.name] = item
        elif item.type == "lifecycle":
            span = header(item, source)
            if lifecycle is not None:
                detail = f"This resource already has a lifecycle block at {defining_range(lifecycle[1])}."
                diagnostics.append(error("Duplicate lifecycle block", detail, span))
            elif labels_fit(item, (), source, diagnostics):
                lifecycle = (_lifecycle(item, source, diagnostics, mode), span)
        elif item.type in ("provisioner", "connection"):
            diagnostics.append(
                error(
                    f"Unsupported {item.type} block",
                    "hiac writes documents and runs nothing, so there is nothing a provisioner could act on. "
                    "Remove the block, or run what it does as a step of the pipeline that applies this configuration.",
                    header(item, source),
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
        mode,
        type,
        name,
        source,
        header(block, source),
        label_span(block, 0, source),
        block.body,
        meta["count"].expression if "count" in meta else None,
        meta["for_each"].expression if "for_each" in meta else None,
        references(meta.get("depends_on"), source, diagnostics),
        meta["provider"].expression if "provider" in meta else None,
        lifecycle[0] if lifecycle else Lifecycle(),
        is_checked,
    )
    earlier = module.resources.get(resource.address)
    if earlier is not None:
        block_type, article = ("data", f"A {type} data") if mode == "data" else ("resource", f"A {type}")
        detail = (
            f'{article} resource named "{name}" was already declared at {defining_range(earlier.span)}. Resource names '
            "must be unique per type in each module."
        )
        diagnostics.append(error(f'Duplicate {block_type} "{type}" configuration', detail, resource.span))
        return
    module.resources[resource.address] = resource
