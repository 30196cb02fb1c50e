"""What is wrong with text that is no HCL."""

from __future__ import annotations

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language.lexing import MAX_NESTING, Token
from harnessiac.source import SourceFile


def bad_encoding(source: SourceFile, offset: int) -> Diagnostic:
    """The text holds what no UTF-8 text can hold."""
    detail = "All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected in your editor."
    return error("Invalid character encoding", detail, source.span(offset, offset + 1))


def nested_too_deeply(source: SourceFile, offset: int) -> Diagnostic:
    """The text opens more brackets in one another, or chains more operators, than is read."""
    detail = (
        f"Brackets may sit in one another up to {MAX_NESTING} deep, and a single expression may hold a few hundred"
        " operators. Split the expression, for example by way of local values."
    )
    return error("Nested too deeply", detail, source.span(offset, offset + 1))


def find(source: SourceFile, tokens: list[Token], start: str) -> list[Diagnostic]:
    return [error("Invalid expression", "Expected the start of an expression, but found an invalid expression token.")]
