"""Tokens as the terminals of the grammar: newlines only where they mean something, keywords only where they are such.

HCL has no reserved words and lets newlines pass inside most brackets. Both depend on what is open around a token, which
is known here and nowhere else; the grammar then needs no rule about either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

from harnessiac.language.syntax.lexing import MAX_NESTING, NestedTooDeeply, Token

MAX_CHAIN = 250
"""How many operators, indexes and attribute accesses one expression may hold, those around it included."""

_LITERALS = {"true": "TRUE", "false": "FALSE", "null": "NULL"}
_DIRECTIVES = {"if": "IF", "else": "ELSE", "endif": "ENDIF", "for": "FOR", "endfor": "ENDFOR"}
_WORDS = frozenset({*_LITERALS, *_DIRECTIVES, "in"})
_OPERAND_ENDS = frozenset(
    {"NAME", "TRUE", "FALSE", "NULL", "INT_LITERAL", "FLOAT_LITERAL", "TEMPLATE_STRING", "CLOSE_QUOTE", "HEREDOC_END"}
    | {"RPAR", "RSQB", "RBRACE", "FULL_SPLAT_START", "ATTR_SPLAT", "ELLIPSIS"}
)
_OPERATORS = (
    *("QMARK", "PLUS", "MINUS", "ASTERISK", "SLASH", "PERCENT", "NOT", "DOUBLE_AMP", "DOUBLE_PIPE"),
    *("DOUBLE_EQ", "NEQ", "LT", "GT", "LEQ", "GEQ"),
)


class Place(Enum):
    """What surrounds a token."""

    BODY = "arguments and blocks, one to a line"
    OBJECT = "an object constructor: newlines separate its items"
    BRACKETS = "anything else in brackets: newlines mean nothing"
    FOR = "a for expression before its `in`"


def terminals(tokens: list[Token], place: Place) -> Iterator[Token]:
    """The grammar's terminals for tokens scanned without comments; `place` is what the text as a whole is.

    Raises NestedTooDeeply.
    """
    return _Layout(tokens, place).terminals()


class _Layout:
    """What is open around the token at hand.

    `chain` counts the operators and accesses that may nest around what comes next, `floor` those outside the innermost
    bracket; `before` is the type of the terminal before.
    """

    def __init__(self, tokens: list[Token], place: Place) -> None:
        self.tokens = tokens
        self.index = -1
        self.place = place
        self.in_value = False
        self.chain = self.floor = 0
        self.before = ""
        self.around: list[tuple[Place, bool, int, int]] = []

    def terminals(self) -> Iterator[Token]:
        handlers = {kind: getattr(self, name) for kind, name in _HANDLERS.items()}
        find: Callable[[str], Callable[[Token], Token | None] | None] = handlers.get
        tokens = self.tokens
        last = len(tokens) - 2  # the END token is not for the grammar
        while self.index < last:
            self.index += 1
            token = tokens[self.index]
            handle = find(token.type)
            if handle is not None:
                terminal = handle(token)
                if terminal is None:
                    continue
                token = terminal
            self.before = token.type
            yield token

    def name(self, token: Token) -> Token:
        value = token.value
        if value not in _WORDS or (self.place is Place.BODY and not self.in_value):
            return token
        before = self.before
        kind = "NAME"
        if before == "DIRECTIVE_START":
            kind = _DIRECTIVES.get(value, "NAME")
            if kind == "FOR":
                self.place = Place.FOR
        elif self.place is Place.FOR:
            if before in ("LSQB", "LBRACE"):
                kind = "FOR"
            elif value == "in" and before == "NAME":
                kind = "IN"
                self.place = Place.BRACKETS
        elif value in _LITERALS:
            following = self.tokens[self.index + 1].type
            if before not in ("DOT", "COLONS") and following not in ("LPAR", "COLONS"):
                kind = _LITERALS[value]
        elif value == "if" and self.place is Place.BRACKETS and before in _OPERAND_ENDS:
            kind = "IF"
        return token if kind == "NAME" else _as(kind, token)

    def newline(self, token: Token) -> Token | None:
        if self.place is not Place.BODY and self.place is not Place.OBJECT:
            return None
        self.in_value = False
        self.chain = self.floor
        return None if self.before == "NL_OR_COMMENT" else _as("NL_OR_COMMENT", token)

    def equals(self, token: Token) -> Token:
        self.in_value = True
        return token

    def comma(self, token: Token) -> Token:
        self.chain = self.floor
        return token

    def operator(self, token: Token) -> Token:
        self._lengthen(token)
        return token

    def dot(self, token: Token) -> Token:
        self._lengthen(token)
        star = self.tokens[self.index + 1]
        if star.type != "ASTERISK":
            return token
        kind = "INVALID" if _ends_in_attribute_splat(self.tokens, self.index) else "ATTR_SPLAT"
        self.index += 1
        return Token(kind, ".*", token.start, star.end)

    def float_literal(self, token: Token) -> Token:
        if self.before == "DOT":
            return _as("INVALID" if "." in token.value else "INT_LITERAL", token)
        return _as("INVALID", token) if token.value.count(".") > 1 else token

    def brace(self, token: Token) -> Token:
        if self.place is Place.BODY and not self.in_value:
            self._open(token, Place.BODY)
        else:
            self._open(token, Place.FOR if self._is_for(self._after_newlines()) else Place.OBJECT)
        return token

    def bracket(self, token: Token) -> Token:
        self._lengthen(token)
        after = self._after_newlines()
        following = self.tokens[after]
        if following.type == "ASTERISK":
            close = self._after_newlines(after)
            if self.tokens[close].type == "RSQB":
                self.index = close
                return Token("FULL_SPLAT_START", "[*]", token.start, self.tokens[close].end)
        is_index = self.before in _OPERAND_ENDS
        self._open(token, Place.FOR if self._is_for(after) and not is_index else Place.BRACKETS)
        return token

    def opening(self, token: Token) -> Token:
        self._open(token, Place.BRACKETS)
        return token

    def closing(self, token: Token) -> Token:
        if self.around:
            self.place, self.in_value, self.chain, self.floor = self.around.pop()
        return _as("RBRACE", token) if token.type == "TEMPLATE_END" else token

    def _open(self, token: Token, place: Place) -> None:
        self.around.append((self.place, self.in_value, self.chain, self.floor))
        if len(self.around) > MAX_NESTING:
            raise NestedTooDeeply(token.start)
        self.floor = self.chain
        self.place, self.in_value = place, False

    def _lengthen(self, token: Token) -> None:
        self.chain += 1
        if self.chain > MAX_CHAIN:
            raise NestedTooDeeply(token.start)

    def _after_newlines(self, index: int | None = None) -> int:
        at = (self.index if index is None else index) + 1
        while self.tokens[at].type == "NEWLINE":
            at += 1
        return at

    def _is_for(self, index: int) -> bool:
        token = self.tokens[index]
        return token.type == "NAME" and token.value == "for"


_HANDLERS = {
    "NAME": "name",
    "NEWLINE": "newline",
    "EQ": "equals",
    "COMMA": "comma",
    "DOT": "dot",
    "FLOAT_LITERAL": "float_literal",
    "LBRACE": "brace",
    "LSQB": "bracket",
    "LPAR": "opening",
    "INTERP_START": "opening",
    "DIRECTIVE_START": "opening",
    "RBRACE": "closing",
    "RSQB": "closing",
    "RPAR": "closing",
    "TEMPLATE_END": "closing",
    **dict.fromkeys(_OPERATORS, "operator"),
}


def _as(kind: str, token: Token) -> Token:
    return Token(kind, token.value, token.start, token.end)


def _ends_in_attribute_splat(tokens: list[Token], index: int) -> bool:
    """Whether `.*` and plain attribute accesses are all that stands before `index`: a second `.*` may not follow."""
    at = index - 1
    while at > 0 and tokens[at].type in ("NAME", "INT_LITERAL") and tokens[at - 1].type == "DOT":
        at -= 2
    return at > 0 and tokens[at].type == "ASTERISK" and tokens[at - 1].type == "DOT"
