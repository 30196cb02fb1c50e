"""The results of test runs as text, as Terraform's line-by-line JSON, and as JUnit XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

from msgspec import Struct, field

from harnessiac.diagnostics import in_order
from harnessiac.language.configuration.test_files import TestFile
from harnessiac.reports import findings
from harnessiac.reports.machine import instances
from harnessiac.reports.machine.plan_json import plan_json
from harnessiac.reports.machine.stream import Stream
from harnessiac.reports.report import published, report
from harnessiac.reports.text import human
from harnessiac.reports.text.messages import Wording
from harnessiac.reports.text.palette import PLAIN, Palette
from harnessiac.state.model import State
from harnessiac.testing.running import (
    FAILED_ASSERTION,
    Event,
    FileEnded,
    FileStarted,
    RunEnded,
    RunStarted,
    Status,
    TearingDown,
)

SHOWN = {Status.PASS: "pass", Status.FAIL: "fail", Status.ERROR: "fail", Status.SKIP: "skip"}
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Totals(Struct):
    """The number of runs by status, and the worst status of a file."""

    counts: dict[Status, int] = field(default_factory=lambda: dict.fromkeys(Status, 0))
    worst: Status = Status.PASS

    def add(self, event: Event) -> None:
        if isinstance(event, RunEnded):
            self.counts[event.status] += 1
        if isinstance(event, FileEnded) and self.worst is not Status.ERROR and event.status is not Status.PASS:
            self.worst = event.status

    @property
    def passed(self) -> bool:
        return self.worst is Status.PASS

    def sentence(self) -> str:
        """`Success! 2 passed, 0 failed.`"""
        failed = self.counts[Status.FAIL] + self.counts[Status.ERROR]
        skipped = f", {self.counts[Status.SKIP]} skipped" if self.counts[Status.SKIP] else ""
        return f"{self.word()}! {self.counts[Status.PASS]} passed, {failed} failed{skipped}."

    def word(self) -> str:
        return "Success" if self.passed else "Failure"


def lines(event: Event, palette: Palette, words: Wording, *, verbose: bool = False) -> list[str]:
    """Return what `terraform test` prints of an event; with `verbose` also the plan or state of a run."""
    match event:
        case FileStarted(file):
            return [f"{file}... in progress"]
        case RunEnded(run=run, status=status, state=state, plan=plan):
            text = [f'  run "{run}"... {_painted(status, palette)}']
            if verbose and state is not None:
                text.append(f"\n{_state_text(state)}\n")
            elif verbose and plan is not None:
                text.append("\n" + human.render(published(plan), palette, words))
            return text
        case TearingDown(file):
            return [f"{file}... tearing down"]
        case FileEnded(file, status):
            return [f"{file}... {_painted(status, palette)}"]
        case RunStarted():
            return []


def summary(totals: Totals, palette: Palette) -> str:
    """Return the last line of a test run."""
    text = totals.sentence().removeprefix(totals.word() + "!")
    return f"\n{palette.paint(f'{totals.word()}!', palette.green if totals.passed else palette.red)}{text}"


def _painted(status: Status, palette: Palette) -> str:
    tone = palette.green if status is Status.PASS else palette.faint if status is Status.SKIP else palette.red
    return palette.paint(SHOWN[status], tone)


def _state_text(state: State) -> str:
    """Return the resources of a state, then its outputs."""
    blocks, outputs = instances.blocks(state), instances.outputs(state)
    parts = [*([blocks] if blocks else []), *(["\n".join(["Outputs:\n", *outputs])] if outputs else [])]
    return "\n\n".join(parts)


class TestStream(Struct):
    """Prints events as `terraform test -json` does."""

    stream: Stream
    verbose: bool = False

    def files(self, files: Sequence[TestFile]) -> None:
        """Announce the runs of all files."""
        runs = sum(len(file.runs) for file in files)
        text = f"Found {_counted(len(files), 'file')} and {_counted(runs, 'run block')}"
        self.stream.emit("test_abstract", text, {"test_abstract": {f.name: [r.name for r in f.runs] for f in files}})

    def show(self, event: Event) -> None:
        match event:
            case FileStarted(file):
                self._file(file, f"{file}... in progress", {"progress": "starting"})
            case RunStarted(file, run):
                self._run(file, run, f'  "{run}"... in progress', {"progress": "starting", "elapsed": 0})
            case RunEnded(file, run, status):
                self._run(file, run, f'  "{run}"... {SHOWN[status]}', {"progress": "complete", "status": status.value})
                self._details(event)
            case TearingDown(file, last):
                self._file(file, f"{file}... tearing down", {"progress": "teardown"})
                if last is not None:
                    self._run(file, last, f'  "{last}"... tearing down', {"progress": "teardown", "elapsed": 0})
            case FileEnded(file, status):
                self._file(file, f"{file}... {SHOWN[status]}", {"progress": "complete", "status": status.value})

    def _file(self, file: str, message: str, about: dict[str, object]) -> None:
        self.stream.emit("test_file", message, {"@testfile": file, "test_file": {"path": file, **about}})

    def _run(self, file: str, run: str, message: str, about: dict[str, object]) -> None:
        place = {"@testfile": file, "@testrun": run}
        self.stream.emit("test_run", message, {**place, "test_run": {"path": file, "run": run, **about}})

    def _details(self, event: RunEnded) -> None:
        place = {"@testfile": event.file, "@testrun": event.run}
        if self.verbose and event.state is not None:
            values = instances.state_json(event.state)
            about = {"state_format_version": values.get("format_version", "1.0"), **values.get("values", {})}
            self.stream.emit("test_state", "-verbose flag enabled, printing state", {**place, "test_state": about})
        elif self.verbose and event.plan is not None:
            planned = plan_json(report("test", event.plan))
            kept = ("output_changes", "resource_changes", "resource_drift")
            about = {"plan_format_version": planned["format_version"], **{k: planned[k] for k in kept if k in planned}}
            self.stream.emit("test_plan", "-verbose flag enabled, printing plan", {**place, "test_plan": about})
        for finding in in_order(event.found):
            level = "error" if finding.is_error else "warn"
            title = f"{finding.severity.value.capitalize()}: {finding.summary}"
            self.stream.emit("diagnostic", title, {**place, "diagnostic": findings.as_json(finding)}, level)

    def summary(self, totals: Totals) -> None:
        counts = totals.counts
        about = {
            "status": totals.worst.value,
            "passed": counts[Status.PASS],
            "failed": counts[Status.FAIL],
            "errored": counts[Status.ERROR],
            "skipped": counts[Status.SKIP],
        }
        self.stream.emit("test_summary", totals.sentence(), {"test_summary": about})


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def junit(events: Iterable[Event], began: datetime) -> str:
    """Return a JUnit XML report with a suite for each file and a case for each run."""
    ended: dict[str, list[RunEnded]] = {}
    for event in events:
        if isinstance(event, FileStarted):
            ended[event.file] = []
        elif isinstance(event, RunEnded):
            ended[event.file].append(event)
    lines = ['<?xml version="1.0" encoding="UTF-8"?><testsuites>']
    for file, runs in ended.items():
        counts = {status: sum(run.status is status for run in runs) for status in Status}
        lines.append(
            f'  <testsuite name={_quoted(file)} tests="{len(runs)}" skipped="{counts[Status.SKIP]}" '
            f'failures="{counts[Status.FAIL]}" errors="{counts[Status.ERROR]}">'
        )
        stopped = next((run.run for run in runs if run.status is Status.ERROR), "")
        for run in runs:
            lines += _case(run, stopped, began)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _case(run: RunEnded, stopped: str, began: datetime) -> list[str]:
    head = f"    <testcase name={_quoted(run.run)} classname={_quoted(run.file)}"
    if run.seconds is not None:
        head += f' time="{run.seconds:.9f}" timestamp="{began.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}"'
    text = "".join(findings.human(finding, PLAIN) + "\n" for finding in in_order(run.found) if finding.is_error)
    match run.status:
        case Status.PASS:
            return [f"{head}></testcase>"]
        case Status.SKIP:
            tag, message = "skipped", "Testcase skipped due to a previous testcase error"
            text = (
                f'Previous testcase "{stopped}" ended in error, which caused the remaining tests in the file to be '
                "skipped"
            )
        case Status.FAIL:
            failed = [d for d in run.found if d.summary == FAILED_ASSERTION]
            details = "; ".join(d.detail for d in failed)
            tag, message = "failure", f"{len(failed)} of {run.asserts} assertions failed: {details}"
        case Status.ERROR:
            tag, message = "error", "Encountered an error"
    body = UNPRINTABLE.sub("\ufffd", text).replace("]]>", "]]]]><![CDATA[>")
    return [f"{head}>", f"      <{tag} message={_quoted(message)}><![CDATA[{body}]]></{tag}>", "    </testcase>"]


def _quoted(text: str) -> str:
    return quoteattr(UNPRINTABLE.sub("\ufffd", text))
