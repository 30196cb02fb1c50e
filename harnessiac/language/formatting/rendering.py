"""Values as the console and `output` print them: HCL-like, one element a line, secrets withheld."""

from __future__ import annotations

from harnessiac.language.syntax.nodes import Call, Expression
from harnessiac.values import numbers
from harnessiac.values.numbers import BigFloat
from harnessiac.values.quoting import go_quoted
from harnessiac.values.typenames import friendly
from harnessiac.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)
from harnessiac.values.value import UNKNOWN, Mark, Value

_PRIMITIVE_NULLS: dict[Type, str] = {
    DYNAMIC: "null",
    STRING: "tostring(null)",
    NUMBER: "tonumber(null)",
    BOOL: "tobool(null)",
}


def render(value: Value) -> str:
    """The value as text, without a line break at the end."""
    parts: list[str] = []
    _render(value, 0, parts)
    return "".join(parts)


def answer(expression: Expression, value: Value) -> str:
    """What the console says for an expression: the value, but the bare text of a type that was asked for."""
    if isinstance(expression, Call) and expression.name in ("type", "core::type") and isinstance(value.raw, str):
        return value.raw
    return render(value)


def _render(value: Value, indent: int, parts: list[str]) -> None:
    raw = value.raw
    if raw is UNKNOWN:
        parts.append("(known after apply)")
        return
    if Mark.SENSITIVE in value.marks:
        parts.append("(sensitive value)")
        return
    if Mark.EPHEMERAL in value.marks:
        parts.append("(ephemeral value)")
        return
    match raw:
        case None:
            parts.append(_null(value.type))
        case bool() as truth:
            parts.append("true" if truth else "false")
        case str() as text:
            parts.append(_heredoc(text, indent) if "\n" in text else go_quoted(text))
        case int() | BigFloat() as number:
            parts.append(numbers.to_text(number))
        case tuple() as items:
            opening, closing = _brackets(value.type, "[", "]")
            parts.append(opening)
            for item in items:
                parts.append(f"\n{' ' * (indent + 2)}")
                _render(item, indent + 2, parts)
                parts.append(",")
            parts.append(f"\n{' ' * indent}{closing}" if items else closing)
        case dict() as entries:
            opening, closing = _brackets(value.type, "{", "}")
            parts.append(opening)
            for key, item in entries.items():
                name = _heredoc(key, indent + 2) if "\n" in key else go_quoted(key)
                parts.append(f"\n{' ' * (indent + 2)}{name} = ")
                _render(item, indent + 2, parts)
            parts.append(f"\n{' ' * indent}{closing}" if entries else closing)


def _brackets(of: Type, opening: str, closing: str) -> tuple[str, str]:
    match of:
        case ListType():
            return f"tolist({opening}", f"{closing})"
        case SetType():
            return f"toset({opening}", f"{closing})"
        case MapType():
            return f"tomap({opening}", f"{closing})"
        case _:
            return opening, closing


def _null(of: Type) -> str:
    match of:
        case ListType():
            return f"tolist(null) /* of {friendly(of.element)} */"
        case SetType():
            return f"toset(null) /* of {friendly(of.element)} */"
        case MapType():
            return f"tomap(null) /* of {friendly(of.element)} */"
        case TupleType() | ObjectType():
            return f"null /* {friendly(of)} */"
        case _:
            return _PRIMITIVE_NULLS[of]


def _heredoc(text: str, indent: int) -> str:
    lines = text.split("\n")
    taken = {line.strip() for line in lines}
    delimiter = "EOT"
    while delimiter in taken:
        delimiter += "_"
    margin = "\n" + " " * indent
    return f"<<{'-' if indent else ''}{delimiter}{margin}{margin.join(lines)}{margin}{delimiter}"
