"""What -target and -exclude leave of a plan, and what is to be said of that."""

from __future__ import annotations

from harnessiac.addresses import ObjectAddress, ResourceAddress, selects
from harnessiac.diagnostics import Diagnostic, did_you_mean, error, warning
from harnessiac.graph import DependencyGraph, Edge
from harnessiac.plan.definition import Action, Change
from harnessiac.plan.desired import Desired
from harnessiac.plan.options import Options
from harnessiac.plan.refresh import Refreshed


def selected(changes: list[Change], options: Options) -> list[Change]:
    """With -target: what is named and what it needs. With -exclude: all but what is named and what needs it."""
    if options.targets:
        graph = _use(changes)
        named = {c.address for c in changes if any(selects(t, c.instance) for t in options.targets)}
        going: set[Use] = {c.address for c in changes if c.address in named and c.action is Action.DELETE}
        kept = graph.closure(named) | graph.dependants(going)
        return [c for c in changes if c.address in kept]
    if options.excludes:
        dropped = _use(changes).dependants(
            c.address for c in changes if any(selects(t, c.instance) for t in options.excludes)
        )
        return [c for c in changes if c.address not in dropped]
    return changes


Use = ObjectAddress | ResourceAddress


def _use(changes: list[Change]) -> DependencyGraph[Use]:
    """Which objects need which, through the resources they name; those that hand a document over need each other."""
    graph: DependencyGraph[Use] = DependencyGraph()
    first: dict[str, ObjectAddress] = {}
    for change in changes:
        for path in {change.old_path, change.new_path}:
            other = first.setdefault(path, change.address) if path is not None else change.address
            if other != change.address:
                graph.connect(change.address, other, Edge("the same document"))
                graph.connect(other, change.address, Edge("the same document"))
        if change.deposed is None:
            graph.connect(change.address.resource.configured, change.address, Edge("an instance of it"))
        for needed in (*change.dependencies, *change.prior_dependencies):
            graph.connect(change.address, needed, Edge("depends on"))
    return graph


def left_behind(changes: list[Change], kept: set[str]) -> list[Diagnostic]:
    """An error if instances moved that -target or -exclude leave out: their moves would be half done."""
    moved = [c for c in changes if c.previous_address is not None and str(c.address) not in kept]
    if not moved:
        return []
    lines = "".join(f"\n  -target='{address}'" for c in moved for address in (c.previous_address, c.address))
    detail = (
        "Resource instances in your current state have moved to new addresses in the latest configuration. hiac must "
        "include those resource instances while planning in order to ensure a correct result, but your -target or "
        "-exclude options do not fully cover all of those resource instances.\n\nTo create a valid plan, either remove "
        "these options altogether or add the following additional target options:"
        f"{lines}\n\nNote that adding these options may include further additional resource instances in your plan, in "
        "order to respect object dependencies."
    )
    return [error("Moved resource instances excluded by targeting", detail)]


def incomplete(desired: Desired, refreshed: Refreshed, options: Options) -> list[Diagnostic]:
    """Warnings: that -target or -exclude leave something out, and of every address that names nothing."""
    known = desired.instances.keys() | refreshed.instances.keys()
    known |= {deposed.instance for deposed in refreshed.deposed} | {change.instance for change in refreshed.drift}
    found = []
    if options.targets or options.excludes:
        option = "-target" if options.targets else "-exclude"
        detail = (
            f"The plan is made with the {option} option, so it may leave out changes that the configuration asks for. "
            "The option is for exceptional situations, such as recovering from a mistake. Plan again without it to "
            "see what is left to do."
        )
        found.append(warning("Resource targeting is in effect", detail))
    asked = [("-target", options.targets), ("-exclude", options.excludes), ("-replace", options.replace)]
    for option, addresses in asked:
        for address in addresses:
            if not any(selects(address, instance) for instance in known):
                hint = did_you_mean(str(address), sorted({str(instance) for instance in known}))
                detail = f"{option}={address} has no effect: neither the configuration nor the state holds it.{hint}"
                found.append(warning("No such resource instance", detail))
    return found
