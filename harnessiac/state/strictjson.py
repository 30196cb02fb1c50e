"""JSON of which nobody is sure: read strictly, with what is wrong said in words.

Beyond the grammar, refused are keys set twice, NaN and infinities, numbers too large to hold, half surrogate pairs and
nesting that no reader survives.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

from harnessiac.values import exactjson


class Unreadable(Exception):
    """Why the bytes are no state, as the rest of a sentence."""


def parsed(content: bytes) -> Any:
    """The data in `content`. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(
            "is empty. If Terraform is just making it, wait until that is done; else restore it from a copy, or "
            "remove it to start without a state."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise Unreadable(f"could not be parsed as JSON: line {line} is not valid UTF-8.") from None
    try:
        data = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_fraction)
    except json.JSONDecodeError as problem:
        raise Unreadable(_syntax_problem(text, problem)) from None
    except RecursionError:
        raise Unreadable("is nested too deeply to be a state.") from None
    except ValueError:  # a whole number of more digits than Python converts
        raise Unreadable("holds a number that is too large.") from None
    if "\\ud" in text or "\\uD" in text:
        _check_surrogates(data)
    return data


def _syntax_problem(text: str, problem: json.JSONDecodeError) -> str:
    if not text[problem.pos :].strip() or problem.msg.startswith("Unterminated string"):
        return (
            f"could not be parsed as JSON: it ends in the middle, after line {text.count(chr(10)) + 1}. "
            "It may have been cut off while it was copied; restore it from a backup."
        )
    reason = problem.msg.removesuffix(" enclosed in double quotes")
    return f"could not be parsed as JSON: line {problem.lineno}, column {problem.colno}: {reason}."


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Unreadable(f'sets the key "{shown(twice)}" twice in one object.')
    return found


def _constant(text: str) -> Any:
    raise Unreadable(f"holds {text}, which is no JSON number.")


def _fraction(text: str) -> int | float | Decimal:
    number = exactjson.fraction(text)
    if math.isinf(number):
        raise Unreadable("holds a number that is too large.")
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 2**53 else number


def _check_surrogates(data: Any) -> None:
    try:
        exactjson.dumps(data).encode()
    except UnicodeEncodeError:
        raise Unreadable("holds half a surrogate pair, which is no character.") from None


def shown(text: str) -> str:
    """Text of a file for a message: one short line of printable characters."""
    cut = text if len(text) <= 60 else text[:57] + "..."
    return "".join(char if char.isprintable() else "?" for char in cut)
