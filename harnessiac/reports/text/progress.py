"""The lines an apply prints as it goes, and the one it ends with."""

from __future__ import annotations

from dataclasses import dataclass

from harnessiac.apply.executor import Completed, Errored, Event, Skipped, Started
from harnessiac.plan.definition import Mode
from harnessiac.plan.steps import Operation
from harnessiac.reports.text.palette import Palette

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
    address = palette.paint(f"{step.object}:", palette.bold)
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


@dataclass
class Bar:
    """The last line of a terminal while an apply runs: how many of `total` instances are `done`."""

    total: int
    done: int = 0

    def end(self) -> str:
        """How a line ends that takes the place of the bar, which then stands below it with the cursor at its start."""
        cells = self.done * _CELLS // self.total
        bar = f"[{'#' * cells}{'.' * (_CELLS - cells)}]"
        return f"{ERASED}\n{bar} {self.done:,} of {self.total:,}\r"


ERASED = "\x1b[K"
"""Erases a terminal's line from the cursor on."""

_CELLS = 30
_FEW = 20
_NARROW = 60


def bar(total: int, width: int) -> Bar | None:
    """A bar, if it is worth one and there is room."""
    return Bar(total) if total > _FEW and width >= _NARROW else None
