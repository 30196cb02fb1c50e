"""Dependencies among the resources that change and their neighbors, for the graph and the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from harnessiac.addresses import ResourceAddress
from harnessiac.plan.definition import Plan
from harnessiac.reports.page.placement import placed
from harnessiac.reports.text.changes import Entry
from harnessiac.reports.unprintable import visible

MOST_NODES = 1_000
_MOST_ALONE = 30
"""Nodes without a link that are drawn; more of them would only make the others small."""
_LONGEST_LABEL = 34
_CHARACTER = 7
_PADDING = 24
_PREFIX = "harness_platform_"


class Dependencies(Struct, frozen=True):
    """Resources that change and their neighbors, with what they need; `entries` has the first entry of each change."""

    needs: dict[ResourceAddress, tuple[ResourceAddress, ...]]
    users: dict[ResourceAddress, tuple[ResourceAddress, ...]]
    entries: dict[ResourceAddress, Entry]

    @property
    def has_links(self) -> bool:
        return any(self.needs.values())

    def drawing(self) -> dict[str, Any]:
        """`nodes`: label, width, x, y, and of those that change verb and address; `edges`: pairs of indices."""
        shown = self._shown()
        index = {resource: i for i, resource in enumerate(shown)}
        needs = {resource: [other for other in self.needs[resource] if other in index] for resource in shown}
        labels = {resource: _label(resource) for resource in shown}
        widths = {resource: _CHARACTER * len(label) + _PADDING for resource, label in labels.items()}
        places = placed(needs, widths)
        return {
            "nodes": [self._node(resource, labels[resource], widths[resource], places[resource]) for resource in shown],
            "edges": [[index[resource], index[other]] for resource in shown for other in needs[resource]],
            "omitted": len(self.needs) - len(shown),
        }

    def _shown(self) -> list[ResourceAddress]:
        linked = [r for r in self.needs if self.needs[r] or self.users.get(r)]
        alone = [r for r in self.needs if not self.needs[r] and not self.users.get(r)]
        changed = [r for r in linked if r in self.entries]
        others = [r for r in linked if r not in self.entries]
        return [*changed, *others, *(alone if len(alone) <= _MOST_ALONE else [])][:MOST_NODES]

    def _node(self, resource: ResourceAddress, label: str, width: int, place: tuple[int, int]) -> dict[str, Any]:
        node: dict[str, Any] = {"label": label, "width": width, "x": place[0], "y": place[1]}
        entry = self.entries.get(resource)
        if entry is not None:
            node |= {"verb": entry.verb.value, "address": entry.address}
        return node


def dependencies(plan: Plan, changed: Sequence[Entry]) -> Dependencies:
    """Return the dependencies of `changed` resources, in order, then of unchanged neighbors."""
    entries: dict[ResourceAddress, Entry] = {}
    for entry in changed:
        entries.setdefault(entry.change.address.resource.configured, entry)
    links: dict[ResourceAddress, dict[ResourceAddress, None]] = {}
    for change in plan.changes:
        resource = change.address.resource.configured
        needed = links.setdefault(resource, {})
        for other in (*change.dependencies, *change.prior_dependencies):
            needed[other.configured] = None
    shown = dict.fromkeys(entries)
    for resource, needed in links.items():
        if resource in entries:
            shown |= dict.fromkeys(other for other in needed if other in links)
        elif any(other in entries for other in needed):
            shown[resource] = None
    needs: dict[ResourceAddress, tuple[ResourceAddress, ...]] = {}
    users: dict[ResourceAddress, list[ResourceAddress]] = defaultdict(list)
    for resource in shown:
        # two that do not change are not linked: it is of no interest here
        others = [o for o in links[resource] if o in shown and o != resource and (o in entries or resource in entries)]
        needs[resource] = tuple(others)
        for other in others:
            users[other].append(resource)
    return Dependencies(needs, {node: tuple(of) for node, of in users.items()}, entries)


def _label(resource: ResourceAddress) -> str:
    text = visible(str(resource)).replace(_PREFIX, "")
    return text if len(text) <= _LONGEST_LABEL else f"…{text[1 - _LONGEST_LABEL :]}"
