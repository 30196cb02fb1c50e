"""Findings that have a code can be silenced: for one resource by a comment, for all by the settings.

A comment `# hiac:ignore CODE reason` counts for a resource if it stands right above its block, in it, or in its YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from msgspec import Struct, field

from harnessiac.diagnostics import Diagnostic, Severity, did_you_mean
from harnessiac.documents.reading import shortened
from harnessiac.language.configuration.declarations import Resource
from harnessiac.source import SourceFile, Span, TextOrigin

MARK = "hiac:ignore"
_COMMENT = re.compile(rf"(?m)(?:^|(?<=\s))(?:#|//)[ \t]*{MARK}\b[ \t]*(?P<rest>[^\n]*)")
_CODE = re.compile(r"(?P<code>[A-Za-z]+(?:-[A-Za-z]+)*-[0-9]+)(?=[\s,:]|\Z),?:?\s*")


Origin = Callable[[], TextOrigin]
"""Where a text was written down, found when it is asked for."""

_MOST = 50
"""Faults of comments that are reported at once."""


class Ignore(Struct):
    """A code in a comment, and where it stands. `used` says that it silenced something."""

    code: str
    span: Span
    address: str
    used: bool = False


class Silencing(Struct):
    """Collects the comments of resources, then says what is left of the findings.

    `levels` are the settings: by code `ignore`, `warning` or `error`.
    """

    levels: Mapping[str, str] = field(default_factory=dict)
    _ignores: dict[tuple[str, int], Ignore] = field(default_factory=dict)
    _of: dict[tuple[str, str], dict[int, Ignore]] = field(default_factory=dict)
    _empty: dict[tuple[str, int], Ignore] = field(default_factory=dict)
    _marked: dict[int, bool] = field(default_factory=dict)

    def read(self, resource: Resource, address: str, text: str = "", origin: Origin | None = None) -> None:
        """Note the comments of a resource instance, and those in `text`, its YAML, which was written at `origin`."""
        header = resource.span
        if self._is_marked(header.source):
            body = resource.source.span(resource.body.start, resource.body.end)
            end = body.end if body.source is header.source else header.end
            region = Span(header.source, _above(header), end)
            self._note(address, region.source, region.start, region.text)
        if origin is not None and MARK in text:
            for match in _COMMENT.finditer(text):
                place = origin().span(match.start(), match.end())
                self._note(address, place.source, place.start, match.group())

    def settle(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """What is left of `findings`, with what is wrong with the comments themselves."""
        kept = self.left_of(findings)
        if self._ignores or self._empty:
            wrong = (left for finding in self._wrong() for left in self._left(finding))
            kept += islice(wrong, _MOST)
        return kept

    def left_of(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """`findings` without those that are silenced, the others as severe as they are set to be."""
        return [left for finding in findings for left in self._left(finding)]

    def _left(self, finding: Diagnostic) -> Iterator[Diagnostic]:
        code = finding.code
        if code is None:
            yield finding
            return
        silenced = False
        for ignore in self._of.get((finding.address or "", code), {}).values():
            ignore.used = silenced = True
        level = self.levels.get(code)
        if silenced or level == "ignore":
            return
        yield finding if level is None else replace(finding, severity=Severity(level))

    def _is_marked(self, source: SourceFile) -> bool:
        """Whether there is any such comment in a file; asked for each of its resources."""
        found = self._marked.get(id(source))
        if found is None:
            found = self._marked[id(source)] = MARK in source.text
        return found

    def _note(self, address: str, source: SourceFile, start: int, text: str) -> None:
        """Add the codes of the comments in `text`, which stands at `start` of `source`."""
        for match in _COMMENT.finditer(text):
            at, end = match.start("rest"), match.end("rest")
            found = _CODE.match(text, at, end)
            if found is None:
                here = start + match.start()
                self._empty[(source.name, here)] = Ignore("", source.span(here, start + end), address)
            while found is not None:
                place = source.span(start + found.start("code"), start + found.end("code"))
                ignore = self._ignores.setdefault(
                    (source.name, place.start), Ignore(found["code"].upper(), place, address)
                )
                self._of.setdefault((address, ignore.code), {})[place.start] = ignore
                found = _CODE.match(text, found.end(), end)

    def _wrong(self) -> Iterator[Diagnostic]:
        """What is wrong with the comments; those that silence such findings come last, when it is known which do."""
        from harnessiac.codes import catalog, rendering, silencing  # only comments need all of them

        known = catalog.every()
        for ignore in self._empty.values():
            detail = f"The comment names no finding. Write the code of one behind {MARK}, such as HIAC-SVC-014."
            yield silencing.NO_CODE.at(ignore.span, detail).about(ignore.address)
        # Codes of hiac render are not known to be unused here.
        of_rendering = {code.id for code in rendering.CODES}
        of_comments = {code.id for code in silencing.CODES}
        for ignore in sorted(self._ignores.values(), key=lambda ignore: ignore.code in of_comments):
            if ignore.code not in known and not ignore.used:
                detail = (
                    f'There is no finding with the code "{shortened(ignore.code)}".{did_you_mean(ignore.code, known)}'
                )
                yield silencing.UNKNOWN_CODE.at(ignore.span, detail).about(ignore.address)
            elif not ignore.used and ignore.code not in of_rendering:
                detail = f"The resource has no finding {ignore.code}. Remove the code from the comment."
                yield silencing.UNUSED.at(ignore.span, detail).about(ignore.address)


def _above(header: Span) -> int:
    """Where the lines of comments right above a block begin; without any, where the block does."""
    source = header.source
    line = header.line
    while line > 1 and source.line_text(line - 1).lstrip().startswith(("#", "//")):
        line -= 1
    return source.line_start(line) if line < header.line else header.start
