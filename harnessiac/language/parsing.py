"""HCL text to syntax nodes. The one place that knows python-hcl2 and Lark.

python-hcl2 brings the grammar. Its own lexer and transformer lose positions, take text that HCL refuses and refuse text
that HCL takes; so the grammar is patched where it errs (`_PATCHES` says why), driven with the tokens of `lexing`, and
its rules build nodes directly. What the parser refuses is read again by `faults`, which words the errors.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language import faults
from harnessiac.language.driving import Driver, UnexpectedToken
from harnessiac.language.lexing import NestedTooDeeply, Scanner, Token
from harnessiac.language.reductions import Reductions
from harnessiac.language.syntax import Body, Expression, Template, TemplateWrap, Traversal
from harnessiac.language.templates import Malformed
from harnessiac.language.terminals import Place, terminals
from harnessiac.source import SourceFile

_PATCHES = (
    # Arguments and blocks end with their line; a block on one line holds one argument at most.
    (
        "body : (new_line_or_comment? (attribute | block))* new_line_or_comment?",
        "body : NL_OR_COMMENT? ((attribute | block) NL_OR_COMMENT)* (attribute | block)?",
    ),
    (
        "block : _attribute_name (_attribute_name | string)* new_line_or_comment? LBRACE body RBRACE",
        """block : NAME (NAME | template_string | string)* LBRACE _content? RBRACE
_content : attribute | NL_OR_COMMENT ((attribute | block) NL_OR_COMMENT)*""",
    ),
    # Items of an object are separated. The lexer knows no keyword where a key may stand.
    (
        "((object_elem | (object_elem new_line_or_comment? COMMA)) new_line_or_comment?)*",
        "(object_elem (NL_OR_COMMENT | COMMA NL_OR_COMMENT?))* object_elem?",
    ),
    ("object : LBRACE new_line_or_comment?", "object : LBRACE NL_OR_COMMENT?"),
    ("object_elem_key : expression | keyword", "object_elem_key : expression"),
    ("_attribute_name : identifier | keyword | literal_value\n", ""),
    ("attribute : _attribute_name EQ", "attribute : NAME EQ"),
    # Everywhere else the lexer has dropped the newlines that mean nothing: one that is left is an error.
    ("new_line_or_comment? ", ""),
    ("new_line_or_comment?", ""),
    ("new_line_or_comment: ( NL_OR_COMMENT )+\n", ""),
    # A trim marker is part of the token that opens or closes a sequence.
    (" STRIP_MARKER?", ""),
    # Names are plain tokens, save where a name is an expression.
    ("identifier : NAME\n", "?identifier : NAME\n"),
    ("            | identifier\n", "            | identifier -> variable\n"),
    ("expr_term : LPAR expression RPAR", "?expr_term : LPAR expression RPAR -> parentheses"),
    ("string_part: STRING_CHARS", "?string_part: STRING_CHARS"),
    # An operator may follow a sign: !!a, - -5.
    ("!unary_op : (MINUS | NOT) expr_term", "!unary_op : (MINUS | NOT) unary_expr"),
    # A function may stand in any number of namespaces.
    ("function_call : identifier (COLONS identifier COLONS identifier)?", "function_call : NAME (COLONS NAME)*"),
    # a.*.b[0] takes the first of all b; a[*].b[0] the first b of each, and so do splats that follow.
    ("attr_splat : ATTR_SPLAT (get_attr | index)*", "attr_splat : ATTR_SPLAT (get_attr | short_index)*"),
    (
        "full_splat : FULL_SPLAT_START (get_attr | index)*",
        "full_splat : FULL_SPLAT_START (get_attr | index | attr_splat | full_splat)*",
    ),
)


_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def _grammar() -> Driver:
    """The parser for files (`start`), single expressions and templates (`string`).

    Importing Lark and building the tables takes longer than anything else before the first file is read, so neither
    happens before there is a text to parse.
    """
    from lark import Lark
    from lark.lexer import Lexer

    class Tokens(Lexer):
        """Gives Lark the terminals that were found before; its own lexing is not used."""

        __future_interface__ = 2

        def __init__(self, lexer_conf: Any) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Any]:
            return iter(lexer_state.text)

    spec = find_spec("hcl2")
    if spec is None or spec.origin is None:
        raise ImportError("python-hcl2 is not installed")
    text = (Path(spec.origin).parent / "hcl2.lark").read_text(encoding="utf-8")
    for old, new in _PATCHES:
        if old not in text:
            raise ImportError(f"the grammar of python-hcl2 is not the one expected: it lacks {old!r}")
        text = text.replace(old, new)
    return Driver(
        Lark(
            text,
            parser="lalr",
            lexer=Tokens,
            start=["start", "expression", "string"],
            transformer=Reductions(),
            maybe_placeholders=False,
        )
    )


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


def parse_traversal(source: SourceFile) -> tuple[Traversal | None, list[Diagnostic]]:
    """A name with steps that are known from the text, such as a resource address."""
    expression, diagnostics = parse_expression(source)
    if isinstance(expression, Traversal):
        return expression, []
    if expression is None:
        return None, diagnostics
    detail = "A name is needed here, followed by attribute names or by indexes that are strings or whole numbers."
    return None, [error("Invalid address", detail, source.span(expression.start, expression.end))]


def _errors(read: Any) -> list[Diagnostic]:
    if not isinstance(read, list):
        raise TypeError("the grammar's start rules give a body, a template or an expression")
    return read


def _read(source: SourceFile, start: str, place: Place) -> Any:
    """What the start rule makes of the text, or the list of its errors."""
    text = source.text
    if not text.isascii():
        lone = _SURROGATE.search(text)
        if lone:
            return [faults.bad_encoding(source, lone.start())]
    collecting = gc.isenabled()
    gc.disable()  # a parse makes many nodes and no cycles; looking for them takes most of the time
    try:
        scanner = Scanner(text, comments=False)
        tokens = scanner.template() if start == "string" else scanner.file()
        grammar = _grammar()
        try:
            stream: Any = terminals(tokens, place)
            if start == "string":
                stream = _in_quotes(stream, len(text))
            return grammar.parse(stream, start)
        except (UnexpectedToken, Malformed):
            return faults.find(source, tokens, start)
    except NestedTooDeeply as refusal:
        return [faults.nested_too_deeply(source, refusal.offset)]
    finally:
        if collecting:
            gc.enable()


def _in_quotes(stream: Iterator[Token], end: int) -> Iterator[Token]:
    yield Token("DBLQUOTE", "", 0, 0)
    yield from stream
    yield Token("DBLQUOTE", "", end, end)
