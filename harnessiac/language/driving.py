"""Runs the tables that Lark builds from a grammar.

Lark's own loop hashes and compares rules at every step, which takes longer than all else that parsing does. Here each
step is one look-up that gives what to do next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn

from harnessiac.language.lexing import Token

if TYPE_CHECKING:
    from lark import Lark

Step = tuple[int, int, Callable[[list[Any]], Any] | None, str]
"""Shift: the next state. Reduce (the state is -1): how many values, what makes one of them (None: the one value stays
as it is), and the rule's name."""

END = "$END"
_NOTHING: Step = (-1, 0, None, "")


class UnexpectedToken(Exception):
    """The grammar has no use for a token here."""


class Driver:
    """Parses with the tables and callbacks of a Lark of the LALR kind."""

    def __init__(self, lark: Lark) -> None:
        from lark.parse_tree_builder import ExpandSingleChild

        parser: Any = lark.parser
        tables: Any = parser.parser.parser.parse_table
        callbacks: Any = parser.parser.parser.callbacks
        self._starts: dict[str, int] = dict(tables.start_states)
        self._ends: dict[str, int] = dict(tables.end_states)
        self._steps: list[dict[str, Step]] = [{} for _ in range(max(tables.states) + 1)]
        for state, row in tables.states.items():
            self._steps[state] = {str(name): _step(to_do, callbacks, ExpandSingleChild) for name, to_do in row.items()}
        self._kept: dict[tuple[int, int, str], int] = {}

    def parse(self, tokens: Iterable[Token], start: str) -> Any:
        """What the callback of the start rule makes of the tokens. Raises UnexpectedToken."""
        steps, kept = self._steps, self._kept
        states: list[int] = [self._starts[start]]
        values: list[Any] = []
        end = self._ends[start]
        for token in chain(tokens, (Token(END, "", 0, 0),)):
            kind = token.type
            while True:
                target, size, callback, name = steps[states[-1]].get(kind, _NOTHING)
                if target >= 0:
                    states.append(target)
                    values.append(token)
                    break
                if callback is None:
                    place = (states[-2], states[-1], kind) if size else _nowhere()
                    after = kept.get(place)
                    if after is None:
                        after = kept[place] = self._keep(*place)
                    states[-1] = after
                elif size:
                    children = values[-size:]
                    del states[-size:], values[-size:]
                    values.append(callback(children))
                    states.append(steps[states[-1]][name][0])
                else:
                    values.append(callback([]))
                    states.append(steps[states[-1]][name][0])
                if kind == END and states[-1] == end:
                    return values[-1]
        raise UnexpectedToken

    def _keep(self, below: int, state: int, kind: str) -> int:
        """The state after all rules that leave the last value as it is, as an operand is an expression too."""
        while True:
            target, size, callback, name = self._steps[state].get(kind, _NOTHING)
            if target >= 0 or callback is not None or not size:
                return state
            state = self._steps[below][name][0]


def _nowhere() -> NoReturn:
    raise UnexpectedToken


def _step(action: Any, callbacks: Any, keeps_one: type) -> Step:
    """`keeps_one` is how Lark calls what gives a single value as it is."""
    _, arg = action
    if isinstance(arg, int):
        return (arg, 0, None, "")
    size, callback = len(arg.expansion), callbacks[arg]
    return (-1, size, None if size == 1 and isinstance(callback, keeps_one) else callback, str(arg.origin.name))
