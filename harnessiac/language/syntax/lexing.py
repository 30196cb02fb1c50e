"""HCL text as tokens, the way HCL itself splits it: templates inside strings, heredocs inside templates.

Joined in order, with the white space between them, the tokens are the text; nothing is lost, so a formatter can work on
them. A character that fits nowhere becomes an INVALID token: whoever reads the tokens decides what to say about it.
Tokens carry the terminal names of python-hcl2's grammar where it has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from harnessiac.source import SourceFile

SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character, which no UTF-8 text holds."""

MAX_NESTING = 100
"""How deep brackets, templates and heredocs may sit in one another."""


class Token:
    """A piece of text of one type; `start` inclusive, `end` exclusive."""

    __slots__ = ("end", "start", "type", "value")

    def __init__(self, type: str, value: str, start: int, end: int) -> None:
        self.type = type
        self.value = value
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"Token({self.type!r}, {self.value!r}, {self.start}, {self.end})"


@dataclass(frozen=True, slots=True)
class NestedTooDeeply(Exception):
    """The text at `offset` opens one level more than MAX_NESTING."""

    offset: int


SYMBOLS = {
    "{": "LBRACE", "}": "RBRACE", "[": "LSQB", "]": "RSQB", "(": "LPAR", ")": "RPAR",
    ",": "COMMA", ".": "DOT", "...": "ELLIPSIS", "=": "EQ", ":": "COLON", "::": "COLONS", "=>": "FOR_OBJECT_ARROW",
    "==": "DOUBLE_EQ", "!=": "NEQ", "<": "LT", ">": "GT", "<=": "LEQ", ">=": "GEQ",
    "+": "PLUS", "-": "MINUS", "*": "ASTERISK", "/": "SLASH", "%": "PERCENT",
    "&&": "DOUBLE_AMP", "||": "DOUBLE_PIPE", "!": "NOT", "?": "QMARK",
}  # fmt: skip

_CODE = re.compile(
    r"""[ \t]*+(?:
      (?P<NAME>[A-Za-z_][A-Za-z0-9_-]*+(?![^\x00-\x7f]))
    | (?P<NEWLINE>\r?\n)
    | (?P<SYMBOL>==|=>|=|!=|<=|>=|&&|\|\||::|\.\.\.|[{}\[\](),.:+\-*%!?]|>)
    | (?P<STRING>"[^"\\$%\r\n]*+")
    | (?P<NUMBER>[0-9]+(?:\.[0-9]+)*(?:[eE][+-]?[0-9]+)?)
    | (?P<QUOTE>")
    | (?P<COMMENT>(?:\#|//)[^\n]*)
    | (?P<BLOCK_COMMENT>/\*)
    | (?P<HEREDOC><<-?(?P<marker>[^\W\d][\w-]*+)\r?\n)
    | (?P<TRIMMED_END>~(?=}))
    | (?P<OPERATOR>[</])
    | (?P<OTHER>.)
    )""",
    re.VERBOSE | re.DOTALL,
)
_QUOTED = re.compile(r'(?:[^"\\$%\r\n]++|\\[^\r\n]|\$\$++\{|\$++(?!\{|\Z)|%%++\{|%++(?!\{|\Z)|\r(?!\n))+')
_BARE = re.compile(r"(?:[^$%]++|\$\$++\{|\$++(?!\{|\Z)|%%++\{|%++(?!\{|\Z))+")
_NEWLINES = re.compile(r"(?:\r?\n)+")
_OPENING = re.compile(r"[$%]\{~?")
_NAME_PART = re.compile(r"[A-Za-z0-9_-]*")


def tokens(source: SourceFile, *, comments: bool = True) -> list[Token]:
    """The tokens of a file; an END token closes them. Raises NestedTooDeeply."""
    return Scanner(source.text, comments=comments).file()


def is_identifier(text: str) -> bool:
    """Whether HCL takes `text` as one name."""
    return _name_end(text, 0) == len(text) > 0


def _name_end(text: str, start: int) -> int:
    """Where the name that may start at `start` ends; `start` itself when there is none."""
    first = text[start : start + 1]
    if not (first.isidentifier() or first == "_"):
        return start
    at = start + 1
    while True:
        part = _NAME_PART.match(text, at)
        at = part.end() if part else at
        char = text[at : at + 1]
        if char <= "\x7f" or not ("a" + char).isidentifier():
            return at
        at += 1


