"""The lines that an apply prints for its events, its last line, and its progress bar."""

from __future__ import annotations

from dataclasses import dataclass

from harnessiac.apply.executor import Completed, Errored, Event, Skipped, Started
from harnessiac.plan.definition import Mode
from harnessiac.plan.steps import Operation
from harnessiac.reports.text.palette import Palette

RUNNING = {
    Operation.CREATE: "Creating",
    Operation.UPDATE: "Modifying",
    Operation.DESTROY: "Destroying",
    Operation.RECORD: "Recording",
}
DONE = {
    Operation.CREATE: "Creation complete",
    Operation.UPDATE: "Modifications complete",
    Operation.DESTROY: "Destruction complete",
    Operation.RECORD: "Recorded",
}


def line(event: Event, palette: Palette) -> str | None:
    """Return an event as a line, or None for steps that only record."""
    step = event.step
    if step.operation is Operation.RECORD and not isinstance(event, Errored):
        return None
    address = palette.paint(f"{step.object}:", palette.bold)
    match event:
        case Started():
            old_id = (step.change.before or {}).get("id") if step.operation is not Operation.CREATE else None
            known = f" [id={old_id}]" if old_id else ""
            return f"{address} {RUNNING[step.operation]}...{known}"
        case Completed(_, seconds):
            new_id = (step.change.after or {}).get("id") if step.operation is not Operation.DESTROY else None
            known = f" [id={new_id}]" if new_id else ""
            return f"{address} {DONE[step.operation]} after {round(seconds)}s{known}"
        case Errored():
            return f"{address} {palette.paint('failed', palette.red)}"
        case Skipped():
            return f"{address} not tried"


def complete(counts: tuple[int, int, int], mode: Mode, imported: int = 0) -> str:
    """Return the last line of a successful apply; `counts` of instances added, changed and destroyed."""
    add, change, destroy = counts
    if mode is Mode.DESTROY:
        return f"Destroy complete! Resources: {destroy} destroyed."
    imports = f"{imported} imported, " if imported else ""
    return f"Apply complete! Resources: {imports}{add} added, {change} changed, {destroy} destroyed."


@dataclass
class Bar:
    """The last line of a terminal during an apply: `done` of `total` instances."""

    total: int
    done: int = 0

    def end(self) -> str:
        """Return the end of a line that replaces the bar: the bar below it, with the cursor at its start."""
        cells = self.done * _CELLS // self.total
        bar = f"[{'#' * cells}{'.' * (_CELLS - cells)}]"
        return f"{ERASED}\n{bar} {self.done:,} of {self.total:,}\r"


ERASED = "\x1b[K"
"""Erases a terminal's line from the cursor to the end."""

_CELLS = 30
_FEW = 20
_NARROW = 60


def bar(total: int, width: int) -> Bar | None:
    """Return a bar for many instances on a terminal that is wide enough, else None."""
    return Bar(total) if total > _FEW and width >= _NARROW else None
