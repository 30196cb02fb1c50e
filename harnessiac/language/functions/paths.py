"""Paths as texts with forward slashes, and the patterns that fileset finds files with.

Only texts are worked on here; the files are reached through a FileAccess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from posixpath import normpath

from harnessiac.language.functions.context import FileAccess, FileKind

MOST_ENTRIES = 1_000_000
"""How many directory entries one search may look at."""
MOST_ALTERNATIVES = 1_000
"""How many patterns the braces of one pattern may spell out."""


class BadPattern(ValueError):
    """The pattern's brackets or braces do not fit."""


class TooManyFiles(ValueError):
    """The search would look at too many entries."""


def clean(path: str) -> str:
    """`path` without `.`, `..` where possible, and double slashes; "." for nothing."""
    return re.sub("^//+", "/", normpath(path)) if path else "."


def joined(base: str, path: str) -> str:
    return clean(path if path.startswith("/") else f"{base}/{path}")


def basename(path: str) -> str:
    """The last part of a path; "/" of the root, "." of nothing."""
    if not path:
        return "."
    return path.rstrip("/").rpartition("/")[2] or "/"


def dirname(path: str) -> str:
    """Everything up to the last slash, cleaned."""
    head, slash, _ = path.rpartition("/")
    return clean(head + slash) if slash else "."


def relative(path: str, base: str) -> str:
    """`path` as seen from the directory `base`; both absolute and clean."""
    here = [part for part in base.split("/") if part]
    there = [part for part in path.split("/") if part]
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    return "/".join([".."] * (len(here) - shared) + there[shared:]) or "."


def found(pattern: str, files: FileAccess) -> list[str]:
    """The regular files that an absolute pattern matches, in order.

    `*` and `?` match within a name, `**` any number of directories, `[a-z]` or `[^a-z]` one character, `{a,b}` one of
    several; a backslash takes away a character's meaning. Raises BadPattern, TooManyFiles.
    """
    names: dict[str, None] = {}
    budget = [MOST_ENTRIES]
    for alternative in _alternatives(pattern):
        parts = [part for part in clean(alternative).split("/") if part]
        compiled = [None if part == "**" else _name_pattern(part) for part in parts]
        for path in _walk("/", list(zip(parts, compiled, strict=True)), files, budget):
            if files.kind(path) is FileKind.REGULAR:
                names[path] = None
    return sorted(names)


Part = tuple[str, "re.Pattern[str] | None"]


def _walk(base: str, parts: list[Part], files: FileAccess, budget: list[int]) -> Iterator[str]:
    pending = [(base, 0)]
    seen: set[tuple[str, int]] = set()
    while pending:
        step = pending.pop()
        if step in seen:
            continue
        seen.add(step)
        directory, at = step
        name, pattern = parts[at] if at < len(parts) else ("", None)
        last = at + 1 >= len(parts)
        if not name:
            yield directory
            continue
        if pattern is not None and not re.search(r"[*?\[\\]", name):
            path = joined(directory, name)
            if files.kind(path) is not None:
                pending.append((path, at + 1))
            continue
        if pattern is None and not last:
            pending.append((directory, at + 1))
        for entry in files.entries(directory):
            budget[0] -= 1
            if budget[0] < 0:
                raise TooManyFiles
            path = joined(directory, entry)
            if pattern is None:
                kind = files.kind(path)
                if kind is FileKind.DIRECTORY:
                    pending.append((path, at))
                elif last and kind is not None:
                    yield path
            elif pattern.fullmatch(entry):
                pending.append((path, at + 1))


def _alternatives(pattern: str) -> list[str]:
    """`pattern` with its braces spelled out."""
    done: list[str] = []
    pending = [pattern]
    while pending:
        if len(done) + len(pending) > MOST_ALTERNATIVES:
            raise BadPattern("too many alternatives")
        current = pending.pop()
        braces = _first_braces(current)
        if braces is None:
            done.append(current)
            continue
        start, commas, end = braces
        edges = [start, *commas, end]
        inner = [current[left + 1 : right] for left, right in pairwise(edges)]
        pending.extend(current[:start] + choice + current[end + 1 :] for choice in inner)
    return done


def _first_braces(pattern: str) -> tuple[int, list[int], int] | None:
    """Where the first brace opens, its own commas, and where it closes."""
    depth, start, commas, at = 0, -1, list[int](), 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "{":
            start = at if depth == 0 else start
            depth += 1
        elif char == "," and depth == 1:
            commas.append(at)
        elif char == "}" and depth:
            depth -= 1
            if depth == 0:
                return start, commas, at
        at += 1
    if depth:
        raise BadPattern("syntax error in pattern")
    return None


def _name_pattern(part: str) -> re.Pattern[str]:
    """The expression for one name.

    What stands between two stars has a fixed length, so its first place is as good as any later one: atomic groups
    keep the time linear.
    """
    pieces = [""]
    at = 0
    while at < len(part):
        char = part[at]
        at += 1
        match char:
            case "*":
                pieces.append("")
            case "?":
                pieces[-1] += "."
            case "\\" if at < len(part):
                pieces[-1] += re.escape(part[at])
                at += 1
            case "[":
                piece, at = _class(part, at)
                pieces[-1] += piece
            case _:
                pieces[-1] += re.escape(char)
    first, *middle = pieces
    if not middle:
        return re.compile(first, re.DOTALL)
    last = middle.pop()
    return re.compile(first + "".join(f"(?>.*?{piece})" for piece in middle if piece) + ".*" + last, re.DOTALL)


def _class(part: str, at: int) -> tuple[str, int]:
    """The expression for [...], of which the bracket is read, and where it ends."""
    negated = part.startswith(("^", "!"), at)
    at += negated
    pieces: list[str] = []
    while at < len(part) and (part[at] != "]"):
        low, at = _class_char(part, at)
        high = low
        if part.startswith("-", at):
            high, at = _class_char(part, at + 1)
        if high >= low:
            pieces.append(f"{re.escape(low)}-{re.escape(high)}")
    if at >= len(part) or not (pieces or negated):
        raise BadPattern("syntax error in pattern")
    return f"[{'^' if negated else ''}{''.join(pieces)}]", at + 1


def _class_char(part: str, at: int) -> tuple[str, int]:
    if part.startswith("\\", at):
        at += 1
    if at >= len(part):
        raise BadPattern("syntax error in pattern")
    return part[at], at + 1
