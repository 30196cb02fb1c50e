"""Reads templates for what is wrong with them: sequences that do not end, escapes, directives that do not match."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harnessiac.language.syntax.faults.expressions import ExpressionReader
from harnessiac.language.syntax.lexing import Token
from harnessiac.source import Span

_WORDS = ("if", "else", "endif", "for", "endfor")
_SUGGESTIONS = ("if", "for", "else", "endif", "endfor")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{0,4})|U([0-9A-Fa-f]{0,8})|([^ntr\"\\])|.)", re.DOTALL)
_END_EXPECTED = "Expected a closing brace to end the sequence, but found extra characters."
_FOREIGN = (
    "Expected a closing brace to end the interpolation expression, but found extra characters.\n\nThis can happen when "
    "you include interpolation syntax for another language, such as shell scripting, but forget to escape the "
    "interpolation start token. If this is an embedded sequence for another language, escape it by starting with "
    '"$${" instead of just "${".'
)
_COLON = (
    "Template interpolation doesn't expect a colon at this location. Did you intend this to be a literal sequence to "
    'be processed as part of another language? If so, you can escape it by starting with "$${" instead of just "${".'
)


@dataclass(slots=True)
class _Directive:
    word: str
    start: int
    end: int
    in_else: bool = False


class TemplateReader(ExpressionReader):
    """Reads quoted strings, heredocs and template files."""

    def template(self, closing: str, opening: Token) -> None:
        """Read up to the `closing` token; `opening` is the first token inside."""
        stream = self.stream
        self.deepen()
        directives: list[_Directive] = []
        while True:
            token = stream.read()
            match token.type:
                case "STRING_CHARS":
                    if closing == "CLOSE_QUOTE":
                        self.check_escapes(token)
                case "INTERP_START":
                    with stream.newlines(seen=False):
                        self._interpolation(opening, quoted=closing == "CLOSE_QUOTE")
                case "DIRECTIVE_START":
                    with stream.newlines(seen=False):
                        directive = self._directive(token)
                    if directive is None:
                        continue
                    directives.append(directive)
                case kind if kind == closing:
                    break
                case _:
                    detail = "No closing marker was found for the string."
                    stream.report_once("Unterminated template string", detail, token)
                    token = token if token.type == "END" else stream.skip_past(closing)
                    stream.recovering = True
                    break
        self._check_nesting(directives, token)
        self.depth -= 1

    def _interpolation(self, opening: Token, *, quoted: bool) -> None:
        stream = self.stream
        if not self.part("TEMPLATE_END"):
            return
        token = stream.peek()
        if token.type == "TEMPLATE_END":
            stream.read()
            return
        summary = "Unclosed template interpolation sequence"
        detail = (
            "There is no closing brace for this interpolation sequence before the end of the {}. This might be caused "
            "by incorrect nesting inside the given expression."
        )
        if token.type == "END":
            stream.report_once(summary, detail.format("file"), opening)
        elif token.type == "OPEN_QUOTE" and quoted:
            stream.report_once(summary, detail.format("quoted template"), opening)
        else:
            detail = _COLON if token.type == "COLON" else _FOREIGN
            stream.report_once("Extra characters after interpolation expression", detail, token)
        stream.skip_past("TEMPLATE_END")

    def _directive(self, opening: Token) -> _Directive | None:
        stream = self.stream
        word = stream.peek()
        if word.type != "NAME":
            detail = 'A template directive keyword ("if", "for", etc) is expected at the beginning of a %{ sequence.'
            stream.give_up("TEMPLATE_END", "Invalid template directive", detail, word)
            return None
        stream.read()
        if word.value not in _WORDS:
            near = next((known for known in _SUGGESTIONS if _distance(word.value, known) < 3), None)
            hint = f' Did you mean "{near}"?' if near else ""
            detail = f'"{word.value}" is not a valid template control keyword.{hint}'
            stream.give_up("TEMPLATE_END", "Invalid template control keyword", detail, word)
            return None
        if word.value == "for" and not self.for_names("TEMPLATE_END", "Invalid 'for' directive", "For directive"):
            return None
        if word.value in ("if", "for") and not self.part("TEMPLATE_END"):
            return _Directive(word.value, opening.start, stream.previous.end)
        token = stream.peek()
        if token.type == "TEMPLATE_END":
            stream.read()
        else:
            stream.give_up("TEMPLATE_END", f"Extra characters in {word.value} marker", _END_EXPECTED, token)
        return _Directive(word.value, opening.start, token.end)

    def _check_nesting(self, directives: list[_Directive], end: Token) -> None:
        still_open: list[_Directive] = []
        for directive in directives:
            word = directive.word
            inner = still_open[-1] if still_open else None
            if word in ("if", "for"):
                still_open.append(directive)
            elif inner is None:
                self._unexpected(directive, "The control directives within this template are unbalanced.")
            elif word == "end" + inner.word:
                still_open.pop()
            elif word == "else" and inner.word == "if" and not inner.in_else:
                inner.in_else = True
            else:
                still_open.pop()
                place = self._place(inner)
                if inner.word == "for" and word == "else":
                    detail = "An else clause is not expected for a for directive."
                elif inner.word == "for":
                    detail = f"Expecting an endfor directive corresponding to the for directive at {place}."
                elif word == "else":
                    detail = f"Already in the else clause for the if started at {place}."
                else:
                    detail = f"Expecting an endif directive for the if started at {place}."
                self._unexpected(directive, detail)
        for directive in reversed(still_open):
            word = directive.word
            self.stream.report(
                "Unexpected end of template",
                f"The {word} directive at {self._place(directive)} is missing its corresponding end{word} directive.",
                end,
            )

    def _unexpected(self, directive: _Directive, detail: str) -> None:
        marker = Token("", "", directive.start, directive.end)
        self.stream.report(f"Unexpected {directive.word} directive", detail, marker)

    def _place(self, directive: _Directive) -> str:
        return place(self.stream.source.span(directive.start, directive.end))

    def check_escapes(self, text: Token) -> None:
        """Report each backslash sequence that HCL does not know."""
        for found in _ESCAPE.finditer(text.value):
            short, long, other = found.groups()
            if short is not None and len(short) < 4:
                detail = "The \\u escape sequence must be followed by four hexadecimal digits."
            elif long is not None and len(long) < 8:
                detail = "The \\U escape sequence must be followed by eight hexadecimal digits."
            elif other is not None:
                detail = f'The symbol "{other}" is not a valid escape sequence selector.'
            else:
                continue
            part = Token("", "", text.start + found.start(), text.start + found.end())
            self.stream.report("Invalid escape sequence", detail, part)


def place(span: Span) -> str:
    """A range as HCL writes it inside a sentence: main.tf:2,8-15 or main.tf:2,8-4,1."""
    first, last = span.first, span.last
    end = str(last.column) if first.line == last.line else f"{last.line},{last.column}"
    return f"{span.filename}:{first.line},{first.column}-{end}"


def _distance(word: str, known: str) -> int:
    """How many letters must be added, taken away or replaced to make one word of the other."""
    if len(word) > len(known) + 2:
        return len(word)
    row = list(range(len(known) + 1))
    for count, letter in enumerate(word, 1):
        corner, row[0] = row[0], count
        for at, other in enumerate(known, 1):
            corner, row[at] = row[at], min(corner + (letter != other), row[at] + 1, row[at - 1] + 1)
    return row[-1]
