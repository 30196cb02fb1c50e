"""The lines an apply prints as it goes, and the one it ends with."""

from __future__ import annotations

from harnessiac.apply.executor import Completed, Errored, Event, Skipped, Started
from harnessiac.cli.palette import Palette
from harnessiac.plan.definition import Mode
from harnessiac.plan.steps import Operation

BEGUN = {Operation.CREATE: "Creating...", Operation.UPDATE: "Modifying...", Operation.DESTROY: "Destroying..."}
ENDED = {
    Operation.CREATE: "Creation complete",
    Operation.UPDATE: "Modifications complete",
    Operation.DESTROY: "Destruction complete",
}


def line(event: Event, palette: Palette) -> str | None:
    """One event as a line; None for what nobody needs to see."""
    step = event.step
    if step.operation is Operation.RECORD and not isinstance(event, Errored):
        return None
    address = palette.paint(f"{step.change.address}:", palette.bold)
    match event:
        case Started():
            there = (step.change.before or {}).get("id") if step.operation is not Operation.CREATE else None
            known = f" [id={there}]" if there else ""
            return f"{address} {BEGUN[step.operation]}{known}"
        case Completed(_, seconds):
            now = (step.change.after or {}).get("id") if step.operation is not Operation.DESTROY else None
            known = f" [id={now}]" if now else ""
            return f"{address} {ENDED[step.operation]} after {round(seconds)}s{known}"
        case Errored():
            return f"{address} {palette.paint('failed', palette.red)}"
        case Skipped():
            return f"{address} not tried"


def complete(counts: tuple[int, int, int], mode: Mode, palette: Palette, imported: int = 0) -> str:
    """The last line of an apply that went well."""
    add, change, destroy = counts
    imports = f"{imported} imported, " if imported else ""
    text = (
        f"Destroy complete! Resources: {destroy} destroyed."
        if mode is Mode.DESTROY
        else f"Apply complete! Resources: {imports}{add} added, {change} changed, {destroy} destroyed."
    )
    return "\n" + palette.paint(text, palette.bold, palette.green)
