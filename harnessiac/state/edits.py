"""Changing what a state says about instances by hand: `taint`, `untaint` and `state replace-provider`, on states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from harnessiac.addresses import DeposedAddress, InstanceAddress, ResourceAddress
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error, warning
from harnessiac.state.model import State, StoredInstance

_REGISTRY = "registry.terraform.io"
_NAMESPACE = "hashicorp"
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)
_PART = re.compile(r"[0-9a-z](?:[0-9a-z-]{0,62}[0-9a-z])?", re.IGNORECASE)
_PROVIDER = re.compile(r'provider\["([^"]+)"\]')

Key = TypeVar("Key", InstanceAddress, DeposedAddress)


def taint(state: State, address: InstanceAddress) -> State:
    """The instance is to be replaced by the next apply. Raises Failed if there is none."""
    return state.with_instance(address, replace(_there(state, address, "tainted"), tainted=True))


def untaint(state: State, address: InstanceAddress) -> State:
    """The instance is sound after all. Raises Failed if there is none, or if it was not tainted."""
    stored = _there(state, address, "untainted")
    if not stored.tainted:
        detail = f"Resource instance {address} is not currently tainted, and so it cannot be untainted."
        raise Failed(error("Resource instance is not tainted", detail))
    return state.with_instance(address, replace(stored, tainted=False))


def _there(state: State, address: InstanceAddress, done: str) -> StoredInstance:
    if address.resource.mode != "managed":
        raise Failed(error("Invalid target address", f"Resource instance {address} cannot be {done}."))
    stored = state.instances.get(address)
    if stored is None:
        detail = (
            f"There is no resource instance in the state with the address {address}. If the resource configuration has "
            f'just been added, you must run "hiac apply" once to create the corresponding instance(s) before they can '
            f"be {done}.{did_you_mean(str(address), [str(a) for a in state.instances])}"
        )
        raise Failed(error("No such resource instance", detail))
    return stored


def missing_is_fine(address: InstanceAddress) -> Diagnostic:
    """What -allow-missing says."""
    detail = f"Resource instance {address} was not found, but this is not an error because -allow-missing was set."
    return warning("No such resource instance", detail)


def provider_name(text: str, which: str) -> str:
    """A provider's full name: HOST/NAMESPACE/NAME. `which` says which argument it is. Raises Failed."""
    parts = text.split("/")
    given = ["", _REGISTRY, _NAMESPACE] if len(parts) == 1 else ["", _REGISTRY]
    host, *names = [*given[1 : 4 - len(parts)], *parts]
    if len(names) != 2 or not _HOST.fullmatch(host) or not all(_PART.fullmatch(name) for name in names):
        detail = (
            'Invalid provider source string: The "source" attribute must be in the format "[hostname/][namespace/]name"'
        )
        shown = "".join(c if c.isprintable() else "?" for c in text[:100])
        raise Failed(error(f'Invalid "{which}" provider "{shown}"', detail))
    return "/".join((host, *names)).lower()


def replace_provider(state: State, old: str, new: str) -> tuple[State, list[ResourceAddress]]:
    """All resources of one provider given to another, by their full names; with the resources, in order."""
    changed: set[ResourceAddress] = set()
    instances = _given(state.instances, old, new)
    deposed = _given(state.deposed, old, new)
    changed |= {a.resource for a in instances if instances[a] is not state.instances[a]}
    changed |= {d.resource for d in deposed if deposed[d] is not state.deposed[d]}
    return replace(state, instances=instances, deposed=deposed), sorted(changed, key=ResourceAddress.sort_key)


def _given(table: Mapping[Key, StoredInstance], old: str, new: str) -> dict[Key, StoredInstance]:
    found = {}
    for address, stored in table.items():
        named = _PROVIDER.search(stored.provider)
        if named is not None and named[1] == old:
            text = f'{stored.provider[: named.start()]}provider["{new}"]{stored.provider[named.end() :]}'
            found[address] = replace(stored, provider=text)
        else:
            found[address] = stored
    return found
