"""Reads for expressions, and what for directives in templates share with them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from harnessiac.language.faults.stream import Stream
from harnessiac.language.lexing import Token

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

    def comprehension(self, opening: Token) -> None:
        """A for expression whose bracket was read."""
        stream = self.stream
        closing = "RSQB" if opening.type == "LSQB" else "RBRACE"
        stream.read()
        if not self._for_intro():
            stream.skip_past(closing)
            return
        count = len(stream.errors)
        first = stream.peek()
        self.expression()
        if stream.failed_since(count):
            stream.skip_past(closing)
            return
        last, arrow, group = stream.previous, stream.peek(), None
        if arrow.type == "FOR_OBJECT_ARROW":
            stream.read()
            self.expression()
            if stream.failed_since(count):
                stream.skip_past(closing)
                return
        if stream.peek().type == "ELLIPSIS":
            group = stream.read()
        if is_word(stream.peek(), "if"):
            stream.read()
            self.expression()
            if stream.failed_since(count):
                stream.skip_past(closing)
                return
        if stream.peek().type == closing:
            stream.read()
        else:
            stream.report_once(_FOR, "Extra characters after the end of the 'for' expression.", stream.peek())
            stream.skip_past(closing)
        if closing == "RBRACE":
            if arrow.type != "FOR_OBJECT_ARROW":
                stream.report(_FOR, "Key expression is required when building an object.", first, last)
        else:
            if arrow.type == "FOR_OBJECT_ARROW":
                stream.report(_FOR, "Key expression is not valid when building a tuple.", first, last)
            if group:
                detail = "Grouping ellipsis (...) cannot be used when building a tuple."
                stream.report(_FOR, detail, group)

    def _for_intro(self) -> bool:
        """The variables, the collection and the colon; whether all are there."""
        stream = self.stream
        if not self.for_names(_FOR, "For expression"):
            return False
        count = len(stream.errors)
        self.expression()
        if stream.failed_since(count):
            return False
        if stream.peek().type != "COLON":
            stream.report_once(_FOR, "For expression requires a colon after the collection expression.", stream.peek())
            return False
        stream.read()
        return True

    def for_names(self, summary: str, what: str) -> bool:
        """The variables of a for and its `in`; whether all are there."""
        stream = self.stream
        if stream.peek().type != "NAME":
            stream.report_once(summary, f"{what} requires variable name after 'for'.", stream.peek())
            return False
        stream.read()
        if stream.peek().type == "COMMA":
            stream.read()
            if stream.peek().type != "NAME":
                detail = f"{what} requires value variable name after comma."
                stream.report_once(summary, detail, stream.peek())
                return False
            stream.read()
        if not is_word(stream.peek(), "in"):
            detail = (
                "For expression requires the 'in' keyword after its name declarations."
                if what == "For expression"
                else "For directive requires 'in' keyword after names."
            )
            stream.report_once(summary, detail, stream.peek())
            return False
        stream.read()
        return True
