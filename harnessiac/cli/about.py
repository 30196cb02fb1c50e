"""Which hiac this is, and what it runs on."""

from __future__ import annotations

import os
import sys

from harnessiac import __version__

MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


def system() -> str:
    """The operating system and machine in Terraform's words: linux_amd64."""
    machine = (
        os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "unknown").lower()
    )
    return f"{sys.platform}_{MACHINES.get(machine, machine)}"


def told() -> str:
    """What `hiac version` prints."""
    return f"hiac v{__version__}\non {system()}\n"
