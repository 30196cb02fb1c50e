"""The times of the phases of a plan, as a table and as a line of the stream."""

from __future__ import annotations

from collections.abc import Mapping

from harnessiac.reports.machine.stream import log_line


def table(seconds: Mapping[str, float]) -> str:
    """Return a line for each phase, and the total."""
    total = sum(seconds.values())
    width = max(len(name) for name in (*seconds, "total"))
    lines = [
        f"  {name:<{width}}  {spent:>8.3f} s  {100 * spent / total if total else 0:>3.0f} %"
        for name, spent in seconds.items()
    ]
    return "\n".join(["", "Timings:", *lines, f"  {'total':<{width}}  {total:>8.3f} s"])


def line(seconds: Mapping[str, float]) -> str:
    """Return the times as one object of the stream, in seconds to the microsecond."""
    total = sum(seconds.values())
    shown = {name: round(spent, 6) for name, spent in seconds.items()}
    return log_line("timings", f"Timings: {total:.3f}s in all", {"timings": {**shown, "total": round(total, 6)}})
