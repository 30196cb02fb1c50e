"""What is wrong with text that is no HCL, said in Terraform's words and at Terraform's places.

The grammar only says yes or no. After a no, the tokens are read a second time by a reader that goes on after an error
where HCL's own parser goes on: at the next argument, or behind the bracket that closes what could not be read.
"""

from __future__ import annotations

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language.syntax.faults.bodies import BodyReader
from harnessiac.language.syntax.faults.stream import Stream
from harnessiac.language.syntax.lexing import MAX_NESTING, SURROGATE, NestedTooDeeply, Scanner, Token
from harnessiac.source import SourceFile


def explain(source: SourceFile, start: str, refusal: Exception) -> list[Diagnostic]:
    """Return the errors in text, one at least. `refusal` is why it is no `start`, a start rule of the grammar."""
    lone = SURROGATE.search(source.text)
    if lone:
        return [bad_encoding(source, lone.start())]
    if isinstance(refusal, NestedTooDeeply):
        return [nested_too_deeply(source, refusal.offset)]
    scanner = Scanner(source.text, comments=False)
    return find(source, scanner.template() if start == "string" else scanner.file(), start)


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
    """The errors in refused text, one at least. `start` is the grammar rule that refused it."""
    stream = Stream(source, tokens)
    stream.report_invalid_tokens()
    reader = BodyReader(stream)
    try:
        if start == "start":
            reader.body(stream.peek(), "END")
        elif start == "string":
            reader.template("END", stream.peek())
        else:
            reader.whole_expression()
    except NestedTooDeeply as refusal:
        stream.errors.append(nested_too_deeply(source, refusal.offset))
    if not stream.errors:
        detail = "This text cannot be read, though what is wrong with it is not known."
        stream.errors.append(error("Invalid syntax", detail, source.span(0, len(source.text))))
    return stream.errors
