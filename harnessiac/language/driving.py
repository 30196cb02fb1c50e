"""Runs the tables that Lark builds from a grammar.

Lark's own loop hashes and compares rules at every step, which takes longer than all else that parsing does. Here each
step is one look-up that gives what to do next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from harnessiac.language.lexing import Token

if TYPE_CHECKING:
    from lark import Lark

Step = tuple[int, int, Callable[[list[Any]], Any] | None, str]
"""Shift: the next state. Reduce: how many values, what makes one of them, and the rule's name (the state is unused)."""

END = "$END"
_NOTHING: Step = (-1, 0, None, "")


class UnexpectedToken(Exception):
    """The grammar has no use for a token here."""


class Driver:
    """Parses with the tables and callbacks of a Lark of the LALR kind."""

    def __init__(self, lark: Lark) -> None:
        parser: Any = lark.parser
        tables: Any = parser.parser.parser.parse_table
        callbacks: Any = parser.parser.parser.callbacks
        self._starts: dict[str, int] = dict(tables.start_states)
        self._ends: dict[str, int] = dict(tables.end_states)
        self._steps: list[dict[str, Step]] = [{} for _ in range(max(tables.states) + 1)]
        for state, row in tables.states.items():
            self._steps[state] = {str(symbol): _step(action, arg, callbacks) for symbol, (action, arg) in row.items()}

    def parse(self, tokens: Iterable[Token], start: str) -> Any:
        """What the callback of the start rule makes of the tokens. Raises UnexpectedToken."""
        steps = self._steps
        state = self._starts[start]
        states: list[int] = [state]
        values: list[Any] = []
        for token in tokens:
            kind = token.type
            while True:
                step = steps[state].get(kind)
                if step is None:
                    raise UnexpectedToken
                target, size, callback, name = step
                if callback is None:
                    state = target
                    states.append(state)
                    values.append(token)
                    break
                state = _reduced(states, values, size, callback, steps, name)
        end = self._ends[start]
        while state != end:
            _, size, callback, name = steps[state].get(END, _NOTHING)
            if callback is None:
                raise UnexpectedToken
            state = _reduced(states, values, size, callback, steps, name)
        return values[-1]


def _reduced(
    states: list[int],
    values: list[Any],
    size: int,
    callback: Callable[[list[Any]], Any],
    steps: list[dict[str, Step]],
    name: str,
) -> int:
    """Replace the last values by what the rule makes of them; the state after it."""
    if size:
        children = values[-size:]
        del states[-size:], values[-size:]
    else:
        children = []
    values.append(callback(children))
    state = steps[states[-1]][name][0]
    states.append(state)
    return state


def _step(action: Any, arg: Any, callbacks: Any) -> Step:
    if isinstance(arg, int):
        return (arg, 0, None, "")
    return (-1, len(arg.expansion), callbacks[arg], str(arg.origin.name))
