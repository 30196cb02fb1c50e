"""Tokens as the terminals the grammar reads: newlines only where they mean something, keywords only where they are such.

HCL has no reserved words and lets newlines pass inside most brackets. Both depend on what is open around a token, which
is known here and nowhere else; the grammar then needs no rule about either.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from harnessiac.language.lexing import MAX_NESTING, NestedTooDeeply, Token

MAX_CHAIN = 250
"""How many operators, indexes and attribute accesses one expression may hold, those around it included."""

_LITERALS = {"true": "TRUE", "false": "FALSE", "null": "NULL"}
_DIRECTIVES = {"if": "IF", "else": "ELSE", "endif": "ENDIF", "for": "FOR", "endfor": "ENDFOR"}
_CLOSING = frozenset({"RPAR", "RSQB", "RBRACE", "TEMPLATE_END"})
_OPERAND_ENDS = frozenset(
    {"NAME", "TRUE", "FALSE", "NULL", "INT_LITERAL", "FLOAT_LITERAL", "DBLQUOTE", "TEMPLATE_STRING"}
    | {"RPAR", "RSQB", "RBRACE", "FULL_SPLAT_START", "ATTR_SPLAT", "ELLIPSIS"}
)
_LINKS = frozenset(
    {"DOT", "QMARK", "PLUS", "MINUS", "ASTERISK", "SLASH", "PERCENT", "NOT", "DOUBLE_AMP", "DOUBLE_PIPE"}
    | {"DOUBLE_EQ", "NEQ", "LT", "GT", "LEQ", "GEQ"}
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
    around: list[tuple[Place, bool, int]] = []
    in_value = False
    chain = floor = 0
    before = "NEWLINE"
    index = -1
    last = len(tokens) - 1
    while index < last:
        index += 1
        token = tokens[index]
        kind = token.type
        if kind == "NAME":
            if place is Place.BODY and not in_value:
                pass
            elif before == "DIRECTIVE_START":
                kind = _DIRECTIVES.get(token.value, "NAME")
                if kind == "FOR":
                    place = Place.FOR
            elif token.value in _LITERALS:
                if before not in ("DOT", "COLONS", "FOR") and tokens[index + 1].type not in ("LPAR", "COLONS"):
                    kind = _LITERALS[token.value]
            elif token.value == "in":
                if place is Place.FOR and before == "NAME":
                    kind = "IN"
                    place = Place.BRACKETS
            elif token.value == "if" and place is Place.BRACKETS and before in _OPERAND_ENDS:
                kind = "IF"
            if kind != "NAME":
                token = Token(kind, token.value, token.start, token.end)
        elif kind == "NEWLINE":
            if place is not Place.BODY and place is not Place.OBJECT:
                continue
            in_value = False
            chain = floor
            if before == "NL_OR_COMMENT":
                continue
            kind = "NL_OR_COMMENT"
            token = Token(kind, token.value, token.start, token.end)
        elif kind == "TEMPLATE_STRING" or kind == "STRING_CHARS" or kind == "DBLQUOTE":
            pass
        elif kind == "EQ":
            in_value = True
        elif kind == "COMMA":
            chain = floor
        elif kind in _CLOSING:
            if around:
                place, in_value, chain = around.pop()
                floor = around[-1][2] if around else 0
            if kind == "TEMPLATE_END":
                kind = "RBRACE"
                token = Token(kind, token.value, token.start, token.end)
        elif (
            kind == "LBRACE" or kind == "LPAR" or kind == "LSQB" or kind == "INTERP_START" or kind == "DIRECTIVE_START"
        ):
            inner = Place.BRACKETS
            word = None
            if kind == "LBRACE":
                if place is Place.BODY and not in_value:
                    inner = Place.BODY
                else:
                    word = _after_newlines(tokens, index + 1)
                    inner = Place.OBJECT
            elif kind == "LSQB":
                chain += 1
                word = _after_newlines(tokens, index + 1)
                if tokens[word].type == "ASTERISK":
                    close = _after_newlines(tokens, word + 1)
                    if tokens[close].type == "RSQB":
                        index = close
                        before = "FULL_SPLAT_START"
                        yield Token(before, "[*]", token.start, tokens[close].end)
                        continue
                if before in _OPERAND_ENDS:
                    word = None
            around.append((place, in_value, chain))
            if len(around) > MAX_NESTING or chain > MAX_CHAIN:
                raise NestedTooDeeply(token.start)
            floor = chain
            place, in_value = inner, False
            if word is not None and tokens[word].type == "NAME" and tokens[word].value == "for":
                yield token
                index = word
                place = Place.FOR
                kind = "FOR"
                token = Token(kind, "for", tokens[word].start, tokens[word].end)
        elif kind in _LINKS:
            chain += 1
            if chain > MAX_CHAIN:
                raise NestedTooDeeply(token.start)
            if kind == "DOT" and tokens[index + 1].type == "ASTERISK":
                kind = "INVALID" if _ends_in_attribute_splat(tokens, index) else "ATTR_SPLAT"
                index += 1
                token = Token(kind, ".*", token.start, tokens[index].end)
        elif kind == "FLOAT_LITERAL":
            if before == "DOT":
                kind = "INVALID" if "." in token.value else "INT_LITERAL"
            elif token.value.count(".") > 1:
                kind = "INVALID"
            if kind != "FLOAT_LITERAL":
                token = Token(kind, token.value, token.start, token.end)
        elif kind == "HEREDOC_START" or kind == "HEREDOC_END":
            kind = "DBLQUOTE"
            token = Token(kind, token.value, token.start, token.end)
        elif kind == "END":
            return
        before = kind
        yield token


def _after_newlines(tokens: list[Token], index: int) -> int:
    while tokens[index].type == "NEWLINE":
        index += 1
    return index


def _ends_in_attribute_splat(tokens: list[Token], index: int) -> bool:
    """Whether `.*` and plain attribute accesses are all that stands before `index`: a second `.*` may not follow."""
    at = index - 1
    while at > 0 and tokens[at].type in ("NAME", "INT_LITERAL") and tokens[at - 1].type == "DOT":
        at -= 2
    return at > 0 and tokens[at].type == "ASTERISK" and tokens[at - 1].type == "DOT"
