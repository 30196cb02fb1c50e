"""Reads `moved`, `removed` and `import` blocks: how the state is to follow the configuration."""

from __future__ import annotations

from dataclasses import replace

from harnessiac.addresses import InstanceAddress, ResourceAddress, Target
from harnessiac.diagnostics import Failed, error
from harnessiac.language.configuration.block_parts import Diagnostics, header, span_of, static_bool
from harnessiac.language.configuration.declarations import Import, Module, Moved, Removed, defining_range
from harnessiac.language.configuration.targets import read_names, read_target, target_of
from harnessiac.language.syntax.body_schema import BodySchema, Content, read
from harnessiac.language.syntax.nodes import Block
from harnessiac.source import SourceFile

MOVED = BodySchema({"from": True, "to": True})
REMOVED = BodySchema({"from": True}, {"lifecycle": (), "connection": (), "provisioner": ("type",)})
REMOVED_LIFECYCLE = BodySchema({"destroy": False})
IMPORT = BodySchema({"to": True, "id": True, "for_each": False, "provider": False})


def read_moved(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    content = read(block.body, MOVED, source, diagnostics)
    origin = _target(content, "from", source, diagnostics)
    destination = _target(content, "to", source, diagnostics)
    if origin is None or destination is None:
        return
    span = header(block, source)
    if isinstance(origin, tuple) != isinstance(destination, tuple):
        detail = 'The "from" and "to" addresses must either both refer to resources or both refer to modules.'
        diagnostics.append(error('Invalid "moved" addresses', detail, span))
        return
    module.moved.append(Moved(origin, destination, span))


def read_removed(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    content = read(block.body, REMOVED, source, diagnostics)
    origin = _target(content, "from", source, diagnostics)
    destroy, lifecycle = True, None
    for nested in content.blocks:
        span = header(nested, source)
        if nested.type != "lifecycle":
            detail = "hiac writes documents and runs nothing, so there is nothing a provisioner could act on."
            diagnostics.append(error(f"Unsupported {nested.type} block", detail, span))
        elif lifecycle is not None:
            detail = f"The removed block already has a lifecycle block at {defining_range(lifecycle)}."
            diagnostics.append(error("Duplicate lifecycle block", detail, span))
        else:
            lifecycle = span
            inner = read(nested.body, REMOVED_LIFECYCLE, source, diagnostics)
            destroy = static_bool(inner, "destroy", source, diagnostics, default=True)
    if origin is None:
        return
    place = span_of(content.arguments["from"].expression, source)
    if isinstance(origin, InstanceAddress):
        detail = (
            'Resource address must be a resource (e.g. "test_instance.foo"), not a resource instance (e.g. '
            '"test_instance.foo[1]").'
        )
        diagnostics.append(error("Resource instance keys not allowed", detail, place))
    elif any(step.key is not None for step in (origin if isinstance(origin, tuple) else origin.module)):
        detail = 'Module address must be a module (e.g. "module.foo"), not a module instance (e.g. "module.foo[1]").'
        diagnostics.append(error("Module instance keys not allowed", detail, place))
    elif isinstance(origin, ResourceAddress) and origin.mode == "data":
        detail = (
            "Data sources are never destroyed, so they are not valid targets of removed blocks. To remove the data "
            "source from state, remove the data source block from configuration."
        )
        diagnostics.append(error("Data source address not allowed", detail, place))
    else:
        module.removed.append(Removed(origin, header(block, source), destroy))


def read_import(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    content = read(block.body, IMPORT, source, diagnostics)
    to, id = content.arguments.get("to"), content.arguments.get("id")
    if to is None or id is None:
        return
    place = span_of(to.expression, source)
    try:
        names = read_names(to.expression, source)
        target = target_of([replace(n, computed=None) for n in names], to.expression, source)
    except Failed as failure:
        diagnostics.extend(failure.diagnostics)
        return
    if isinstance(target, tuple):
        detail = "A resource instance address is required here. The module path must be followed by a resource "
        diagnostics.append(error("Invalid address", f"{detail}instance specification.", place))
        return
    resource = target.resource if isinstance(target, InstanceAddress) else target
    if resource.mode == "data":
        diagnostics.append(error("Invalid import address", "Only managed resources can be imported.", place))
        return
    each = content.arguments.get("for_each")
    module.imports.append(
        Import(
            to.expression,
            resource,
            id.expression,
            source,
            header(block, source),
            each.expression if each else None,
        )
    )


def _target(content: Content, name: str, source: SourceFile, diagnostics: Diagnostics) -> Target | None:
    given = content.arguments.get(name)
    if given is None:
        return None
    try:
        return read_target(given.expression, source)
    except Failed as failure:
        diagnostics.extend(failure.diagnostics)
        return None
