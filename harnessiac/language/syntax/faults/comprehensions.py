"""Reads for expressions, and what for directives in templates share with them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from harnessiac.language.syntax.faults.stream import Stream
from harnessiac.language.syntax.lexing import Token

_FOR = "Invalid 'for' expression"


def is_word(token: Token, word: str) -> bool:
    """Whether a token is the name `word`: HCL has no reserved words, but places where some names mean something."""
    return token.type == "NAME" and token.value == word


class ComprehensionReader(ABC):
    """`depth` counts what is being read inside something else."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.depth = 0

    @abstractmethod
    def expression(self) -> None:
        """Read an expression."""

    @abstractmethod
    def part(self, closing: str) -> bool:
        """Read an expression inside brackets. If it has no end, skip past `closing` and return False."""

    def comprehension(self, opening: Token) -> None:
        """A for expression whose bracket was read."""
        stream = self.stream
        closing = "RSQB" if opening.type == "LSQB" else "RBRACE"
        stream.read()
        if not self._for_intro(closing):
            return
        first = stream.peek()
        if not self.part(closing):
            return
        last, arrow, group = stream.previous, stream.peek(), None
        if arrow.type == "FOR_OBJECT_ARROW":
            stream.read()
            if not self.part(closing):
                return
        if stream.peek().type == "ELLIPSIS":
            group = stream.read()
        if is_word(stream.peek(), "if"):
            stream.read()
            if not self.part(closing):
                return
        if stream.peek().type == closing:
            stream.read()
        else:
            stream.give_up(closing, _FOR, "Extra characters after the end of the 'for' expression.", stream.peek())
        if closing == "RBRACE":
            if arrow.type != "FOR_OBJECT_ARROW":
                stream.report(_FOR, "Key expression is required when building an object.", first, last)
        else:
            if arrow.type == "FOR_OBJECT_ARROW":
                stream.report(_FOR, "Key expression is not valid when building a tuple.", first, last)
            if group:
                detail = "Grouping ellipsis (...) cannot be used when building a tuple."
                stream.report(_FOR, detail, group)

    def _for_intro(self, closing: str) -> bool:
        """Read the variables, the collection and the colon; whether all are there, else `closing` is behind."""
        stream = self.stream
        if not self.for_names(closing, _FOR, "For expression") or not self.part(closing):
            return False
        if stream.peek().type != "COLON":
            detail = "For expression requires a colon after the collection expression."
            stream.give_up(closing, _FOR, detail, stream.peek())
            return False
        stream.read()
        return True

    def for_names(self, closing: str, summary: str, what: str) -> bool:
        """Read the variables of a for and its `in`; whether all are there, else `closing` is behind."""
        missing = self._missing_of_names(what)
        if missing:
            self.stream.give_up(closing, summary, missing, self.stream.peek())
        return not missing

    def _missing_of_names(self, what: str) -> str:
        """Read the variables of a for and its `in`; the first thing that is missing, or nothing."""
        stream = self.stream
        if stream.peek().type != "NAME":
            return f"{what} requires variable name after 'for'."
        stream.read()
        if stream.peek().type == "COMMA":
            stream.read()
            if stream.peek().type != "NAME":
                return f"{what} requires value variable name after comma."
            stream.read()
        if is_word(stream.peek(), "in"):
            stream.read()
            return ""
        if what == "For expression":
            return "For expression requires the 'in' keyword after its name declarations."
        return "For directive requires 'in' keyword after names."
