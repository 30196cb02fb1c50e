"""hiac version"""

from __future__ import annotations

import os
import sys

import click

from harnessiac import __version__
from harnessiac.cli import options

MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


@options.command("version")
@options.JSON
def command(*, as_json: bool) -> None:
    """Print the version of hiac."""
    machine = (
        os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "unknown").lower()
    )
    system = f"{sys.platform}_{MACHINES.get(machine, machine)}"
    if as_json:
        import json

        from harnessiac.state.model import TERRAFORM_VERSION

        report = {
            "terraform_version": TERRAFORM_VERSION,
            "hiac_version": __version__,
            "platform": system,
            "provider_selections": {},
            "terraform_outdated": False,
        }
        click.echo(json.dumps(report, indent=2))
    else:
        click.echo(f"hiac v{__version__}\non {system}")
