"""What is wrong with the expressions and runtime inputs of a service: one walk over its values.

A service without `<+` is not walked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice

from harnessiac.codes import expressions as codes
from harnessiac.diagnostics import Diagnostic, nearest
from harnessiac.documents import Document, Mapping, Node, Scalar, Sequence
from harnessiac.documents.reading import shortened
from harnessiac.expressions.names import ROOT, Names
from harnessiac.expressions.parsing import START, Step, argument, path, scan
from harnessiac.expressions.runtime_inputs import INPUT, Slip, around, parse
from harnessiac.shapes.checking import literal
from harnessiac.source import Span

MOST = 50
"""Findings about expressions per service."""
_LOOKED_UP = 500
"""Unknown names per service for which a near one is looked for."""
_COMPARED = 200
"""Names of a service's own that are looked at for it."""
_SNIPPET = 200
"""Characters of what a finding is about."""


def check(document: Document, service: Mapping) -> list[Diagnostic]:
    """Everything that is wrong with the expressions in a service."""
    text = document.source.text
    if START not in text and "input>" not in text:
        return []
    checker = _Checker(document, service)
    found: list[Diagnostic] = []
    for node in _scalars(document.root):
        for slip in checker.slips(node):
            found.append(slip.code.at(place(document, node, slip.start, slip.end), slip.detail))
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
"""The same expressions stand in many services."""


Declared = dict[str, None]
"""Names that a service gives its parts, in the order written."""


class _Checker:
    def __init__(self, document: Document, service: Mapping) -> None:
        self._document = document
        self._service = service
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
        yield from self._parts(text, steps)

    def _unknown(self, names: Names, steps: tuple[Step, ...], at: int) -> Iterator[Slip]:
        step = steps[at]
        near = self._near(step.name, tuple(names.known))
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

    def _parts(self, text: str, steps: tuple[Step, ...]) -> Iterator[Slip]:
        """The names of what the service itself declares."""
        match [step.name for step in steps[:3]]:
            case ["artifacts", "sidecars", name] if not steps[2].is_key and not steps[2].is_call:
                there = self._sidecars
                if there is not None and name not in there:
                    near = self._near(name, tuple(islice(there, _COMPARED)))
                    hint = f' Did you mean "{near}"?' if near else ""
                    if not near:
                        listed = ", ".join(shortened(one, 40) for one in islice(there, 5))
                        hint = f" Its sidecars are {listed}." if there else " It has no sidecars."
                    detail = f'The service has no sidecar "{shortened(name)}".{hint}'
                    yield Slip(codes.SIDECAR, steps[2].start, steps[2].end, detail)
            case ["serviceVariables", name, *_] if not steps[1].is_key and not steps[1].is_call:
                yield from self._undeclared("variable", name, steps[1].start, self._variables)
            case ["manifests", name, _] if not steps[1].is_key and not steps[1].is_call:
                yield from self._undeclared("manifest", name, steps[1].start, self._manifests)
            case ["configFile", _, *_] if steps[1].is_call:
                said = argument(text, steps[1])
                if said is not None:
                    yield from self._undeclared("configuration file", *said, self._config_files)

    def _undeclared(self, what: str, name: str, start: int, there: Declared | None) -> Iterator[Slip]:
        if not there or name in there:
            return
        self._looked_up += 1
        known = islice(there, _COMPARED if self._looked_up <= _LOOKED_UP else 0)
        near = next((one for one in known if _is_slip(name, one)), None)
        if near is not None:
            detail = f'The service has no {what} "{shortened(name)}". Did you mean "{shortened(near)}"?'
            yield Slip(codes.UNDECLARED, start, start + len(name), detail)

    def _near(self, name: str, known: tuple[str, ...]) -> str | None:
        self._looked_up += 1
        return _nearest(name, known) if self._looked_up <= _LOOKED_UP else None

    @cached_property
    def _sidecars(self) -> Declared | None:
        artifacts = self._spec.get("artifacts") if self._spec is not None else None
        if isinstance(artifacts, Scalar) or (artifacts is None and self._is_open):
            return None
        return _identifiers(artifacts.get("sidecars") if isinstance(artifacts, Mapping) else None, "identifier")

    @cached_property
    def _variables(self) -> Declared | None:
        return _identifiers(self._spec.get("variables") if self._spec is not None else None, "name")

    @cached_property
    def _manifests(self) -> Declared | None:
        return _identifiers(self._spec.get("manifests") if self._spec is not None else None, "identifier")

    @cached_property
    def _config_files(self) -> Declared | None:
        return _identifiers(self._spec.get("configFiles") if self._spec is not None else None, "identifier")

    @cached_property
    def _spec(self) -> Mapping | None:
        definition = self._service.get("serviceDefinition")
        spec = definition.get("spec") if isinstance(definition, Mapping) else None
        return spec if isinstance(spec, Mapping) else None

    @property
    def _is_open(self) -> bool:
        """Whether the service's definition is not written here, such as in one that an expression gives."""
        return self._spec is None


def _identifiers(node: Node | None, key: str) -> Declared | None:
    """The identifiers of a list's items, wrapped by a key or not; None if they cannot be told."""
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return {}
    if not isinstance(node, Sequence):
        return None
    found: Declared = {}
    for item in node.items:
        inner: Node | None = item
        if isinstance(item, Mapping) and key not in item.entries and len(item.entries) == 1:
            inner = next(iter(item.entries.values())).value
        name = literal(inner.get(key)) if isinstance(inner, Mapping) else None
        if name is None:
            return None
        found[name] = None
    return found


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
