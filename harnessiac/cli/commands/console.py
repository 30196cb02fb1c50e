"""hiac console"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from harnessiac import workflow
from harnessiac.cli import options
from harnessiac.cli.console import show_findings
from harnessiac.cli.exits import Exit
from harnessiac.cli.session import Session, start
from harnessiac.diagnostics import Failed


@options.command("console")
@options.VARIABLES
@options.STATE
@options.NO_COLOR
def command(**asked: Any) -> int:
    """Evaluate expressions against the configuration, one a line, and print each value.

    Reads standard input when it is no terminal. An expression may go on over several lines while a bracket is open.
    """
    session = start(asked)
    reply, findings = workflow.console(session.project, session.given)
    show_findings(findings, session.console)
    terminal = sys.stdin.isatty()
    if terminal:
        import readline  # noqa: F401 - gives input() history and editing
    failed = False
    for text in _expressions(prompt="> " if terminal else ""):
        if text.strip() == "exit":
            break
        failed |= not _answer(session, reply, text)
    return Exit.ERROR if failed and not terminal else Exit.DONE


def _answer(session: Session, reply: workflow.Answer, text: str) -> bool:
    try:
        session.console.data(reply(text) + "\n")
    except Failed as failure:
        show_findings(failure.diagnostics, session.console)
        return False
    return True


def _expressions(prompt: str) -> Iterator[str]:
    """Yield expressions as they are entered, joining lines while a bracket is open."""
    pending = ""
    while True:
        try:
            line = input(": " if pending and prompt else prompt)
        except EOFError:
            if prompt:
                sys.stdout.write("\n")
            if pending.strip():
                yield pending
            return
        pending = f"{pending}\n{line}" if pending else line
        if _is_open(pending):
            continue
        if pending.strip():
            yield pending
        pending = ""


def _is_open(text: str) -> bool:
    """Return whether a bracket outside of quotes is open."""
    depth = 0
    quoted = False
    escaped = False
    for char in text:
        if quoted:
            quoted = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            quoted = True
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
    return depth > 0
