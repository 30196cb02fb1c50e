"""The command line: finds the command, imports only it, and turns whatever goes wrong into an exit code."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import sys
from importlib import import_module
from typing import Any

import click

from harnessiac.cli.exits import Exit
from harnessiac.cli.options import spelled_out

COMMANDS = {
    "adopt": "Take over existing connectors and services: configuration and state",
    "apply": "Carry out a plan: write the documents and record them in the state",
    "console": "Evaluate expressions against the configuration",
    "destroy": "Delete everything the state holds",
    "explain": "Describe a kind: arguments, rules, example, document",
    "fmt": "Rewrite configuration files in the canonical format",
    "graph": "Print the dependency graph",
    "import": "Take an existing document into the state",
    "init": "Prepare a working directory: connect to the backend",
    "inputs": "List what services ask for when a pipeline runs",
    "output": "Print output values from the state",
    "plan": "Show what apply would do",
    "providers": "Describe the resources hiac knows",
    "references": "List what services and connectors refer to, and who refers to them",
    "refresh": "Take over into the state what was changed by hand",
    "render": "Show a values file with the artifact of a service in it",
    "show": "Print a state or a plan file",
    "state": "Look at and change what the state records",
    "test": "Run the tests in *.tftest.hcl files",
    "validate": "Check the configuration",
    "version": "Print the version",
    "workspace": "Keep several states for one configuration",
}

MODULES = {"import": "import_"}
"""Where a command's name is a word of Python, its module has another."""


class Commands(click.Group):
    """Subcommands imported when they are called; short help comes from the table, so that no help imports them all."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"harnessiac.cli.commands.{MODULES.get(cmd_name, cmd_name)}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        at = next((i for i, arg in enumerate(args) if not arg.startswith("-")), len(args))
        return super().parse_args(ctx, spelled_out(self, args[:at]) + args[at:])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            from harnessiac.diagnostics import did_you_mean

            hint = did_you_mean(args[0], COMMANDS)
            raise click.UsageError(f'hiac has no command named "{args[0]}".{hint}', ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, no_args_is_help=True, context_settings={"help_option_names": ["--help", "-h"]})
@click.option("--chdir", metavar="DIR", help="Work in this directory.")
@click.option("--version", "version", is_flag=True, help="Print the version.")
@click.pass_context
def hiac(ctx: click.Context, *, chdir: str | None, version: bool) -> None:
    """Plan and apply Harness connectors and services written in HCL: no account, no credentials, no network.

    The usual order is: hiac validate, hiac plan, hiac apply.
    """
    if chdir is not None:
        try:
            os.chdir(chdir)
        except OSError as problem:
            raise click.UsageError(f"-chdir={chdir}: {problem.strerror or problem}") from None


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    # A command makes what it keeps until its end, and cycles are rare: looking for them less often saves a fifth.
    gc.set_threshold(50_000, 20, 100)
    sys.exit(run(sys.argv[1:] if args is None else args))


def run(args: list[str]) -> int:
    """Run one command; returns its exit code. No exception leaves it."""
    if args and args[0] in ("-version", "--version", "-v"):
        args = ["version"]
    try:
        code: Any = hiac.main(args, prog_name="hiac", standalone_mode=False)
        sys.stdout.flush()
        return int(code) if isinstance(code, int) else Exit.DONE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        sys.stderr.write("\nInterrupted.\n")
        return Exit.ERROR
    except click.ClickException as problem:
        problem.show()
        return Exit.ERROR
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
    from harnessiac.cli.console import Console
    from harnessiac.cli.views.findings import show
    from harnessiac.diagnostics import Failed

    if isinstance(problem, Failed):
        show(problem.diagnostics, Console.open(no_color="-no-color" in sys.argv or "--no-color" in sys.argv))
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
