"""Attributes of resource instances as plain data, and paths into them."""

from __future__ import annotations

from typing import Any

Path = tuple[str | int, ...]
"""Steps into attributes or a document: ("credentials", 0, "password_ref")."""

Attributes = dict[str, Any]
"""Plain JSON data in the shape of Terraform's state: absent attributes are None, nested blocks are lists of dicts."""


def value_at(attributes: Attributes, path: Path) -> Any:
    """The value at a path; None where the path leads to nothing."""
    value: object = attributes
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def dotted(path: Path) -> str:
    """A path as messages show it: credentials.0.password_ref"""
    return ".".join(str(step) for step in path)
