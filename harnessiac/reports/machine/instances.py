"""The instances and outputs of a state as text, and in Terraform's JSON format "1.0"."""

from __future__ import annotations

import re
from typing import Any

from harnessiac import kinds
from harnessiac.addresses import DeposedAddress, ObjectAddress, instance_of
from harnessiac.attributes import Path
from harnessiac.platform import secret_paths
from harnessiac.reports.machine.plan_json import values_json
from harnessiac.reports.report import HIDDEN, masked
from harnessiac.reports.text.plain_values import shown
from harnessiac.state.model import TERRAFORM_VERSION, State, StoredInstance

_PROVIDER = re.compile(r'provider\["([^"]+)"\]')


def state_json(state: State) -> dict[str, Any]:
    """Return what `show -json` prints of a state; sensitive values are masked."""
    out: dict[str, Any] = {"format_version": "1.0", "terraform_version": TERRAFORM_VERSION}
    if state.is_empty:
        return out
    ordered = in_order(state)
    out["values"] = {
        "outputs": {
            name: {"sensitive": o.sensitive, "type": o.type, "value": HIDDEN if o.sensitive else o.value}
            for name, o in sorted(state.outputs.items())
        },
        "root_module": values_json(
            (
                (a, masked(i.attributes, hidden(a, i)) or {}, hidden(a, i), [str(d) for d in i.dependencies])
                for a, i in ordered
            ),
            _providers(state),
        ),
    }
    return out


def in_order(state: State) -> list[tuple[ObjectAddress, StoredInstance]]:
    """Return all objects of a state in order; deposed objects follow their instance."""
    return sorted(state.objects(), key=lambda item: item[0].sort_key())


def _providers(state: State) -> dict[ObjectAddress, str]:
    """Return the full names of providers that the state records."""
    matches = {a: _PROVIDER.search(i.provider) for a, i in state.objects()}
    return {address: name[1] for address, name in matches.items() if name is not None}


def hidden(address: ObjectAddress, instance: StoredInstance) -> tuple[Path, ...]:
    """Return the sensitive paths of an object: those its state marks, and those secret by its type."""
    return (*instance.sensitive, *secret_paths(address.resource.type))


def block(address: ObjectAddress, instance: StoredInstance) -> str:
    """Return an object as a resource block."""
    resource = address.resource
    values = masked(instance.attributes, hidden(address, instance)) or {}
    kind = kinds.find(resource.type)
    blocks = set(kind.body.blocks) if kind is not None else set()
    lines = [
        f"# {instance_of(address)}:"
        + (f" (deposed object {address.deposed_key})" if isinstance(address, DeposedAddress) else "")
        + (" (tainted)" if instance.tainted else ""),
        f'resource "{resource.type}" "{resource.name}" {{',
    ]
    lines += _body(values, blocks, "    ", set(hidden(address, instance)))
    return "\n".join([*lines, "}"])


def blocks(state: State) -> str:
    """Return every object of a state as a resource block."""
    return "\n\n".join(block(address, instance) for address, instance in in_order(state))


def outputs(state: State) -> list[str]:
    """Return the outputs of a state as lines, sensitive values hidden."""
    return [
        f"{name} = {HIDDEN if output.sensitive else shown(output.value, output.type)}"
        for name, output in sorted(state.outputs.items())
    ]


def _body(values: dict[str, Any], blocks: set[str], indent: str, hidden: set[tuple[str | int, ...]]) -> list[str]:
    blocks = {k for k in blocks & values.keys() if _holds_objects(values[k])}
    given = {k: v for k, v in values.items() if v not in (None, [], {}) and k not in blocks}
    width = max((len(k) for k in given), default=0)
    lines = [
        f"{indent}{k:{width}} = " + ("(sensitive value)" if (k,) in hidden else shown(v, None, indent))
        for k, v in given.items()
    ]
    for name in sorted(blocks):
        for item in values[name]:
            inner = {k for k, v in item.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
            lines += ["", f"{indent}{name} {{", *_body(item, inner, indent + "    ", set()), f"{indent}}}"]
    return lines


def _holds_objects(value: Any) -> bool:
    """Return whether a value can be shown as blocks; states of other programs may have anything there."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