class Scanner:
    """Splits one text. Every region (code, quoted string, heredoc) is a loop that hands over to the next by a stack."""

    def __init__(self, text: str, *, comments: bool) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self._comments = comments
        self._at = 0
        self._open: list[_Region] = []
        self._comment_end_missing = False

    def file(self) -> list[Token]:
        """The tokens of configuration text."""
        self._at = 1 if self.text.startswith("\ufeff") else 0
        return self._run(_Region(self._code))

    def template(self) -> list[Token]:
        """The tokens of text that is a template without quotes, such as a template file."""
        self._at = 1 if self.text.startswith("\ufeff") else 0
        return self._run(_Region(self._bare))

    def _run(self, outermost: _Region) -> list[Token]:
        self._open.append(outermost)
        length = len(self.text)
        while self._at < length:
            region = self._open[-1]
            region.scan(region)
        self._emit("END", length, length)
        return self.tokens

    def _emit(self, type: str, start: int, end: int) -> None:
        self.tokens.append(Token(type, self.text[start:end], start, end))
        self._at = end

    def _enter(self, region: _Region) -> None:
        if len(self._open) > MAX_NESTING:
            raise NestedTooDeeply(self._at)
        self._open.append(region)

    def _code(self, region: _Region) -> None:
        """Read code until a quote, a heredoc or the end of an interpolation hands over to another region."""
        text, emit, match = self.text, self.tokens.append, _CODE.match
        at, length = self._at, len(text)
        while at < length:
            found = match(text, at)
            if found is None:  # only white space is left
                self._at = length
                return
            kind = found.lastgroup or ""
            start, at = found.span(kind)
            if kind == "NAME":
                emit(Token("NAME", text[start:at], start, at))
            elif kind in ("SYMBOL", "OPERATOR"):
                value = text[start:at]
                if value == "{":
                    region.braces += 1
                elif value == "}":
                    if region.braces:
                        region.braces -= 1
                    elif len(self._open) > 1:
                        self._emit("TEMPLATE_END", start, at)
                        self._open.pop()
                        return
                emit(Token(SYMBOLS[value], value, start, at))
            elif kind == "NEWLINE":
                emit(Token("NEWLINE", text[start:at], start, at))
            elif kind == "STRING":
                emit(Token("TEMPLATE_STRING", text[start:at], start, at))
            elif kind == "NUMBER":
                value = text[start:at]
                emit(Token("INT_LITERAL" if value.isdigit() else "FLOAT_LITERAL", value, start, at))
            elif kind == "QUOTE":
                self._emit("OPEN_QUOTE", start, at)
                self._enter(_Region(self._quoted))
                return
            elif kind == "COMMENT":
                if self._comments:
                    at -= at < length and text[at - 1] == "\r"
                    emit(Token("COMMENT", text[start:at], start, at))
                elif at < length:
                    at += 1
                    emit(Token("NEWLINE", "\n", start, at))  # the comment is part of its line's end
            elif kind == "BLOCK_COMMENT":
                at = self._block_comment(start)
            elif kind == "HEREDOC" and is_identifier(found["marker"]):
                self._emit("HEREDOC_START", start, at)
                self._enter(_Region(self._heredoc, marker=found["marker"]))
                return
            elif kind == "TRIMMED_END":
                if not region.braces and len(self._open) > 1:
                    self._emit("TEMPLATE_END", start, at + 1)
                    self._open.pop()
                    return
                region.braces = max(0, region.braces - 1)
                at += 1
                emit(Token("STRAY_TEMPLATE_END", text[start:at], start, at))
            else:
                at = self._other(start)
        self._at = at

    def _block_comment(self, start: int) -> int:
        end = -1 if self._comment_end_missing else self.text.find("*/", start + 2)
        if end < 0:
            self._comment_end_missing = True
            self._emit("SLASH", start, start + 1)
        elif self._comments:
            self._emit("COMMENT", start, end + 2)
        else:
            self._at = end + 2
        return self._at

    def _other(self, start: int) -> int:
        """A name with letters beyond ASCII, a `<` that starts no heredoc, or something HCL has no use for."""
        end = _name_end(self.text, start)
        if end > start:
            self._emit("NAME", start, end)
        elif self.text[start] == "<":
            self._emit("LT", start, start + 1)
        else:
            self._emit("INVALID", start, start + 1)
        return self._at

    def _quoted(self, region: _Region) -> None:
        found = _QUOTED.match(self.text, self._at)
        if found:
            self._emit("STRING_CHARS", found.start(), found.end())
            return
        char = self.text[self._at]
        if char == '"':
            self._open.pop()
            self._emit("CLOSE_QUOTE", self._at, self._at + 1)
        elif char in "$%":
            self._template_opening()
        elif char == "\\":
            self._emit("INVALID", self._at, self._at + 1)
        else:
            newlines = _NEWLINES.match(self.text, self._at)
            self._emit("QUOTED_NEWLINE", self._at, newlines.end() if newlines else self._at + 1)

    def _bare(self, region: _Region) -> None:
        found = _BARE.match(self.text, self._at)
        if found:
            self._emit("STRING_CHARS", found.start(), found.end())
        else:
            self._template_opening(marks_may_end_text=True)

    def _template_opening(self, *, marks_may_end_text: bool = False) -> None:
        found = _OPENING.match(self.text, self._at)
        if found:
            self._emit("INTERP_START" if found[0][0] == "$" else "DIRECTIVE_START", found.start(), found.end())
            self._enter(_Region(self._code))
            return
        # The text ends with dollar or percent signs: HCL wants one more character to see that nothing opens.
        end = len(self.text) if marks_may_end_text else len(self.text) - 1
        if end > self._at:
            self._emit("STRING_CHARS", self._at, end)
        if not marks_may_end_text:
            self._emit("INVALID", end, end + 1)

    def _heredoc(self, region: _Region) -> None:
        at = self._at
        if region.stop is None or region.stop[0] < at:
            region.find_stop(self.text, at)
        start, end = region.stop or (0, 0)
        if start > at:
            found = _BARE.match(self.text, at, start)
            if found:
                self._emit("STRING_CHARS", found.start(), found.end())
            else:
                self._template_opening()
        else:
            self._open.pop()
            self._emit("HEREDOC_END", start, end)


@dataclass(slots=True)
class _Region:
    """Where the scanner is: `scan` reads on; code counts its open braces, a heredoc knows its marker and its end."""

    scan: Callable[[_Region], None]
    braces: int = 0
    marker: str = ""
    stop: tuple[int, int] | None = None

    def find_stop(self, text: str, at: int) -> None:
        """The line that holds nothing but the marker; a heredoc without one goes on to the end of the text."""
        found = re.compile(rf"^[^\S\n]*{re.escape(self.marker)}[^\S\n]*?(?=\r?\n)", re.MULTILINE).search(text, at)
        self.stop = found.span() if found else (len(text) + 1, len(text) + 1)
