"""The version of hiac and its platform."""

from __future__ import annotations

import os
import sys

from harnessiac import __version__

MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


def system() -> str:
    """Return the platform in Terraform's notation: linux_amd64."""
    machine = (
        os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "unknown").lower()
    )
    return f"{sys.platform}_{MACHINES.get(machine, machine)}"


def text() -> str:
    """Return what `hiac version` prints."""
    return f"hiac v{__version__}\non {system()}\n"
