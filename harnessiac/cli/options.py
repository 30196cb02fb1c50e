"""Options in Terraform's notation: one dash or two, switches as `-flag` or `-flag=false`, in any order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

ORDERED_VARIABLES = "harnessiac.variables"
F = TypeVar("F", bound=Callable[..., Any])


class Switch(click.Option):
    """A boolean option that may be given as `-flag`, `-flag=true` or `-flag=false`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("type", click.BOOL)
        kwargs.setdefault("default", False)
        kwargs.setdefault("metavar", "")
        super().__init__(*args, **kwargs)


class Command(click.Command):
    """A command whose options have one dash or two."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        args = spelled_out(self, args)
        ctx.meta[ORDERED_VARIABLES] = ordered_arguments(args)
        return super().parse_args(ctx, args)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        extra.setdefault("help_option_names", ["--help", "-h"])
        return super().make_context(info_name, args, parent, **extra)


class Group(click.Group):
    """A command with subcommands, whose help option has one dash or two."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, ["--help" if arg == "-help" else arg for arg in args])


def spelled_out(command: click.Command, args: list[str]) -> list[str]:
    """`args` with two dashes before every option name, and `=true` after a switch that stands alone."""
    switches = {name for p in command.params if isinstance(p, Switch) for name in p.opts}
    values = {
        name
        for p in command.params
        if isinstance(p, click.Option) and not isinstance(p, Switch) and not p.is_flag
        for name in p.opts
    }
    out: list[str] = []
    rest = iter(args)
    for arg in rest:
        if arg == "--":
            out.append(arg)
            break
        if not arg.startswith("-") or arg == "-":
            out.append(arg)
            continue
        name, equals, value = arg.lstrip("-").partition("=")
        name = f"--{name}" if len(name) > 1 else f"-{name}"
        if name in switches and not equals:
            value, equals = "true", "="
        out.append(f"{name}{equals}{value}")
        if name in values and not equals:
            out.extend([next_value] if (next_value := next(rest, None)) is not None else [])
    return [*out, *rest]


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Declare a command; its help text is the function's docstring."""
    return click.command(name, cls=Command)


def group(name: str) -> Callable[[Callable[..., Any]], click.Group]:
    """Declare a command with subcommands; its help text is the function's docstring."""
    return click.group(name, cls=Group, context_settings={"help_option_names": ["--help", "-h"]})


def switch(name: str, help: str, *, default: bool | None = False, parameter: str | None = None) -> Callable[[F], F]:
    """Declare a boolean option; `parameter` is its name in Python if that differs."""
    names = (f"--{name}", parameter) if parameter else (f"--{name}",)
    return click.option(*names, cls=Switch, default=default, help=help)


def together(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """Return several decorators as one, the first outermost."""

    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def ordered_arguments(args: list[str]) -> list[tuple[str, str]]:
    """Return every `-var` and `-var-file` of a normalized command line, in order: the last one wins."""
    arguments: list[tuple[str, str]] = []
    rest = iter(args)
    for arg in rest:
        name, equals, value = arg.partition("=")
        if name in ("--var", "--var-file"):
            arguments.append((name[2:], value if equals else next(rest, "")))
    return arguments


NO_COLOR = switch("no-color", "Print without color.")
VIEW = together(
    NO_COLOR,
    switch("compact-warnings", "Show warnings as one line each, unless there are errors."),
)
AS_JSON = switch("json", "Print as JSON.", parameter="as_json")
JSON = switch("json", "Print in Terraform's machine-readable format.", parameter="as_json")
INPUT = switch("input", "Ask for values of variables that are not set (on a terminal).", default=True)
VARIABLES = together(
    click.option("--var", "var", multiple=True, metavar="NAME=VALUE", help="Set a variable. May be repeated."),
    click.option("--var-file", "var_file", multiple=True, metavar="FILE", help="Set variables from a .tfvars file."),
)
LOCK = together(
    switch("lock", "Hold a lock on the state while working.", default=True),
    click.option(
        "--lock-timeout", default="0s", metavar="DURATION", help="How long to wait for the lock (such as 30s)."
    ),
)
STATE = click.option("--state", "state_path", metavar="FILE", help="Use this state file.")
OPERATION = together(
    switch("destroy", "Plan to destroy everything in the state."),
    switch("refresh-only", "Only take over what was changed in the documents by hand."),
    switch("refresh", "Compare the state with the documents first.", default=True),
    click.option("--target", multiple=True, metavar="ADDRESS", help="Only this, and what it needs. May be repeated."),
    click.option("--exclude", multiple=True, metavar="ADDRESS", help="All but this, and what needs it."),
    click.option("--replace", multiple=True, metavar="ADDRESS", help="Replace this instance. May be repeated."),
    switch("adopt", "Take over documents that are there already and that no state owns."),
    switch("force-delete", "Delete connectors and secrets even while others refer to them."),
    click.option("--parallelism", type=int, default=10, hidden=True),
)
