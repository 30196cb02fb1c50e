"""hiac providers schema"""

from __future__ import annotations

import json

import click

from harnessiac import kinds
from harnessiac.cli import options
from harnessiac.diagnostics import Failed, error
from harnessiac.reports.machine.configuration_json import PROVIDER
from harnessiac.schema.reference import schema as resource_schema


@click.group("providers", context_settings={"help_option_names": ["--help", "-h"]})
def command() -> None:
    """Describe the resources hiac knows."""


@options.command("schema")
@options.JSON
def schema(*, as_json: bool) -> None:
    """Print the arguments and blocks of every resource type in Terraform's format."""
    if not as_json:
        raise Failed(error("The -json option is required", "hiac providers schema prints JSON only; add -json."))
    schemas = {name: resource_schema(kind) for name in kinds.names() if (kind := kinds.find(name)) is not None}
    report = {
        "format_version": "1.0",
        "provider_schemas": {
            PROVIDER: {
                "provider": {"version": 0, "block": {"description_kind": "plain"}},
                "resource_schemas": schemas,
            }
        },
    }
    click.echo(json.dumps(report, ensure_ascii=False))


command.add_command(schema)
