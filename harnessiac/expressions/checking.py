"""What is wrong with the expressions and runtime inputs in YAML: one walk over its values.

A document without `<+` is not walked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Protocol

from harnessiac.codes import expressions as codes
from harnessiac.diagnostics import Diagnostic, nearest
from harnessiac.documents import Document, Mapping, Node, Scalar, Sequence
from harnessiac.documents.reading import shortened
from harnessiac.expressions.names import ROOT, Names
from harnessiac.expressions.parsing import START, Step, path, scan
from harnessiac.expressions.runtime_inputs import INPUT, Slip, around, parse
from harnessiac.source import Span

MOST = 50
"""Findings about expressions per document."""
_LOOKED_UP = 500
"""Unknown names per document for which a near one is looked for."""
COMPARED = 200
"""Names of the entity's own that are looked at for it."""
_SNIPPET = 200
"""Characters of what a finding is about."""


def check(document: Document, entity: str = "service", own: OwnNames | None = None) -> list[Diagnostic]:
    """Find everything wrong with the expressions in YAML of an entity; `own` are the names that it declares."""
    text = document.source.text
    if START not in text and "input>" not in text:
        return []
    checker = Checker(entity, own)
    found: list[Diagnostic] = []
    for node in _scalars(document.root):
        for slip in checker.slips(node):
            found.append(slip.code.at(place(document, node, slip.start, slip.end), slip.detail, entity))
            if len(found) >= MOST:
                return found
    return found


def place(document: Document, node: Scalar, start: int, end: int) -> Span:
    """Where the characters `start` to `end` of a scalar's text stand; the scalar's place if that cannot be told."""
    source = document.source.text
    first = node.start + (1 if node.style in ("'", '"') else 0)
    if source.startswith(node.text, first):
        return document.origin.span(first + start, first + end)
    snippet = node.text[start : min(end, start + _SNIPPET)].partition("\n")[0]
    at = node.start
    for _ in range(node.text.count(snippet, 0, start) + 1 if snippet else 0):
        at = source.find(snippet, at, node.end)
        if at < 0:
            break
        at += len(snippet)
    return document.origin.span(at - len(snippet), at) if snippet and at > 0 else document.span(node)


def _scalars(root: Node) -> Iterator[Scalar]:
    """Every scalar that may hold an expression, in order; what aliases repeat comes once."""
    seen: set[int] = set()
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        match node:
            case Scalar():
                if (START in node.text or "input>" in node.text) and id(node) not in seen:
                    seen.add(id(node))
                    yield node
            case Sequence():
                if id(node) not in seen:
                    seen.add(id(node))
                    waiting += reversed(node.items)
            case Mapping():
                if id(node) not in seen:
                    seen.add(id(node))
                    waiting += [entry.value for entry in reversed(node.entries.values())]


def _read(text: str) -> tuple[tuple[tuple[Step, ...], ...], int | None]:
    """The path that each expression of a text begins with, and where the first begins that is not closed."""
    expressions, unclosed = scan(text)
    return tuple(path(text, one) for one in expressions), unclosed


_SHORT = 200
_read_short = lru_cache(maxsize=2048)(_read)
"""The same expressions are in many documents."""


Declared = dict[str, None]
"""Names that an entity gives its parts, in the order written."""


class OwnNames(Protocol):
    """The names that an entity gives its own parts, such as the variables and sidecars of a service."""

    def slips(self, text: str, steps: tuple[Step, ...], checker: Checker) -> Iterator[Slip]:
        """What is wrong with an expression that names such a part."""
        ...


