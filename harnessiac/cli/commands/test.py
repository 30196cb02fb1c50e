"""hiac test"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from harnessiac.cli import options
from harnessiac.cli.console import show_findings
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import start
from harnessiac.diagnostics import Failed, has_errors, warning
from harnessiac.reports.machine.stream import Stream
from harnessiac.storage.configuration.test_files import DEFAULT_FOLDER, read_test_files, write_report
from harnessiac.testing import results
from harnessiac.testing.running import Event, RunEnded, run_files


@options.command("test")
@options.VIEW
@options.JSON
@options.VARIABLES
@click.option("--filter", "chosen", multiple=True, metavar="FILE", help="Only this test file. May be repeated.")
@click.option("--test-directory", default=DEFAULT_FOLDER, metavar="DIR", help="Look for tests here too.")
@click.option("--junit-xml", metavar="FILE", help="Also write the results as JUnit XML.")
@options.switch("verbose", "Print the plan or state of each run.")
def command(**asked: Any) -> int:
    """Run the tests in *.tftest.hcl files.

    Every file starts with an empty state and no documents, in a place of its own: neither the state nor the documents
    of the project are changed.
    """
    stream = Stream() if asked["as_json"] else None
    try:
        return _run(asked, stream)
    except Failed as failure:
        if stream is None:
            raise
        stream.diagnostics(failure.diagnostics)
        return Exit.ERROR


def _run(asked: dict[str, Any], stream: Stream | None) -> int:
    session = start(asked)
    began = datetime.now(UTC)
    console = session.console
    files, findings = read_test_files(session.project.configuration, asked["test_directory"])
    if has_errors(findings):
        raise Failed(*findings)
    if asked["chosen"]:
        names = {Path(name).as_posix() for name in asked["chosen"]}
        for name in sorted(names - {file.name for file in files}):
            detail = f"There is no test file {name}. Name a file as it is shown when all tests run."
            findings.append(warning("Unknown test file", detail))
        files = [file for file in files if file.name in names]
    machine = results.TestStream(stream, asked["verbose"]) if stream is not None else None
    if machine is None:
        show_findings(findings, console, compact_warnings=asked["compact_warnings"])
    else:
        machine.stream.diagnostics(findings)
        machine.files(files)
    totals = results.Totals()
    events: list[Event] = []
    for event in run_files(session.project, files, session.given):
        totals.add(event)
        events.append(event)
        if machine is not None:
            machine.show(event)
            continue
        for line in results.lines(event, console.palette, console.words, verbose=asked["verbose"]):
            console.out(line)
        if isinstance(event, RunEnded):
            show_findings(event.found, console)
    if machine is not None:
        machine.summary(totals)
    else:
        console.out(results.summary(totals, console.palette))
    if asked["junit_xml"]:
        write_report(Path(asked["junit_xml"]), results.junit(events, began))
    return Exit.DONE if totals.passed else Exit.ERROR
