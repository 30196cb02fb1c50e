"""The group of all commands for click; each is imported when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from harnessiac.cli.command_table import COMMANDS, MODULES
from harnessiac.cli.exits import Exit
from harnessiac.cli.options import spelled_out


class Commands(click.Group):
    """Subcommands that are imported when called; their summaries come from the command table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"harnessiac.cli.commands.{MODULES.get(cmd_name, cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((i for i, arg in enumerate(args) if not arg.startswith("-")), len(args))
        return super().parse_args(ctx, spelled_out(self, args[:first]) + args[first:])

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
    """Plan and apply Harness entities written in HCL: no account, no credentials, no network.

    The usual order is: hiac validate, hiac plan, hiac apply.
    """
    if chdir is not None:
        try:
            os.chdir(chdir)
        except OSError as problem:
            raise click.UsageError(f"-chdir={chdir}: {problem.strerror or problem}") from None


def invoke(args: list[str]) -> int:
    """Run one command; returns its exit code. Only what click does not know leaves it as an exception."""
    try:
        code: Any = hiac.main(args, prog_name="hiac", standalone_mode=False)
        sys.stdout.flush()
        return int(code) if isinstance(code, int) else Exit.DONE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort as ended:
        reason = f": {ended.__cause__}" if str(ended.__cause__ or "") else ""
        sys.stderr.write(f"\nInterrupted{reason}.\n")
        return Exit.ERROR
    except click.ClickException as problem:
        problem.show()
        return Exit.ERROR
