"""hiac version"""

from __future__ import annotations

import json
import platform

import click

from harnessiac import __version__
from harnessiac.cli import options
from harnessiac.state.model import TERRAFORM_VERSION


@options.command("version")
@options.JSON
def command(*, as_json: bool) -> None:
    """Print the version of hiac."""
    system = f"{platform.system().lower()}_{platform.machine().lower().replace('x86_64', 'amd64')}"
    if as_json:
        click.echo(
            json.dumps(
                {
                    "terraform_version": TERRAFORM_VERSION,
                    "hiac_version": __version__,
                    "platform": system,
                    "provider_selections": {},
                    "terraform_outdated": False,
                },
                indent=2,
            )
        )
    else:
        click.echo(f"hiac v{__version__}\non {system}")
