"""Runs the parse tables of the grammar.

Lark's own loop hashes and compares rules at every step, which takes longer than all else that parsing does. Here each
step is one look-up that gives what to do next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any, NoReturn

from harnessiac.language.syntax.grammar import LIST, Rule, Tables
from harnessiac.language.syntax.lexing import Token

Build = Callable[[list[Any]], Any]
Step = tuple[int, int, Build | None, str]
"""Shift: the next state. Reduce (the state is -1): how many values, what makes one of them (None: the one value stays
as it is), and the rule's name."""

END = "$END"
_NOTHING: Step = (-1, 0, None, "")


class UnexpectedToken(Exception):
    """The grammar has no use for a token here."""


class Driver:
    """Parses with tables; `reductions` has for each rule's name what builds its value from the values of its parts."""

    def __init__(self, tables: Tables, reductions: Mapping[str, Build]) -> None:
        self._starts, self._ends = tables.starts, tables.ends
        reduce: list[Step] = [(-1, rule.size, _build(rule, reductions), rule.name) for rule in tables.rules]
        self._steps: list[dict[str, Step]] = [
            {name: (target, 0, None, "") if target >= 0 else reduce[-1 - target] for name, target in row.items()}
            for row in tables.states
        ]
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


def _build(rule: Rule, reductions: Mapping[str, Build]) -> Build | None:
    """What makes the value of a rule from its parts, with the lists among them spread; None: its part, as it is."""
    if not rule.builds:
        return None
    build: Build = list if rule.builds == LIST else reductions.get(rule.builds, list)
    if not rule.spread:
        return build
    spread = frozenset(rule.spread)
    is_list = rule.builds == LIST

    def spreading(parts: list[Any]) -> Any:
        flat: list[Any] = []
        for position, part in enumerate(parts):
            if position in spread:
                flat = [*flat, *part] if flat else part  # a list that grows item by item is not copied each time
            else:
                flat.append(part)
        return flat if is_list else build(flat)

    return spreading
