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
from harnessiac.cli.test_results import Machine, People, Totals, junit
from harnessiac.diagnostics import Failed, has_errors, warning
from harnessiac.reports.machine.stream import Stream
from harnessiac.storage.configuration.test_files import DEFAULT_FOLDER, read_test_files, write_report
from harnessiac.testing.running import Event, run_files


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
    files, found = read_test_files(session.project.configuration, asked["test_directory"])
    if has_errors(found):
        raise Failed(*found)
    if asked["chosen"]:
        names = {Path(name).as_posix() for name in asked["chosen"]}
        for name in sorted(names - {file.name for file in files}):
            detail = f"There is no test file {name}. Name a file as it is shown when all tests run."
            found.append(warning("Unknown test file", detail))
        files = [file for file in files if file.name in names]
    if stream is None:
        show_findings(found, session.console, compact_warnings=asked["compact_warnings"])
        view: People | Machine = People(session.console, asked["verbose"])
    else:
        stream.diagnostics(found)
        view = Machine(stream, asked["verbose"])
        view.found(files)
    totals = Totals()
    events: list[Event] = []
    for event in run_files(session.project, files, session.given):
        totals.add(event)
        view.show(event)
        events.append(event)
    view.summary(totals)
    if asked["junit_xml"]:
        write_report(Path(asked["junit_xml"]), junit(events, began))
    return Exit.DONE if totals.passed else Exit.ERROR
