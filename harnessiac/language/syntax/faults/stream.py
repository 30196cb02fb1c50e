"""The tokens of refused text, with the ways to get behind an error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language.syntax.lexing import Token
from harnessiac.source import SourceFile

OPENERS = {
    "RBRACE": ("LBRACE",),
    "RSQB": ("LSQB",),
    "RPAR": ("LPAR",),
    "CLOSE_QUOTE": ("OPEN_QUOTE",),
    "HEREDOC_END": ("HEREDOC_START",),
    "TEMPLATE_END": ("INTERP_START", "DIRECTIVE_START"),
}
"""What opens what each closing token closes."""

_OPENING = frozenset(opener for openers in OPENERS.values() for opener in openers)
_CURLY_QUOTES = "“”„‟"
_BITWISE = {"&": 'boolean AND ("&&")', "|": 'boolean OR ("||")', "~": 'boolean NOT ("!")', "^": None}


class Stream:
    """Tokens read in order. `newlines` tells whether newlines are seen; `recovering` whether an error is behind us.

    Once something could not be read, later errors are often consequences: those that depend on what was before are only
    reported while not `recovering`.
    """

    def __init__(self, source: SourceFile, tokens: list[Token]) -> None:
        self.source = source
        self.errors: list[Diagnostic] = []
        self.recovering = False
        self.previous = tokens[-1]
        self._tokens = list(_split(tokens))
        self._at = 0
        self._newlines = True

    def peek(self) -> Token:
        """The next token, left where it is."""
        if not self._newlines:
            while self._tokens[self._at].type == "NEWLINE":
                self._at += 1
        return self._tokens[self._at]

    def read(self) -> Token:
        """The next token. At the end, the END token again and again."""
        token = self.peek()
        if token.type != "END":
            self._at += 1
        self.previous = token
        return token

    @contextmanager
    def newlines(self, *, seen: bool) -> Iterator[None]:
        """While reading what brackets hold: whether newlines mean something there."""
        before = self._newlines
        self._newlines = seen
        try:
            yield
        finally:
            self._newlines = before

    def report(self, summary: str, detail: str, first: Token, last: Token | None = None) -> None:
        """An error at a token, or at the range from one to another."""
        self.errors.append(error(summary, detail, self.source.span(first.start, (last or first).end)))

    def report_once(self, summary: str, detail: str, first: Token, last: Token | None = None) -> None:
        """The same, unless an error before may be the cause."""
        if not self.recovering:
            self.report(summary, detail, first, last)

    def failed_since(self, count: int) -> bool:
        """Whether what was read since there were `count` errors could not be read to its end."""
        return self.recovering and len(self.errors) > count

    def give_up(self, closing: str, summary: str, detail: str, first: Token) -> None:
        """Report what could not be read, unless an error before may be the cause, and skip past `closing`."""
        self.report_once(summary, detail, first)
        self.skip_past(closing)

    def skip_past(self, closing: str) -> Token:
        """Go behind the token that closes what is open now. Gives that token, or END."""
        self.recovering = True
        depth = 0
        while True:
            token = self.read()
            if token.type == "END":
                return token
            if token.type == closing:
                if not depth:
                    return token
                depth -= 1
            elif token.type in OPENERS.get(closing, ()):
                depth += 1

    def skip_item(self) -> None:
        """Go behind the end of the line, or of the line where the brackets opened on it are closed."""
        self.recovering = True
        still_open: list[str] = []
        while True:
            token = self.read()
            kind = token.type
            if kind == "END" or (kind == "NEWLINE" and not still_open):
                return
            if kind in _OPENING:
                still_open.append(kind)
            elif kind in OPENERS:
                while still_open and still_open.pop() not in OPENERS[kind]:
                    pass

    def report_invalid_tokens(self) -> None:
        """Say what the characters are that HCL has no use for; of common mistakes, only the first."""
        told: set[str] = set()
        for token in self._tokens:
            if token.type == "QUOTED_NEWLINE":
                self.report(
                    "Invalid multi-line string",
                    "Quoted strings may not be split over multiple lines. To produce a multi-line string, either use "
                    'the \\n escape to represent a newline character or use the "heredoc" multi-line template syntax.',
                    token,
                )
            elif token.type == "INVALID":
                self._report_invalid(token, told)

    def _report_invalid(self, token: Token, told: set[str]) -> None:
        char = token.value
        summary = "Invalid character"
        kind = char
        match char:
            case "&" | "|" | "~" | "^":
                summary, kind = "Unsupported operator", str(token.start)
                detail = "Bitwise operators are not supported."
                meant = _BITWISE[char]
                if meant:
                    detail += f" Did you mean {meant}?"
            case "`":
                detail = (
                    'The "`" character is not valid. To create a multi-line string, use the "heredoc" syntax,'
                    ' like "<<EOT".'
                )
            case "'":
                detail = 'Single quotes are not valid. Use double quotes (") to enclose strings.'
            case ";":
                detail = (
                    'The ";" character is not valid. Use newlines to separate arguments and blocks, and commas to'
                    " separate items in collection values."
                )
            case _:
                kind = str(token.start)
                detail = "This character is not used within the language."
                if char in _CURLY_QUOTES:
                    detail = (
                        '"Curly quotes" are not valid here. These can sometimes be inadvertently introduced when '
                        "sharing code via documents or discussion forums. It might help to replace the character "
                        'with a "straight quote".'
                    )
        if kind not in told:
            told.add(kind)
            self.report(summary, detail, token)


def _split(tokens: list[Token]) -> Iterator[Token]:
    """The tokens with simple strings as their quotes and what is between them."""
    for token in tokens:
        start, end = token.start, token.end
        if token.type == "TEMPLATE_STRING":
            yield Token("OPEN_QUOTE", '"', start, start + 1)
            if end - start > 2:
                yield Token("STRING_CHARS", token.value[1:-1], start + 1, end - 1)
            yield Token("CLOSE_QUOTE", '"', end - 1, end)
        elif token.type == "STRAY_TEMPLATE_END":
            yield Token("TEMPLATE_END", token.value, start, end)
        else:
            yield token
