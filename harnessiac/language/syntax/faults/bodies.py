"""Reads arguments and blocks for what is wrong with them."""

from __future__ import annotations

from harnessiac.language.syntax.faults.templates import TemplateReader, place
from harnessiac.language.syntax.lexing import Token

_ITEM = "Argument or block definition required"
_NEITHER = "An argument or block definition is required here."
_BLOCK = "Invalid block definition"
_SINGLE = "Invalid single-argument block definition"
_UNCLOSED = (
    "There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting"
    " elsewhere in this file."
)


class BodyReader(TemplateReader):
    """Reads a whole file."""

    def body(self, opening: Token, closing: str) -> None:
        """Read items up to the `closing` token; `opening` is the brace that is to blame when it never comes."""
        stream = self.stream
        names: dict[str, Token] = {}
        while True:
            token = stream.peek()
            if token.type == "NEWLINE":
                stream.read()
            elif token.type == closing:
                stream.read()
                return
            elif token.type == "NAME":
                self._item(names)
            else:
                stream.read()
                if token.type == "OPEN_QUOTE":
                    stream.report_once("Invalid argument name", "Argument names must not be quoted.", token)
                elif token.type == "END":
                    stream.report_once("Unclosed configuration block", _UNCLOSED, opening)
                else:
                    stream.report_once(_ITEM, _NEITHER, token)
                stream.skip_past(closing)
                return

    def _item(self, names: dict[str, Token]) -> None:
        stream = self.stream
        name = stream.read()
        match stream.peek().type:
            case "EQ":
                self._argument(single=False)
                before = names.setdefault(name.value, name)
                if before is not name:
                    where = place(stream.source.span(before.start, before.end))
                    detail = (
                        f'The argument "{name.value}" was already set at {where}. Each argument may be set only once.'
                    )
                    stream.report("Attribute redefined", detail, name)
            case "OPEN_QUOTE" | "LBRACE" | "NAME":
                self._block()
            case _:
                self._report_bare_name(name)

    def _report_bare_name(self, name: Token) -> None:
        detail = f'{_NEITHER} To set an argument, use the equals sign "=" to introduce the argument value.'
        self.stream.report(_ITEM, detail, name)
        self.stream.skip_item()

    def _argument(self, *, single: bool) -> None:
        """What follows an argument's name; `single` when its block is on the same line."""
        stream = self.stream
        stream.read()
        count = len(stream.errors)
        self.expression()
        if stream.failed_since(count):
            stream.skip_item()
        elif not single:
            token = stream.peek()
            if token.type in ("NEWLINE", "END"):
                stream.read()
                return
            summary, detail = "Missing newline after argument", "An argument definition must end with a newline."
            if token.type == "COMMA":
                summary = "Unexpected comma after argument"
                detail = f"Argument definitions must be separated by newlines, not commas. {detail}"
            stream.report_once(summary, detail, token)
            stream.skip_item()

    def _block(self) -> None:
        stream = self.stream
        while stream.peek().type != "LBRACE":
            token = stream.peek()
            if token.type == "OPEN_QUOTE":
                self._label()
            elif token.type == "NAME":
                stream.read()
            else:
                if token.type == "EQ":
                    detail = (
                        'The equals sign "=" indicates an argument definition, and must not be used when defining a '
                        "block."
                    )
                elif token.type == "NEWLINE":
                    detail = (
                        'A block definition must have block content delimited by "{" and "}", starting on the same '
                        "line as the block header."
                    )
                else:
                    detail = 'Either a quoted string block label or an opening brace ("{") is expected here.'
                if token.type in ("EQ", "NEWLINE") or not stream.recovering:
                    stream.report(_BLOCK, detail, token)
                stream.skip_item()
                return
        opening = stream.read()
        self.deepen()
        if stream.peek().type in ("NEWLINE", "END", "RBRACE"):
            self.body(opening, "RBRACE")
        else:
            self._single_argument(opening)
        self.depth -= 1
        token = stream.peek()
        if token.type in ("NEWLINE", "END"):
            stream.read()
        else:
            detail = "A block definition must end with a newline."
            stream.report_once("Missing newline after block definition", detail, token)
            stream.skip_item()

    def _single_argument(self, opening: Token) -> None:
        """The content of a block on one line."""
        stream = self.stream
        name = stream.read()
        if name.type != "NAME":
            stream.report(_ITEM, _NEITHER, name)
            stream.skip_item()
            self._single_argument_end(opening)
            return
        following = stream.peek()
        match following.type:
            case "EQ":
                count = len(stream.errors)
                self._argument(single=True)
                if stream.failed_since(count):
                    stream.skip_past("RBRACE")
                    return
            case "OPEN_QUOTE" | "LBRACE" | "NAME":
                detail = (
                    "A single-line block definition can contain only a single argument. If you meant to define "
                    f'argument "{name.value}", use an equals sign to assign it a value. To define a nested block, '
                    "place it on a line of its own within its parent block."
                )
                stream.report("Argument definition required", detail, name, following)
                stream.skip_item()
            case _:
                self._report_bare_name(name)
        self._single_argument_end(opening)

    def _single_argument_end(self, opening: Token) -> None:
        stream = self.stream
        token = stream.peek()
        if token.type == "RBRACE":
            stream.read()
            return
        match token.type:
            case "COMMA":
                detail = (
                    "Single-line block syntax can include only one argument definition. To define multiple arguments, "
                    "use the multi-line block syntax with one argument definition per line."
                )
                stream.report(_SINGLE, detail, token)
            case "NEWLINE":
                detail = (
                    "An argument definition on the same line as its containing block creates a single-line block "
                    "definition, which must also be closed on the same line. Place the block's closing brace "
                    "immediately after the argument definition."
                )
                stream.report(_SINGLE, detail, token)
            case "END":
                stream.report_once("Unclosed configuration block", _UNCLOSED, opening)
            case _:
                detail = (
                    "A single-line block definition must end with a closing brace immediately after its single "
                    "argument definition."
                )
                stream.report_once(_SINGLE, detail, token)
        stream.skip_past("RBRACE")

    def _label(self) -> None:
        stream = self.stream
        stream.read()
        while True:
            token = stream.read()
            match token.type:
                case "CLOSE_QUOTE":
                    return
                case "STRING_CHARS":
                    self.check_escapes(token)
                case "INTERP_START" | "DIRECTIVE_START":
                    mark = token.value[0]
                    detail = (
                        f'Template sequences are not allowed in this string. To include a literal "{mark}", double it '
                        f'(as "{mark}{mark}") to escape it.'
                    )
                    stream.report("Invalid string literal", detail, token)
                    stream.skip_past("TEMPLATE_END")
                case "END":
                    detail = "Unable to find the closing quote mark before the end of the file."
                    stream.report("Unterminated string literal", detail, token)
                    return
                case _:
                    stream.report("Invalid string literal", "This item is not valid in a string literal.", token)
                    stream.skip_past("CLOSE_QUOTE")
                    return
