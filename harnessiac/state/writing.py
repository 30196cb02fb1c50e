"""A state as the bytes of its file: sorted as Terraform sorts, so that equal states give equal bytes."""

from __future__ import annotations

from typing import Any

from harnessiac.addresses import InstanceAddress, ResourceAddress, key_order
from harnessiac.attributes import Path
from harnessiac.state.model import DEPTH, OutputValue, State, StoredInstance
from harnessiac.state.private import noted
from harnessiac.values import exactjson

_Object = dict[str, Any]
"""An object of the file, its fields in the order in which `layout` declares them."""

_Entry = tuple[InstanceAddress, str, StoredInstance]


def write(state: State) -> bytes:
    """The whole state file: UTF-8 JSON, two spaces of indentation, a final line break.

    Attributes must be JSON data without lone surrogates and no deeper than DEPTH, else ValueError or TypeError is
    raised.
    """
    content: _Object = {
        "version": 4,
        "terraform_version": state.terraform_version,
        "serial": state.serial,
        "lineage": state.lineage,
        "outputs": {name: _output(state.outputs[name]) for name in sorted(state.outputs)},
        "resources": _resources(state),
        "check_results": None if state.check_results is None else list(state.check_results),
    }
    return exactjson.encoded(content, indent=2) + b"\n"


def write_resource(address: InstanceAddress, stored: StoredInstance) -> bytes:
    """One instance as an element of a state file's `resources`, on one line. Raises as `write`."""
    return exactjson.encoded(_resources(State({address: stored}))[0], indent=-1)


def _output(output: OutputValue) -> _Object:
    fields: _Object = {"value": _sorted(output.value), "type": _sorted(output.type)}
    if output.sensitive:
        fields["sensitive"] = True
    return fields


def _resources(state: State) -> list[_Object]:
    entries: list[_Entry] = [(a, "", i) for a, i in state.instances.items()]
    entries += [(d.instance, d.deposed_key, i) for d, i in state.deposed.items()]
    by_resource: dict[ResourceAddress, list[_Entry]] = {}
    for entry in entries:
        by_resource.setdefault(entry[0].resource, []).append(entry)
    resources = []
    for address in sorted(by_resource, key=ResourceAddress.sort_key):
        group = sorted(by_resource[address], key=lambda entry: (key_order(entry[0].key), entry[1]))
        providers = {instance.provider for _, _, instance in group}
        fields: _Object = {}
        if address.module:
            fields["module"] = ".".join(str(step) for step in address.module)
        fields |= {"mode": address.mode, "type": address.type, "name": address.name}
        if len(providers) == 1:
            fields["provider"] = group[0][2].provider
        fields["instances"] = [_instance(entry, names_provider=len(providers) > 1) for entry in group]
        resources.append(fields)
    return resources


def _instance(entry: _Entry, *, names_provider: bool) -> _Object:
    address, deposed, stored = entry
    fields: _Object = {}
    if address.key is not None:
        fields["index_key"] = address.key
    if stored.tainted:
        fields["status"] = "tainted"
    if deposed:
        fields["deposed"] = deposed
    if names_provider:
        fields["provider"] = stored.provider
    fields["schema_version"] = stored.schema_version
    fields["attributes"] = _sorted(stored.attributes)
    fields["sensitive_attributes"] = [_path(path) for path in sorted(stored.sensitive, key=_path_order)]
    if stored.identity is not None:
        fields["identity_schema_version"] = stored.identity_schema_version
        fields["identity"] = _sorted(stored.identity)
    private = private_of(stored)
    if private is not None:
        fields["private"] = private
    if stored.dependencies:
        fields["dependencies"] = [str(d) for d in sorted(set(stored.dependencies), key=ResourceAddress.sort_key)]
    if stored.create_before_destroy:
        fields["create_before_destroy"] = True
    return fields


def private_of(stored: StoredInstance) -> str | None:
    """The `private` field: base64 of {"document_sha256": …}, else what another program put there."""
    if stored.document_digest is None:
        return stored.private
    return noted(stored.document_digest)


def _path(path: Path) -> list[_Object]:
    return [
        {"type": "index", "value": {"value": step, "type": "number"}}
        if isinstance(step, int)
        else {"type": "get_attr", "value": step}
        for step in path
    ]


def _path_order(path: Path) -> tuple[tuple[bool, int, str], ...]:
    return tuple((True, step, "") if isinstance(step, int) else (False, 0, step) for step in path)


def _sorted(value: Any, depth: int = 0) -> Any:
    """`value` with the keys of all objects in it in order."""
    match value:
        case dict() | list() | tuple() if depth > DEPTH:
            raise ValueError("nested too deeply")
        case dict():
            return {key: _sorted(value[key], depth + 1) for key in sorted(value)}
        case list() | tuple():
            return [_sorted(item, depth + 1) for item in value]
        case _:
            return value
