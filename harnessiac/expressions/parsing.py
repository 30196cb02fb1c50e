"""Expressions of the platform in a text: `<+pipeline.name>`, nested, with quotes, and where they stand.

An expression ends at the first `>` that is neither of an expression inside it nor in quotes. Whatever the text, reading
it takes time linear in its length: nothing is cut out before it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

START = "<+"

_TOKEN = re.compile(r"""\\["']|<\+|[>"']""")
_MEANT = re.compile(r"<\+\s*[A-Za-z<]")
_NAME = re.compile(r"\s*([A-Za-z_][\w$]*)(\s*\()?")
_STEP = re.compile(r"\.?\[(?P<key>[^\]<>\n]*)\]|\.(?P<name>[A-Za-z_][\w$]*)(?P<call>\s*\()?")
_MOST_STEPS = 20


class Expression(Struct, frozen=True):
    """The characters `start` to `end` of a text, brackets included. `depth` counts the expressions around it."""

    start: int
    end: int
    depth: int


class Step(Struct, frozen=True):
    """One name of a path. `is_call`: arguments follow it; `is_key`: it stands in brackets, quotes and all."""

    name: str
    start: int
    end: int
    is_call: bool = False
    is_key: bool = False


def scan(text: str) -> tuple[list[Expression], int | None]:
    """Every expression of a text in order, and where the first begins that never ends.

    Quotes that are not closed count as letters: `<+x> isn't` and `<+it's>`.
    """
    found, broken = _scan(text, quotes=True)
    if broken is not None:
        found, broken = _scan(text, quotes=False)
    if broken is not None and not _MEANT.match(text, broken):
        broken = None
    return found, broken


def outermost(text: str) -> list[Expression]:
    """The expressions of a text that stand in no other; in one that never ends, those in it."""
    found: list[Expression] = []
    for one in scan(text)[0]:
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _scan(text: str, *, quotes: bool) -> tuple[list[Expression], int | None]:
    found: list[Expression] = []
    opened: list[int | str] = []
    depth = 0
    for token in _TOKEN.finditer(text):
        word = token.group()
        if word == START:
            opened.append(token.start())
            depth += 1
        elif not opened or len(word) > 1:
            continue
        elif word == ">":
            start = opened[-1]
            if isinstance(start, int):
                opened.pop()
                depth -= 1
                found.append(Expression(start, token.end(), depth))
        elif opened[-1] == word:
            opened.pop()
        elif quotes and isinstance(opened[-1], int):
            opened.append(word)
    found.sort(key=lambda one: one.start)
    return found, next((at for at in opened if isinstance(at, int)), None)


def path(text: str, expression: Expression) -> tuple[Step, ...]:
    """The path that an expression begins with: `artifacts`, `primary`, `label`, `get` of `<+artifacts.primary…>`.

    It ends where anything else than names, calls and keys in brackets follows, and after a call. It is empty if the
    expression begins with something else, such as another expression or a quote.
    """
    found = _NAME.match(text, expression.start + len(START), expression.end)
    if found is None:
        return ()
    return tuple(_steps(text, found, expression.end))


def _steps(text: str, first: re.Match[str], end: int) -> Iterator[Step]:
    is_call = first[2] is not None
    yield Step(first[1], first.start(1), first.end(1), is_call)
    at = first.end(1)
    for _ in range(_MOST_STEPS):
        found = None if is_call else _STEP.match(text, at, end)
        if found is None:
            return
        is_key = found["key"] is not None
        group = "key" if is_key else "name"
        is_call = found["call"] is not None
        yield Step(found[group].strip(), found.start(group), found.end(group), is_call, is_key)
        at = found.end() if is_key else found.end(group)


def argument(text: str, call: Step) -> tuple[str, int] | None:
    """The quoted text that a call has as its first argument, and where it begins; None if it has another or none."""
    found = _ARGUMENT.match(text, call.end)
    return (found[2], found.start(2)) if found is not None else None


_ARGUMENT = re.compile(r"""\s*\(\s*(["'])([^"'<>\n]{0,300})\1""")
