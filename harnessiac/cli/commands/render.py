"""hiac render"""

from __future__ import annotations

import re
import sys
from typing import Any

import click

from harnessiac import workflow
from harnessiac.cli import options
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import Session, opened, start
from harnessiac.diagnostics import Diagnostic, Failed, error, in_order
from harnessiac.expressions.parsing import outermost
from harnessiac.reports import findings
from harnessiac.reports.text import rendered_files
from harnessiac.reports.unprintable import visible
from harnessiac.services.outcomes import Choice
from harnessiac.source import SourceFile
from harnessiac.storage.configuration import value_files

_SOURCE = re.compile(r"([a-zA-Z_][0-9a-zA-Z_$]{0,127})=(.*)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_STDIN = "-"


@options.command("render")
@click.argument("service")
@click.option("--values", multiple=True, metavar="FILE", help="The values file; - is standard input. May be repeated.")
@click.option("--manifest", multiple=True, metavar="FILE", help="A manifest to look at for images. May be repeated.")
@click.option(
    "--tag", multiple=True, metavar="[SOURCE=]TAG", help="The tag or version of the primary artifact, or of SOURCE."
)
@click.option("--source", metavar="IDENTIFIER", help="Which primary artifact source the pipeline uses.")
@click.option(
    "--set", "values_set", multiple=True, metavar="EXPRESSION=VALUE", help="What another expression stands for."
)
@options.AS_JSON
@options.VARIABLES
@options.STATE
@options.NO_COLOR
def command(service: str, **asked: Any) -> int:
    """Show values files with the artifact of SERVICE in them, as a deployment gets them.

    SERVICE is an address or an identifier. Image names, tags, variables of the service and the like are put where
    their expressions stand; all else stays as it is, byte for byte. What only a pipeline knows is listed.
    """
    console = opened(asked)
    try:
        rendered, warnings = _render(service, asked)
    except Failed as failure:
        if not asked["as_json"]:
            raise
        console.json(rendered_files.as_json(None, [], failure.diagnostics))
        return Exit.ERROR
    if asked["as_json"]:
        console.json(rendered_files.as_json(rendered.service, rendered.files, warnings))
        return Exit.DONE
    _write(rendered_files.text(rendered.files))
    notes = findings.every(in_order(warnings), console.errors, console.width, console.words)
    for line in [*notes, *rendered_files.unresolved(rendered.files)]:
        console.err(line)
    return Exit.DONE


def _render(service: str, asked: dict[str, Any]) -> tuple[workflow.Rendered, list[Diagnostic]]:
    """Return the rendered files and warnings. Raises Failed."""
    session = start(asked)
    choice = _choice(asked)
    if not asked["values"] and not asked["manifest"]:
        raise Failed(_no_values(session, service))
    values = [_read(name) for name in asked["values"]]
    manifests = [_read(name) for name in asked["manifest"]]
    return workflow.render(session.project, session.given, service, choice, values, manifests)


def _write(text: str) -> None:
    """Print text byte for byte; on a terminal, control characters are escaped."""
    if sys.stdout.isatty():
        text = visible(text.replace("\r\n", "\n"))
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _choice(asked: dict[str, Any]) -> Choice:
    """Return what -source, -tag and -set choose. Raises Failed."""
    tag, tags = None, {}
    for text in asked["tag"]:
        of_source = _SOURCE.match(text)
        value = of_source[2] if of_source else text
        if not value or _CONTROL.search(value):
            raise Failed(error("Invalid -tag option", "A tag must be text without control characters."))
        if of_source:
            tags[of_source[1]] = value
        else:
            tag = value
    return Choice(asked["source"], tag, tags, dict(_assignment(text) for text in asked["values_set"]))


def _assignment(text: str) -> tuple[str, str]:
    inside = next((place for place in outermost(text) if place.start == 0), None)
    name, equals, value = (
        (text[2 : inside.end - 1], text[inside.end : inside.end + 1], text[inside.end + 1 :])
        if inside
        else text.partition("=")
    )
    if not name.strip() or equals != "=":
        detail = "Give an expression and what it stands for, as in -set='pipeline.name=deploy'."
        raise Failed(error("Invalid -set option", detail))
    return name.strip(), value


def _read(name: str) -> SourceFile:
    """Read a file, or standard input. Raises Failed."""
    if name == _STDIN:
        return value_files.decoded("<stdin>", sys.stdin.buffer.read(value_files.LIMIT + 1))
    return value_files.read(name)


def _no_values(session: Session, service: str) -> Diagnostic:
    """Return the error that no values file is given, with the stored files of the service. Raises Failed."""
    stored = workflow.stored_files(session.project, session.given, service)
    detail = "Give the values file with -values=FILE, or -values=- for standard input."
    if stored:
        listed = "\n".join(f"  {name}" for name in stored[:20])
        detail += f" The service uses these files of the file store, which hiac cannot read:\n{listed}"
    return error("No values file", detail)
