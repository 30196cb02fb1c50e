"""HCL text to syntax nodes: the tokens of `lexing`, laid out by `terminals`, run through the tables of `grammar`.

What the parser refuses is read again by `faults`, which words the errors.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache
from typing import Any

from harnessiac.diagnostics import Diagnostic
from harnessiac.language.syntax.driving import Driver, UnexpectedToken
from harnessiac.language.syntax.grammar import tables
from harnessiac.language.syntax.lexing import SURROGATE, NestedTooDeeply, Scanner, Token
from harnessiac.language.syntax.nodes import Body, Expression, Template, TemplateWrap
from harnessiac.language.syntax.reductions import REDUCTIONS
from harnessiac.language.syntax.templates import Malformed
from harnessiac.language.syntax.terminals import Place, terminals
from harnessiac.source import SourceFile


@cache
def _driver() -> Driver:
    """The parser for files (`start`), single expressions and templates (`string`)."""
    return Driver(tables(), REDUCTIONS)


def parse(source: SourceFile) -> tuple[Body, list[Diagnostic]]:
    """The content of a configuration file. A file with errors gives an empty body and all errors found in it."""
    read = _read(source, "start", Place.BODY)
    return (read, []) if isinstance(read, Body) else (Body(0, 0, ()), _errors(read))


def parse_expression(source: SourceFile) -> tuple[Expression | None, list[Diagnostic]]:
    """One expression, which is all of the text; newlines in it mean nothing."""
    read = _read(source, "expression", Place.BRACKETS)
    return (None, read) if isinstance(read, list) else (read, [])


def parse_template(source: SourceFile) -> tuple[Template | TemplateWrap | None, list[Diagnostic]]:
    """A whole text as one template without quotes, such as a template file."""
    read = _read(source, "string", Place.BRACKETS)
    return (read, []) if isinstance(read, (Template, TemplateWrap)) else (None, _errors(read))


def _errors(read: Any) -> list[Diagnostic]:
    if not isinstance(read, list):
        raise TypeError("the grammar's start rules give a body, a template or an expression")
    return read


def _read(source: SourceFile, start: str, place: Place) -> Any:
    """What the start rule makes of the text, or the list of its errors."""
    text = source.text
    collecting = gc.isenabled()
    gc.disable()  # a parse makes many nodes and no cycles; looking for them takes most of the time
    try:
        if not text.isascii() and SURROGATE.search(text):
            raise Malformed
        scanner = Scanner(text, comments=False)
        tokens = scanner.template() if start == "string" else scanner.file()
        stream: Any = terminals(tokens, place)
        if start == "string":
            stream = _in_quotes(stream, len(text))
        return _driver().parse(stream, start)
    except (UnexpectedToken, Malformed, NestedTooDeeply) as refusal:
        from harnessiac.language.syntax import faults  # most texts have none

        return faults.explain(source, start, refusal)
    finally:
        if collecting:
            gc.enable()


def _in_quotes(stream: Iterator[Token], end: int) -> Iterator[Token]:
    yield Token("OPEN_QUOTE", "", 0, 0)
    yield from stream
    yield Token("CLOSE_QUOTE", "", end, end)
