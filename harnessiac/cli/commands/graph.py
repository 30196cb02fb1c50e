"""hiac graph"""

from __future__ import annotations

from typing import Any

import click

from harnessiac import workflow
from harnessiac.cli import options
from harnessiac.cli.console import show_findings
from harnessiac.cli.session import start
from harnessiac.graph import DependencyGraph


@options.command("graph")
@click.option(
    "--format", "notation", type=click.Choice(["dot", "mermaid"]), default="dot", help="The notation to print."
)
@options.VARIABLES
@options.NO_COLOR
def command(notation: str, **asked: Any) -> None:
    """Print which resources need which: references, containment, and the connectors named in services' YAML."""
    session = start(asked)
    graph, findings = workflow.graph(session.project, session.given)
    workflow.stop_on_errors(findings)
    show_findings((d for d in findings if d.is_error), session.console)
    click.echo(_mermaid(graph) if notation == "mermaid" else _dot(graph), nl=False)


def _edges(graph: DependencyGraph[str]) -> list[tuple[str, str, str]]:
    return sorted((node, other, edge.reason) for node, needed in graph.needs.items() for other, edge in needed.items())


def _dot(graph: DependencyGraph[str]) -> str:
    lines = ["digraph G {", '  rankdir = "RL";', '  node [shape = rect, fontname = "sans-serif"];']
    lines += [f'  "{node}" [label="{node}"];' for node in sorted(graph.needs)]
    for node, other, reason in _edges(graph):
        label = "" if reason == "refers to" else f' [label="{_words(reason)}"]'
        lines.append(f'  "{node}" -> "{other}"{label};')
    return "\n".join([*lines, "}"]) + "\n"


def _mermaid(graph: DependencyGraph[str]) -> str:
    names = {node: f"n{i}" for i, node in enumerate(sorted(graph.needs))}
    lines = ["flowchart RL", *(f'  {short}["{node}"]' for node, short in names.items())]
    for node, other, reason in _edges(graph):
        arrow = "-->" if reason == "refers to" else f"-- {_words(reason)} -->"
        lines.append(f"  {names[node]} {arrow} {names[other]}")
    return "\n".join(lines) + "\n"


def _words(reason: str) -> str:
    """Return a reason as a label, without quotes and without words that need a sentence."""
    return reason.replace('"', "").removeprefix("has ").removesuffix(" to")
