"""Where the text that an expression gave was written down, so that a finding in a heredoc's YAML points at its line.

A template's literal parts are found again both in the file (where escapes, indentation and trim markers may have
changed them) and in the evaluated text (where interpolations of unknown length lie between them). Only what is certain
becomes a segment; the rest points at the interpolation or at the whole expression.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from harnessiac.language.syntax.nodes import Expression, Parentheses, Template, TemplateWrap, Text
from harnessiac.source import Segment, SourceFile, TextOrigin

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_SEARCHES = 2_000_000
"""Characters that may be searched per text before its places are given up, against many short parts in a long text."""


def origins(expression: Expression, source: SourceFile, text: str) -> TextOrigin:
    """Which parts of `text`, the value of `expression` in `source`, stand where in the file."""
    whole = source.span(expression.start, expression.end)
    shift = whole.start - expression.start  # a text joined from several files gives places in the one it is from
    while isinstance(expression, Parentheses | TemplateWrap):
        expression = expression.expression
    if not isinstance(expression, Template):
        return TextOrigin(whole)
    segments: list[Segment] = []
    for group, start, end in _placed(_groups(expression.parts), text):
        if group.text is None:
            if end > start:
                segments.append(Segment(start, end, group.start, group.end, is_copy=False))
            continue
        at = start
        for part in group.literals:
            _align(segments, at, part, source.text, heredoc=expression.heredoc)
            at += len(part.value)
    if shift:
        segments = [Segment(s.start, s.end, s.source_start + shift, s.source_end + shift, s.is_copy) for s in segments]
    return TextOrigin(whole, tuple(segments))


class _Group(Struct, frozen=True):
    """Literal parts side by side, with the text they give; or parts that give unknown text (`text` None)."""

    start: int
    end: int
    text: str | None
    literals: tuple[Text, ...] = ()


def _groups(parts: tuple[Expression, ...]) -> list[_Group]:
    groups: list[_Group] = []
    for is_literal, run in groupby(parts, key=lambda part: isinstance(part, Text)):
        members = tuple(run)
        literals = tuple(part for part in members if isinstance(part, Text))
        text = "".join(part.value for part in literals) if is_literal else None
        groups.append(_Group(*_around(members), text, literals))
    return groups


def _around(members: Sequence[Expression | _Group]) -> tuple[int, int]:
    """The least range of the file that holds them all: what a loop repeats does not stand in the order of its text."""
    return min(one.start for one in members), max(one.end for one in members)


def _placed(groups: list[_Group], text: str) -> Iterator[tuple[_Group, int, int]]:
    """The groups with their places in `text`; what is uncertain is put together to one group.

    A literal is certain if the leftmost and the rightmost way to lay all of them out agree on it.
    """
    if not groups:
        return
    leftmost = _layout(groups, text)
    rightmost = _layout(groups[::-1], text, backwards=True)
    if leftmost is None or rightmost is None:
        yield _Group(*_around(groups), None), 0, len(text)
        return
    at = 0
    doubtful: list[_Group] = []
    for group, left, right in zip(groups, leftmost, reversed(rightmost), strict=True):
        if group.text is None or left != right:
            doubtful.append(group)
            continue
        if doubtful:
            yield _Group(*_around(doubtful), None), at, left
            doubtful = []
        at = left + len(group.text)
        yield group, left, at
    if doubtful:
        yield _Group(*_around(doubtful), None), at, len(text)


def _layout(groups: list[_Group], text: str, *, backwards: bool = False) -> list[int] | None:
    """Where each group starts if every literal is as far left as it can be (or, backwards, right).

    `backwards` takes the groups in reverse order. Those of unknown text get 0. None if the literals do not fit.
    """
    places: list[int] = []
    edge, far = (len(text), 0) if backwards else (0, len(text))
    budget = _SEARCHES
    anchored = True
    for number, group in enumerate(groups, start=1):
        if group.text is None:
            places.append(0)
            anchored = False
            continue
        size = len(group.text)
        if anchored:
            found = edge - size if backwards else edge
        elif number == len(groups):
            found = far if backwards else far - size
        else:
            found = text.rfind(group.text, 0, edge) if backwards else text.find(group.text, edge)
            budget -= abs(found - edge)
        beyond = found + size > edge if backwards else found < edge
        if found < 0 or beyond or budget < 0 or not text.startswith(group.text, found):
            return None
        places.append(found)
        edge = found if backwards else found + size
        anchored = True
    return None if anchored and edge != far else places


def _align(segments: list[Segment], start: int, part: Text, file: str, *, heredoc: bool) -> None:
    """Add which characters of `part`, whose value begins at `start` of the text, stand where in the file."""
    value = part.value
    raw = file[part.start : part.end]
    if not value:
        return
    joins = heredoc and "\r" not in value
    is_verbatim = heredoc and not (joins and "\r" in raw) and "$${" not in raw and "%%{" not in raw
    pieces = [] if is_verbatim else list(_characters(raw, heredoc=heredoc, joins=joins))
    decoded = raw if is_verbatim else "".join(char for char, _, _ in pieces)
    lines = _match_lines(decoded, value)
    if lines is None:
        segments.append(Segment(start, start + len(value), part.start, part.end, is_copy=False))
    elif is_verbatim:
        for at, place, size in lines:
            here = part.start + place
            segments.append(Segment(start + at, start + at + size, here, here + size))
    else:
        offsets = [first for _, first, _ in pieces]
        ends = [end for _, _, end in pieces]
        for at, place, size in lines:
            _append_runs(segments, start + at, offsets, ends, place, size, part.start)


def _append_runs(
    segments: list[Segment], at: int, offsets: list[int], ends: list[int], place: int, size: int, base: int
) -> None:
    """Add `size` decoded characters from `place` as runs of characters that lie side by side in the file."""
    first = place
    for index in range(place, place + size):
        is_single = ends[index] == offsets[index] + 1
        if is_single and index + 1 < place + size and offsets[index + 1] == ends[index] == ends[index + 1] - 1:
            continue
        run = index + 1 - first
        segments.append(Segment(at, at + run, base + offsets[first], base + ends[index], is_copy=is_single))
        at += run
        first = index + 1


def _characters(raw: str, *, heredoc: bool, joins: bool) -> Iterator[tuple[str, int, int]]:
    """The characters that `raw` stands for, each with where it starts and ends in `raw`.

    With `joins` the two characters that end a line on Windows are one.
    """
    at = 0
    while at < len(raw):
        size, char = 1, raw[at]
        if raw.startswith(("$${", "%%{"), at):
            yield char, at, at + 2
            yield "{", at + 2, at + 3
            at += 3
            continue
        if joins and raw.startswith("\r\n", at):
            size, char = 2, "\n"
        elif not heredoc and char == "\\" and at + 1 < len(raw):
            letter = raw[at + 1]
            digits = {"u": 4, "U": 8}.get(letter, 0)
            size, char = 2 + digits, _ESCAPES.get(letter, letter)
            if digits:
                code = raw[at + 2 : at + 2 + digits]
                is_code = len(code) == digits and all(c in "0123456789abcdefABCDEF" for c in code)
                char = chr(int(code, 16)) if is_code and int(code, 16) < 0x110000 else "\ufffd"
        yield char, at, at + size
        at += size


def _match_lines(decoded: str, value: str) -> list[tuple[int, int, int]] | None:
    """`value` as stretches of `decoded`: (start in value, start in decoded, size), or None if that cannot be told.

    Removed may be: white space at either end (trim markers) and the start of each line (indentation).
    """
    if decoded == value:
        return [(0, 0, len(value))]
    stripped = value.strip()
    if stripped == decoded.strip() and stripped and value in decoded:
        at = len(decoded) - len(value) if decoded.endswith(value) else decoded.find(value)
        return [(0, at, len(value))]
    wanted = value.split("\n")
    given = decoded.split("\n")
    skipped = 0
    if len(given) > len(wanted):
        leading = len(decoded) - len(decoded.lstrip())
        trailing = len(decoded) - len(decoded.rstrip())
        blank = decoded[:leading].count("\n")
        if len(given) - len(wanted) <= blank:
            skipped = len(given) - len(wanted)
        elif len(given) - len(wanted) > blank + decoded[len(decoded) - trailing :].count("\n"):
            return None
        else:
            skipped = blank if not value[:1].isspace() else 0
    elif len(given) < len(wanted):
        return None
    at = sum(len(line) + 1 for line in given[:skipped])
    start = 0
    found: list[tuple[int, int, int]] = []
    for number, (want, have) in enumerate(zip(wanted, given[skipped:], strict=False)):
        is_last = number == len(wanted) - 1
        if have.endswith(want):
            lead = len(have) - len(want)
        elif is_last and want.strip() and have.rstrip().endswith(want):
            lead = len(have.rstrip()) - len(want)
        else:
            return None
        found.append((start, at + lead, len(want) + (0 if is_last else 1)))
        start += len(want) + 1
        at += len(have) + 1
    return found
