"""hiac version"""

from __future__ import annotations

import click

from harnessiac import __version__
from harnessiac.cli import options
from harnessiac.cli.about import system, text


@options.command("version")
@options.JSON
def command(*, as_json: bool) -> None:
    """Print the version of hiac."""
    if as_json:
        import json

        from harnessiac.state.model import TERRAFORM_VERSION

        report = {
            "terraform_version": TERRAFORM_VERSION,
            "hiac_version": __version__,
            "platform": system(),
            "provider_selections": {},
            "terraform_outdated": False,
        }
        click.echo(json.dumps(report, indent=2))
    else:
        click.echo(text(), nl=False)
