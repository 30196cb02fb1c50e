"""JSON text to values that know where they stand; what is wrong is worded as Terraform words it.

The standard library's reader gives no places, takes NaN and lets the last of two equal keys win without a word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NoReturn

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.language.syntax.lexing import MAX_NESTING
from harnessiac.source import SourceFile

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER_TOKEN = re.compile(r"[0-9.eE+-]+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_CODE = re.compile(r"[0-9a-fA-F]{4}")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_KEYWORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_STARTS = "A JSON value must start with a brace, a bracket, a number, a string, or a keyword."


@dataclass(frozen=True, slots=True)
class JsonString:
    """`start` is the opening quote, `end` after the closing one.

    `escapes` are the places in `value` where characters stand that are written as escapes, each with the offset in the
    file of the character after it.
    """

    start: int
    end: int
    value: str
    escapes: tuple[tuple[int, int], ...] = ()

    def place(self, at: int) -> int:
        """The offset in the file of the character at `at` of the value."""
        found = bisect_right(self.escapes, at - 1, key=lambda escape: escape[0]) - 1
        if found < 0:
            return self.start + 1 + at
        index, after = self.escapes[found]
        return after + at - index - 1


@dataclass(frozen=True, slots=True)
class JsonNumber:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class JsonKeyword:
    start: int
    end: int
    value: bool | None


@dataclass(frozen=True, slots=True)
class JsonArray:
    start: int
    end: int
    items: tuple[JsonValue, ...]


@dataclass(frozen=True, slots=True)
class JsonObject:
    """Keys may repeat."""

    start: int
    end: int
    members: tuple[tuple[JsonString, JsonValue], ...]


JsonValue = JsonString | JsonNumber | JsonKeyword | JsonArray | JsonObject


def read(source: SourceFile) -> tuple[JsonValue | None, list[Diagnostic]]:
    """The one value that a text holds, or None with what is wrong first."""
    reader = _Reader(source)
    try:
        value = reader.value(0)
        reader.skip()
        if reader.at < len(source.text):
            reader.refuse("Extraneous data after value", "Extra characters appear after the JSON value.")
    except Failed as failure:
        return None, list(failure.diagnostics)
    return value, []


@dataclass(slots=True)
class _Reader:
    source: SourceFile
    at: int = 0

    def refuse(self, summary: str, detail: str, start: int | None = None, end: int | None = None) -> NoReturn:
        """Raises Failed about a range; without one, about the character here."""
        first = self.at if start is None else start
        raise Failed(error(summary, detail, self.source.span(first, first + 1 if end is None else end)))

    def skip(self) -> None:
        found = _SPACE.match(self.source.text, self.at)
        self.at = found.end() if found else self.at

    def peek(self) -> str:
        """The first character that is no white space; nothing at the end."""
        self.skip()
        return self.source.text[self.at : self.at + 1]

    def value(self, depth: int) -> JsonValue:
        char = self.peek()
        if depth > MAX_NESTING:
            from harnessiac.language.syntax import faults

            raise Failed(faults.nested_too_deeply(self.source, self.at))
        match char:
            case "{":
                return self.object(depth)
            case "[":
                return self.array(depth)
            case '"':
                return self.string()
            case "":
                self.refuse("Missing value", "The JSON data ends prematurely.")
            case "}":
                self.refuse("Missing JSON value", _STARTS)
            case "]":
                self.refuse("Missing array element value", _STARTS)
        if char.isdigit() or char == "-":
            return self.number()
        return self.keyword()

    def object(self, depth: int) -> JsonObject:
        start = self.at
        self.at += 1
        members: list[tuple[JsonString, JsonValue]] = []
        while (char := self.peek()) != "}":
            if not char:
                self.refuse("Unclosed object", "No closing brace was found for this JSON object.", start)
            key = self.value(depth + 1)
            if not isinstance(key, JsonString):
                detail = "A JSON object property name must be a string."
                self.refuse("Invalid object property name", detail, key.start, key.end)
            self.colon()
            members.append((key, self.value(depth + 1)))
            match self.peek():
                case ",":
                    comma = self.at
                    self.at += 1
                    if self.peek() == "}":
                        detail = "JSON does not permit a trailing comma after the final property in an object."
                        self.refuse("Trailing comma in object", detail, comma)
                case "}":
                    break
                case "":
                    self.refuse("Unclosed object", "No closing brace was found for this JSON object.", start)
                case "]":
                    self.refuse("Mismatched braces", "A JSON object must be closed with a brace, not a bracket.")
                case _:
                    detail = "A comma must appear between each property definition in an object."
                    self.refuse("Missing attribute separator comma", detail)
        self.at += 1
        return JsonObject(start, self.at, tuple(members))

    def colon(self) -> None:
        """Step over what stands between a key and its value."""
        match self.peek():
            case ":":
                self.at += 1
            case "}" | ",":
                detail = "A JSON object attribute must have a value, introduced by a colon."
                self.refuse("Missing object value", detail)
            case "=":
                detail = "JSON uses a colon as its name/value delimiter, not an equals sign."
                self.refuse("Missing property value colon", detail)
            case _:
                detail = "A colon must appear between an object property's name and its value."
                self.refuse("Missing property value colon", detail)

    def array(self, depth: int) -> JsonArray:
        start = self.at
        self.at += 1
        items: list[JsonValue] = []
        while (char := self.peek()) != "]":
            if not char:
                self.refuse("Unclosed array", "No closing bracket was found for this JSON array.", start)
            items.append(self.value(depth + 1))
            match self.peek():
                case ",":
                    comma = self.at
                    self.at += 1
                    if self.peek() == "]":
                        detail = "JSON does not permit a trailing comma after the final value in an array."
                        self.refuse("Trailing comma in array", detail, comma)
                case "]":
                    break
                case "":
                    self.refuse("Unclosed array", "No closing bracket was found for this JSON array.", start)
                case "}":
                    self.refuse("Mismatched brackets", "A JSON array must be closed with a bracket, not a brace.")
                case ":":
                    self.refuse("Invalid array value", "A colon is not used to introduce values in a JSON array.")
                case _:
                    detail = "A comma must appear between each value in an array."
                    self.refuse("Missing attribute separator comma", detail)
        self.at += 1
        return JsonArray(start, self.at, tuple(items))

    def number(self) -> JsonNumber:
        start = self.at
        found = _NUMBER_TOKEN.match(self.source.text, start)
        end = found.end() if found else start + 1
        text = self.source.text[start:end]
        if not _NUMBER.fullmatch(text):
            self.refuse("Invalid JSON number", "There is a syntax error in the given JSON number.", start, end)
        self.at = end
        return JsonNumber(start, end, text)

    def keyword(self) -> JsonKeyword:
        start = self.at
        found = _WORD.match(self.source.text, start)
        if found is None:
            self.refuse("Invalid start of value", _STARTS)
        word = found[0]
        if word not in _KEYWORDS:
            near = next((k for k in _KEYWORDS if k.startswith(word.lower()) or word.lower().startswith(k)), None)
            hint = f' Did you mean "{near}"?' if near else ""
            detail = f'"{word}" is not a valid JSON keyword.{hint}'
            self.refuse("Invalid JSON keyword", detail, start, start + len(word))
        self.at += len(word)
        return JsonKeyword(start, self.at, _KEYWORDS[word])

    def string(self) -> JsonString:
        text, start = self.source.text, self.at
        parts: list[str] = []
        escapes: list[tuple[int, int]] = []
        size = 0
        at = start + 1
        while True:
            found = _PLAIN.match(text, at)
            end = found.end() if found else at
            parts.append(text[at:end])
            size += end - at
            at = end
            char = text[at : at + 1]
            if char == '"':
                break
            if char != "\\":
                self._bad_string(at)
            piece, at = self._escape(at)
            parts.append(piece)
            escapes.append((size, at))
            size += len(piece)
        self.at = at + 1
        return JsonString(start, self.at, "".join(parts), tuple(escapes))

    def _escape(self, at: int) -> tuple[str, int]:
        """The character of the escape at `at`, and where it ends."""
        text = self.source.text
        letter = text[at + 1 : at + 2]
        if letter in _ESCAPES:
            return _ESCAPES[letter], at + 2
        code = _CODE.match(text, at + 2)
        if letter != "u" or code is None:
            self._bad_string(min(at + 2, len(text)))
        first = int(text[at + 2 : at + 6], 16)
        if 0xD800 <= first < 0xDC00 and text.startswith("\\u", at + 6) and _CODE.match(text, at + 8):
            second = int(text[at + 8 : at + 12], 16)
            if 0xDC00 <= second < 0xE000:
                return chr(0x10000 + ((first - 0xD800) << 10) + second - 0xDC00), at + 12
        return "\ufffd" if 0xD800 <= first < 0xE000 else chr(first), at + 6

    def _bad_string(self, at: int) -> NoReturn:
        self.refuse("Invalid JSON string", "There is a syntax error in the given JSON string.", at)
