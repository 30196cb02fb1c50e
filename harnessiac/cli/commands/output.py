"""hiac output"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import click

from harnessiac.cli import options
from harnessiac.cli.session import start
from harnessiac.diagnostics import Failed, did_you_mean, error
from harnessiac.reports.text.plain_values import shown
from harnessiac.state.model import OutputValue
from harnessiac.values import exactjson


@options.command("output")
@click.argument("name", required=False)
@options.JSON
@options.switch("raw", "Print the bare text of one string, number or boolean.")
@options.NO_COLOR
@options.STATE
def command(name: str | None, **asked: Any) -> None:
    """Print output values from the state."""
    session = start(asked | {"as_json": False})
    outputs = session.project.states.read().outputs
    console = session.console
    if name is None:
        if asked["raw"]:
            raise Failed(error("Output name required", "You must give the output name when using the -raw option."))
        if asked["as_json"]:
            click.echo(exactjson.dumps({k: _json(v) for k, v in sorted(outputs.items())}, indent=2))
        elif not outputs:
            console.out(
                "\nWarning: No outputs found\n\nThe state file either has no outputs defined, or all the defined "
                "outputs are empty.\nPlease define an output in your configuration with the `output` keyword and run\n"
                "`hiac apply` for it to become available."
            )
        for key, stored in sorted(outputs.items()):
            if not asked["as_json"]:
                console.out(f"{key} = {'<sensitive>' if stored.sensitive else shown(stored.value, stored.type)}")
        return
    output = outputs.get(name)
    if output is None:
        hint = did_you_mean(name, outputs)
        detail = (
            f"The output variable requested could not be found in the state.{hint} If you recently added this to your "
            "configuration, be sure to run `hiac apply`, since the state won't be updated with new output variables "
            "until that command is run."
        )
        raise Failed(error(f'Output "{name}" not found', detail))
    if asked["raw"]:
        click.echo(_raw(name, output), nl=False)
    elif asked["as_json"]:
        click.echo(exactjson.dumps(output.value))
    else:
        console.data(shown(output.value, output.type) + "\n")


def _json(output: OutputValue) -> dict[str, Any]:
    return {"sensitive": output.sensitive, "type": output.type, "value": output.value}


def _raw(name: str, output: OutputValue) -> str:
    match output.value:
        case bool(value):
            return "true" if value else "false"
        case str(value):
            return value
        case int() | float() | Decimal() as value:
            return shown(value)
        case _:
            detail = (
                f'The -raw option only supports strings, numbers, and boolean values, but output value "{name}" is of '
                "another type.\n\nUse the -json option for machine-readable representations of output values that have "
                "complex types."
            )
            raise Failed(error("Unsupported value for raw output", detail))
