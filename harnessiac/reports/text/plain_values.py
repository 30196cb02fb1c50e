"""Plain data, as states have it, in HCL's notation."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from harnessiac.addresses import quoted
from harnessiac.reports.unprintable import visible

_NAME = re.compile(r"[^\W\d][\w-]*\Z")


def shown(value: Any, type: Any = None, indent: str = "") -> str:
    """`value` in HCL, with nothing in it that moves the cursor.

    With Terraform's JSON `type` lists, sets and maps are wrapped as the console does.
    """
    inner = indent + "  "
    kind = type[0] if isinstance(type, list) and type else None
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return visible(_text(value, indent))
        case int():
            return str(value)
        case float() | Decimal():
            return format(Decimal(str(value)), "f")
        case list():
            elements = _element_types(type, len(value))
            items = "".join(f"{inner}{shown(v, t, inner)},\n" for v, t in zip(value, elements, strict=True))
            body = f"[\n{items}{indent}]" if value else "[]"
            return f"to{kind}({body})" if kind in ("list", "set") else body
        case dict():
            width = max((len(_key(k)) for k in value), default=0)
            types = type[1] if kind in ("map", "object") else {}
            rows = "".join(
                f"{inner}{_key(k):{width}} = {shown(v, types if kind == 'map' else _of(types, k), inner)}\n"
                for k, v in value.items()
            )
            body = f"{{\n{rows}{indent}}}" if value else "{}"
            return f"tomap({body})" if kind == "map" else body
    return str(value)


def _of(types: Any, key: str) -> Any:
    return types.get(key) if isinstance(types, dict) else None


def _element_types(type: Any, count: int) -> list[Any]:
    match type:
        case ["list" | "set", element]:
            return [element] * count
        case ["tuple", [*elements]] if len(elements) == count:
            return elements
        case _:
            return [None] * count


def _key(key: str) -> str:
    return visible(quoted(key)) if not _NAME.match(key) else f'"{key}"'


def _text(value: str, indent: str) -> str:
    if "\n" not in value.rstrip("\n") and not value.endswith("\n"):
        return quoted(value)
    marker = "EOT"
    while marker in value:
        marker += "_"
    lines = value.split("\n")
    if lines[-1] == "":
        body = "\n".join(lines[:-1])
        return f"<<{marker}\n{body}\n{marker}"
    return (
        quoted(value)
        if not indent
        else f"<<-{marker}\n" + "\n".join(indent + line for line in lines) + f"\n{indent}{marker}"
    )
