"""The command line from its start to its exit code, whatever fails.

This module imports nearly nothing; `application` has the commands.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import sys

from harnessiac.cli.exits import Exit


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    # A command keeps what it makes until its end, and cycles are rare: looking for them seldom saves a fourth.
    gc.set_threshold(1_000_000, 20, 100)
    code = run(sys.argv[1:] if args is None else args)
    gc.freeze()  # what is left at the end is not searched for garbage once more
    sys.exit(code)


def run(args: list[str]) -> int:
    """Run one command; returns its exit code. No exception leaves it."""
    if args and args[0] in ("-version", "--version", "-v"):
        args = ["version"]
    try:
        if args == ["version"]:  # nothing has to be imported to answer this
            from harnessiac.cli import about

            sys.stdout.write(about.text())
            sys.stdout.flush()
            return Exit.DONE
        from harnessiac.cli.application import invoke

        return invoke(args)
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted.\n")
        return Exit.ERROR
    except BrokenPipeError:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        return Exit.ERROR
    except Exception as problem:  # noqa: BLE001 - the last barrier: a bug prints one line
        return _failed(problem)


def _failed(problem: Exception) -> int:
    from harnessiac.cli.console import Console, show_findings
    from harnessiac.diagnostics import Failed

    if isinstance(problem, Failed):
        show_findings(problem.diagnostics, Console.open(no_color="-no-color" in sys.argv or "--no-color" in sys.argv))
        return Exit.ERROR
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EIO, errno.EBADF):
        sys.stderr.write(f"Error: the output cannot be written: {problem.strerror}.\n")
        with contextlib.suppress(OSError):  # what is left in the buffer fails again when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.ERROR
    if os.environ.get("HIAC_DEBUG"):
        raise problem
    where = problem.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_filename.rpartition(os.sep)[2]}:{where.tb_lineno}" if where else "?"
    sys.stderr.write(
        f"Error: hiac failed unexpectedly ({type(problem).__name__} at {place}: {str(problem)[:200]}). "
        "This is a bug: please report it with the configuration that shows it; HIAC_DEBUG=1 prints more.\n"
    )
    return Exit.ERROR
