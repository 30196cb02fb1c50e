"""The figures that `run.py -o` kept, as the tables and the chart of docs/performance.md: `benchmarks/chart.py FILE`."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent.parent / "docs"
BEGIN, END = "<!-- figures: benchmarks/chart.py writes what follows -->", "<!-- end of figures -->"
ROWS = ("plan, cold", "plan, warm", "apply", "nothing to do", "one line changed", "count", "for_each")
COLORS = {"plan, cold": "#0969da", "plan, warm": "#1a7f37", "apply": "#bc4c00", "nothing to do": "#8250df"}
WIDTH, HEIGHT, MARGIN = 720, 360, 56

Figures = dict[tuple[str, str, int], dict[str, Any]]


def figures(kept: dict[str, Any]) -> Figures:
    return {(one["tool"], one["what"], one["resources"]): one for one in kept["figures"]}


def sizes(found: Figures) -> list[int]:
    return sorted({size for _, _, size in found if size})


def tables(kept: dict[str, Any]) -> str:
    """What was measured, how many runs there were and on what, as Markdown."""
    found = figures(kept)
    columns = sizes(found)
    head = "".join(f" {size:,} |" for size in columns)
    lines = [
        (
            f"Processor seconds, the least of {kept['runs']} runs; Python {kept['python']}, {kept['system']}, "
            f"{kept['processors']} processors."
        ),
        "",
        f"| hiac | {head.strip()}",
        "|---|" + "---:|" * len(columns),
        *(_row(found, "hiac", what, columns, "cpu_min") for what in ROWS),
        "| peak memory, MB |" + "".join(f" {_memory(found, 'hiac', size)} |" for size in columns),
        "",
        f"`hiac version` takes {found['hiac', 'version', 0]['cpu_min'] * 1000:.0f} ms.",
    ]
    if kept["terraform"]:
        lines += [
            "",
            f"| terraform {kept['terraform']}, `terraform_data` | {head.strip()}",
            "|---|" + "---:|" * len(columns),
            *(_row(found, "terraform", what, columns, "cpu_min") for what in ROWS if what != "plan, warm"),
            "| peak memory, MB |" + "".join(f" {_memory(found, 'terraform', size)} |" for size in columns),
        ]
    return "\n".join(lines)


def _row(found: Figures, tool: str, what: str, columns: list[int], key: str) -> str:
    cells = (found.get((tool, what, size)) for size in columns)
    return f"| {what} |" + "".join(f" {cell[key]:.2f} |" if cell else " |" for cell in cells)


def _memory(found: Figures, tool: str, size: int) -> str:
    return f"{max(one['memory'] for (which, _, of), one in found.items() if which == tool and of == size):.0f}"


def chart(kept: dict[str, Any]) -> str:
    """Seconds over resources, both on logarithmic axes: what grows as the number of resources does is a line at 45°."""
    found = figures(kept)
    columns = sizes(found)
    seconds = [
        one["cpu_min"] for (tool, what, size), one in found.items() if tool == "hiac" and what in COLORS and size
    ]
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))

    def x(size: float) -> float:
        span = math.log10(columns[-1]) - math.log10(columns[0]) or 1
        return MARGIN + (math.log10(size) - math.log10(columns[0])) / span * (WIDTH - 4 * MARGIN)

    def y(value: float) -> float:
        return HEIGHT - MARGIN - (math.log10(value) - low) / (high - low) * (HEIGHT - 2 * MARGIN)

    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
                'font-size="12" fill="#57606a">'
            ),
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            f'<text x="{MARGIN}" y="24">processor seconds, by number of resources (both axes logarithmic)</text>',
            *_axes(columns, low, high, x, y),
            *_lines(found, columns, x, y),
            "</svg>",
            "",
        ]
    )


def _axes(columns: list[int], low: int, high: int, x: Any, y: Any) -> Iterator[str]:
    left, right = x(columns[0]), x(columns[-1])
    for power in range(low, high + 1):
        at = y(10**power)
        yield f'<path d="M{left:.0f} {at:.0f}H{right:.0f}" stroke="#d0d7de"/>'
        yield f'<text x="{left - 8:.0f}" y="{at + 4:.0f}" text-anchor="end">{10**power:g} s</text>'
    for size in columns:
        yield f'<path d="M{x(size):.0f} {y(10**low):.0f}V{y(10**high):.0f}" stroke="#d0d7de"/>'
        yield f'<text x="{x(size):.0f}" y="{y(10**low) + 20:.0f}" text-anchor="middle">{size:,}</text>'


def _lines(found: Figures, columns: list[int], x: Any, y: Any) -> Iterator[str]:
    ends: dict[str, float] = {}
    for what, color in COLORS.items():
        points = [(x(size), y(found["hiac", what, size]["cpu_min"])) for size in columns]
        path = "L".join(f"{left:.1f} {top:.1f}" for left, top in points)
        yield f'<path d="M{path}" fill="none" stroke="{color}" stroke-width="2"/>'
        ends[what] = points[-1][1]
    lowest = 0.0
    for what in sorted(ends, key=ends.__getitem__):  # names of lines that end together stand below one another
        lowest = max(ends[what] + 4, lowest + 14)
        yield f'<text x="{x(columns[-1]) + 8:.0f}" y="{lowest:.0f}" fill="{COLORS[what]}">{what}</text>'


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the figures of a benchmark into the documentation.")
    parser.add_argument("file", type=Path, help="what run.py -o wrote")
    kept = json.loads(parser.parse_args().file.read_text())
    page = DOCS / "performance.md"
    before, _, rest = page.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{tables(kept)}\n\n{END}{after}")
    (DOCS / "performance.svg").write_text(chart(kept))


if __name__ == "__main__":
    main()
