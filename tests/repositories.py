"""Configurations in repositories made by git itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Git = Callable[..., str]
Commit = Callable[[dict[str, str]], str]


def docker(name: str, url: str = "https://example.com", more: str = "") -> str:
    return f"""
resource "harness_platform_connector_docker" "{name}" {{
  identifier = "{name}"
  name       = "{name}"
  type       = "Other"
  url        = "{url}"
{more}}}
"""


def service(name: str, yaml: str) -> str:
    return f"""
resource "harness_platform_service" "{name}" {{
  identifier = "{name}"
  name       = "{name}"
  yaml       = {yaml}
}}
"""


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