class Checker:
    """Checks the expressions of one document; looks for near names only so often."""

    def __init__(self, entity: str, own: OwnNames | None) -> None:
        self._entity = entity
        self._own = own
        self._looked_up = 0

    def slips(self, node: Scalar) -> list[Slip]:
        """What is wrong in one value. Of a runtime input nothing but itself is looked at."""
        text = node.text
        if text == INPUT:  # nearly every one is
            return []
        given, slips = parse(text)
        if given is not None or slips or START not in text:
            return slips
        paths, unclosed = _read_short(text) if len(text) <= _SHORT else _read(text)
        if unclosed is not None:
            line = text[unclosed : unclosed + _SNIPPET].partition("\n")[0].rstrip()
            detail = f'The expression "{shortened(line, 60)}" has no `>` that ends it.'
            slips.append(Slip(codes.UNCLOSED, unclosed, unclosed + len(line), detail))
        if INPUT in text:
            at = text.index(INPUT)
            slips.append(around(at, at + len(INPUT)))
        for steps in paths:
            slips += self._names(text, steps)
            if len(slips) >= MOST:
                break
        return slips

    def _names(self, text: str, steps: tuple[Step, ...]) -> Iterator[Slip]:
        """The names of one expression against the table, as far as the table knows."""
        if not steps or (len(steps) == 1 and not steps[0].is_call) or not steps[0].name.isalpha():
            return  # a word alone may be of the language or a step's identifier, and so may one with digits
        names = ROOT
        for at, step in enumerate(steps):
            if step.is_call and not names.calls:
                break
            known = names.known.get(step.name)
            if known is None and names.known and not step.is_key:
                yield from self._unknown(names, steps, at)
                break
            if known is None and names.each is None:
                break
            names = known or names.each or names
        if self._own is not None:
            yield from self._own.slips(text, steps, self)

    def _unknown(self, names: Names, steps: tuple[Step, ...], at: int) -> Iterator[Slip]:
        step = steps[at]
        near = self.near(step.name, tuple(names.known))
        if near is None and not names.is_complete:
            return
        before = "".join(f"[{one.name}]." if one.is_key else f"{one.name}." for one in steps[:at]).replace(".[", "[")
        hint = (
            f' Did you mean "{shortened(f"{before}{near}")}"?'
            if near
            else f" `{shortened(before[:-1])}` has {' and '.join(names.known)}."
        )
        detail = f"The platform's expressions have no `{shortened(before + step.name)}`.{hint}"
        yield Slip(codes.NAME, step.start, step.end, detail)

    def undeclared(self, what: str, name: str, start: int, there: Declared | None) -> Iterator[Slip]:
        """A part that the entity does not declare, if its name is nearly that of one it declares."""
        if not there or name in there:
            return
        self._looked_up += 1
        known = islice(there, COMPARED if self._looked_up <= _LOOKED_UP else 0)
        near = next((one for one in known if _is_slip(name, one)), None)
        if near is not None:
            detail = f'The {self._entity} has no {what} "{shortened(name)}". Did you mean "{shortened(near)}"?'
            yield Slip(codes.UNDECLARED, start, start + len(name), detail)

    def near(self, name: str, known: tuple[str, ...]) -> str | None:
        """The known name that is most likely meant; None too after many such questions."""
        self._looked_up += 1
        return _nearest(name, known) if self._looked_up <= _LOOKED_UP else None


def _is_slip(name: str, meant: str) -> bool:
    """Whether one slip of the hand makes `meant` into `name`: stricter than `nearest`, for names of somebody's own.

    Short names and names with other numbers (`host1`, `host2`) are as likely two things.
    """
    if min(len(name), len(meant)) < _TELLING or _letters(name) == _letters(meant):
        return False
    same = next((at for at, (a, b) in enumerate(zip(name, meant, strict=False)) if a != b), min(len(name), len(meant)))
    left, right = name[same:], meant[same:]
    is_swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return is_swapped or left[1:] == right or left == right[1:] or left[1:] == right[1:]


_TELLING = 5


def _letters(name: str) -> str:
    return name.translate(_NO_DIGITS)


_NO_DIGITS = str.maketrans("", "", "0123456789")


@lru_cache(maxsize=4096)
def _nearest(name: str, known: Iterable[str]) -> str | None:
    folded = {one.lower(): one for one in known}
    return folded.get(name.lower()) or nearest(name, known)
