"""Reads expressions for what is wrong with them; their values do not matter here."""

from __future__ import annotations

from abc import abstractmethod

from harnessiac.language.syntax.faults.comprehensions import ComprehensionReader, is_word
from harnessiac.language.syntax.lexing import MAX_NESTING, NestedTooDeeply, Token

_OPERATORS = frozenset(
    {"PLUS", "MINUS", "ASTERISK", "SLASH", "PERCENT", "DOUBLE_AMP", "DOUBLE_PIPE"}
    | {"DOUBLE_EQ", "NEQ", "LT", "GT", "LEQ", "GEQ"}
)


class ExpressionReader(ComprehensionReader):
    """Reads with a depth that is counted, so that no text can exhaust the stack."""

    @abstractmethod
    def template(self, closing: str, opening: Token) -> None:
        """Read a template up to its `closing` token; `opening` is the first token inside."""

    def whole_expression(self) -> None:
        """An expression that is all of the text."""
        with self.stream.newlines(seen=False):
            self.expression()
            rest = self.stream.peek()
            if rest.type != "END":
                self.stream.report_once(
                    "Extra characters after expression",
                    "An expression was successfully parsed, but extra characters were found after it.",
                    rest,
                )

    def expression(self) -> None:
        """An expression: operands, operators between them, conditionals."""
        stream = self.stream
        self.deepen()
        while True:
            count = len(stream.errors)
            self._operations()
            if stream.failed_since(count) or stream.peek().type != "QMARK":
                break
            stream.read()
            self.expression()
            if stream.failed_since(count):
                break
            colon = stream.peek()
            if colon.type != "COLON":
                stream.report(
                    "Missing false expression in conditional",
                    "The conditional operator (...?...:...) requires a false expression, delimited by a colon.",
                    colon,
                )
                break
            stream.read()
        self.depth -= 1

    def part(self, closing: str) -> bool:
        """Read an expression inside brackets. If it has no end, skip past `closing` and return False."""
        count = len(self.stream.errors)
        self.expression()
        if self.stream.failed_since(count):
            self.stream.skip_past(closing)
            return False
        return True

    def deepen(self) -> None:
        """Count one level more."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise NestedTooDeeply(self.stream.peek().start)

    def _operations(self) -> None:
        stream = self.stream
        while True:
            count = len(stream.errors)
            self._operand()
            if stream.failed_since(count) or stream.peek().type not in _OPERATORS:
                return
            stream.read()

    def _operand(self) -> None:
        stream = self.stream
        while stream.peek().type in ("MINUS", "NOT"):
            stream.read()
        self._term()
        while True:
            match stream.peek().type:
                case "DOT":
                    stream.read()
                    self._attribute()
                case "LSQB":
                    stream.read()
                    with stream.newlines(seen=False):
                        self._index()
                case _:
                    return

    def _attribute(self) -> None:
        stream = self.stream
        token = stream.peek()
        if token.type in ("NAME", "INT_LITERAL", "FLOAT_LITERAL"):
            stream.read()
            self._check_legacy_index(token, token, "Use the proper index syntax instead")
        elif token.type == "ASTERISK":
            self._attribute_splat(stream.read())
        else:
            stream.report("Invalid attribute name", "An attribute name is required after a dot.", token)
            stream.recovering = True

    def _attribute_splat(self, star: Token) -> None:
        stream = self.stream
        while stream.peek().type == "DOT":
            stream.read()
            token = stream.peek()
            if token.type == "NAME":
                stream.read()
            elif token.type in ("INT_LITERAL", "FLOAT_LITERAL"):
                stream.read()
                advice = "Use the proper index syntax with a full splat expression [*] instead"
                self._check_legacy_index(token, star, advice)
            elif token.type == "ASTERISK":
                stream.report(
                    "Nested splat expression not allowed",
                    "A splat expression (*) cannot be used inside another attribute-only splat expression.",
                    token,
                )
                stream.read()
                stream.recovering = True
            else:
                stream.report_once("Invalid attribute name", "An attribute name is required after a dot.", star)
                stream.recovering = True
                return

    def _check_legacy_index(self, number: Token, place: Token, advice: str) -> None:
        if "." in number.value:
            like = "".join(f"[{part}]" for part in number.value.split("."))
            detail = (
                "When using the legacy index syntax, chaining two indexes together is not permitted. "
                f"{advice}, like {like}."
            )
            self.stream.report("Invalid legacy index syntax", detail, place)

    def _index(self) -> None:
        stream = self.stream
        if stream.peek().type == "ASTERISK":
            stream.read()
            if stream.peek().type == "RSQB" or stream.recovering:
                stream.read()
            else:
                stream.report(
                    "Missing close bracket on splat index",
                    'The star for a full splat operator must be immediately followed by a closing bracket ("]").',
                    stream.skip_past("RSQB"),
                )
            return
        if not self.part("RSQB"):
            return
        if stream.recovering or stream.peek().type == "RSQB":
            stream.read()
        else:
            stream.report(
                "Missing close bracket on index",
                'The index operator must end with a closing bracket ("]").',
                stream.skip_past("RSQB"),
            )

    def _term(self) -> None:
        stream = self.stream
        token = stream.peek()
        match token.type:
            case "NAME":
                stream.read()
                if stream.peek().type in ("LPAR", "COLONS"):
                    self._call(token)
            case "INT_LITERAL" | "FLOAT_LITERAL":
                stream.read()
                if token.value.count(".") > 1:
                    stream.report(
                        "Invalid number literal", "Failed to recognize the value of this number literal.", token
                    )
            case "OPEN_QUOTE":
                stream.read()
                self.template("CLOSE_QUOTE", stream.peek())
            case "HEREDOC_START":
                stream.read()
                self.template("HEREDOC_END", stream.peek())
            case "LPAR":
                stream.read()
                with stream.newlines(seen=False):
                    self._parentheses()
            case "LSQB":
                self._tuple()
            case "LBRACE":
                self._object()
            case "END":
                stream.report_once(
                    "Missing expression", "Expected the start of an expression, but found the end of the file.", token
                )
                stream.recovering = True
            case _:
                stream.report_once(
                    "Invalid expression",
                    "Expected the start of an expression, but found an invalid expression token.",
                    token,
                )
                stream.recovering = True

    def _parentheses(self) -> None:
        stream = self.stream
        if not self.part("RPAR"):
            return
        if stream.peek().type == "RPAR":
            stream.read()
        else:
            stream.report(
                "Unbalanced parentheses",
                "Expected a closing parenthesis to terminate the expression.",
                stream.peek(),
            )
            stream.recovering = True

    def _call(self, name: Token) -> None:
        stream = self.stream
        while stream.peek().type == "COLONS":
            stream.read()
            part = stream.peek()
            if part.type != "NAME":
                stream.report_once(
                    "Missing function name",
                    "Function scope resolution symbol :: must be followed by a function name in this scope.",
                    part,
                )
                self._skip_call()
                return
            stream.read()
        opening = stream.peek()
        if opening.type != "LPAR":
            stream.report_once(
                "Missing open parenthesis",
                "Function selector must be followed by an open parenthesis to begin the function call.",
                opening,
            )
            self._skip_call()
            return
        stream.read()
        with stream.newlines(seen=False):
            self._arguments(name)

    def _skip_call(self) -> None:
        """Go behind the next parentheses and all they hold."""
        self.stream.recovering = True
        while True:
            token = self.stream.read()
            if token.type == "END":
                return
            if token.type == "LPAR":
                self.stream.skip_past("RPAR")
                return

    def _arguments(self, name: Token) -> None:
        stream = self.stream
        while stream.peek().type != "RPAR":
            if not self.part("RPAR"):
                return
            separator = stream.read()
            if separator.type == "RPAR":
                return
            if separator.type == "ELLIPSIS":
                if stream.peek().type == "RPAR":
                    break
                detail = "An expanded function argument (with ...) must be immediately followed by closing parentheses."
                stream.give_up("RPAR", "Missing closing parenthesis", detail, separator)
                return
            if separator.type != "COMMA":
                if separator.type == "END":
                    stream.report(
                        "Unterminated function call",
                        _never_closed("closing parenthesis for this function call", "parenthesis"),
                        name,
                    )
                else:
                    stream.report(
                        "Missing argument separator",
                        "A comma is required to separate each function argument from the next.",
                        separator,
                    )
                    stream.skip_past("RPAR")
                stream.recovering = True
                return
        stream.read()

    def _tuple(self) -> None:
        stream = self.stream
        opening = stream.read()
        with stream.newlines(seen=False):
            if is_word(stream.peek(), "for"):
                self.comprehension(opening)
                return
            while stream.peek().type != "RSQB":
                if not self.part("RSQB"):
                    return
                following = stream.peek()
                if following.type == "RSQB":
                    break
                if following.type == "END":
                    detail = _never_closed("corresponding closing bracket", "bracket")
                    stream.give_up("RSQB", "Unterminated tuple constructor expression", detail, opening)
                    return
                if following.type != "COMMA":
                    detail = "Expected a comma to mark the beginning of the next item."
                    stream.give_up("RSQB", "Missing item separator", detail, following)
                    return
                stream.read()
            stream.read()

    def _object(self) -> None:
        stream = self.stream
        opening = stream.read()
        with stream.newlines(seen=False):
            if is_word(stream.peek(), "for"):
                self.comprehension(opening)
                return
        with stream.newlines(seen=True):
            while True:
                token = stream.peek()
                if token.type == "NEWLINE":
                    stream.read()
                elif token.type == "RBRACE":
                    stream.read()
                    return
                elif not self._object_item(opening):
                    return

    def _object_item(self, opening: Token) -> bool:
        """Read one item and what separates it from the next; whether there was one, else the object is skipped."""
        stream = self.stream
        if not self.part("RBRACE"):
            return False
        token = stream.peek()
        if token.type not in ("EQ", "COLON"):
            if token.type in ("NEWLINE", "COMMA"):
                detail = 'Expected an attribute value, introduced by an equals sign ("=").'
                stream.give_up("RBRACE", "Missing attribute value", detail, token)
                return False
            detail = 'Expected an equals sign ("=") to mark the beginning of the attribute value.'
            if token.type == "NAME":
                detail += (
                    " If you intended to given an attribute name containing periods or spaces, write the name in "
                    "quotes to create a string literal."
                )
            self._object_failed("Missing key/value separator", detail, opening)
            return False
        stream.read()
        if not self.part("RBRACE"):
            return False
        token = stream.peek()
        if token.type in ("COMMA", "NEWLINE"):
            stream.read()
        elif token.type != "RBRACE":
            detail = "Expected a newline or comma to mark the beginning of the next attribute."
            self._object_failed("Missing attribute separator", detail, opening)
            return False
        return True

    def _object_failed(self, summary: str, detail: str, opening: Token) -> None:
        """Skip an object that goes on in a way that no object does, or that never ends."""
        token = self.stream.peek()
        if token.type == "END":
            summary = "Unterminated object constructor expression"
            detail = _never_closed("corresponding closing brace", "brace")
        self.stream.give_up("RBRACE", summary, detail, opening if token.type == "END" else token)


def _never_closed(what: str, bracket: str) -> str:
    return (
        f"There is no {what} before the end of the file. This may be caused by incorrect {bracket} nesting elsewhere "
        "in this file."
    )
