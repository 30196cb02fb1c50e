"""YAML as Terraform writes and reads it: cty's dialect between YAML 1.1 and 1.2.

Written: keys and texts double-quoted, texts of several lines as literal blocks, maps sorted, lists not indented.
Read: libyaml's events, with scalars resolved as Terraform resolves them; everything becomes objects and tuples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from harnessiac.language.functions.base64_text import from_base64
from harnessiac.language.functions.declaration import FunctionError, fail
from harnessiac.language.functions.json_text import DEEPEST
from harnessiac.values import conversion, numbers
from harnessiac.values.numbers import BigFloat
from harnessiac.values.quoting import go_quoted
from harnessiac.values.typenames import friendly
from harnessiac.values.types import NUMBER, STRING
from harnessiac.values.value import FALSE, NULL, TRUE, Value, object_of, string, tuple_of

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

LARGEST_RESULT = 200_000
"""How many values a text may write, those repeated through aliases counted each time."""

# --- writing -------------------------------------------------------------------------------------------------------


def encoded(value: Value) -> str:
    """The YAML text of a value that is wholly known and without marks."""
    events = [yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False)]
    _emit(value, events, DEEPEST)
    events += [yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent()]
    text = str(yaml.emit(events, Dumper=_Dumper, allow_unicode=True, width=80))
    text = text.removesuffix("...\n")
    plain = not isinstance(value.raw, str | tuple | dict)
    return text + "...\n" if plain else text


def _emit(value: Value, events: list[yaml.Event], depth: int) -> None:
    if depth < 0:
        fail(f"the value is nested deeper than {DEEPEST} levels")
    match value.raw:
        case None:
            events.append(_plain("null"))
        case True:
            events.append(_plain("true"))
        case False:
            events.append(_plain("false"))
        case str() as text:
            events.append(_text(text))
        case tuple() as items:
            events.append(yaml.SequenceStartEvent(None, None, implicit=True, flow_style=not items))
            for item in items:
                _emit(item, events, depth - 1)
            events.append(yaml.SequenceEndEvent())
        case dict() as entries:
            events.append(yaml.MappingStartEvent(None, None, implicit=True, flow_style=not entries))
            for key, item in entries.items():
                events.append(_text(key))
                _emit(item, events, depth - 1)
            events.append(yaml.MappingEndEvent())
        case int() | BigFloat() as number:
            events.append(_plain(numbers.to_text(number)))
        case _:
            fail("the value is not known yet")


def _plain(text: str) -> yaml.ScalarEvent:
    return yaml.ScalarEvent(None, None, implicit=(True, False), value=text, style="")


def _text(text: str) -> yaml.ScalarEvent:
    style = "|" if "\n" in text else '"'
    return yaml.ScalarEvent(None, None, implicit=(False, True), value=text, style=style)


# --- reading -------------------------------------------------------------------------------------------------------

_TAG = "tag:yaml.org,2002:"
_SCALAR_TAGS = frozenset(f"{_TAG}{name}" for name in ("str", "bool", "int", "float", "null", "timestamp", "binary"))


def decoded(text: str) -> Value:
    """The value of the only document in `text`."""
    loader = _Loader(text)
    try:
        return _Reader(_events(loader)).document()
    except yaml.YAMLError as error:
        raise FunctionError(_explained(error)) from error
    finally:
        loader.dispose()


def _events(loader: Any) -> Iterator[yaml.Event]:
    while loader.check_event():
        yield loader.get_event()


def _explained(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "the text is not valid YAML"
    problem = str(problem)
    if "special characters are not allowed" in problem or "control characters" in problem:
        return "control characters are not allowed"
    mark = getattr(error, "problem_mark", None)
    where = f"on line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return f"{where}{problem}"


def _at(event: yaml.Event) -> str:
    mark = event.start_mark
    return f"on line {mark.line + 1}, column {mark.column + 1}: " if mark else ""


class _Reader:
    """One pass over the events of a stream."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._anchors: dict[str, tuple[Value, int]] = {}
        self._open: set[str] = set()
        self._size = 0

    def document(self) -> Value:
        next(self._events)
        start = next(self._events)
        if not isinstance(start, yaml.DocumentStartEvent):
            fail(f"{_at(start)}missing start of document")
        value = self._value(next(self._events), DEEPEST)
        next(self._events)
        rest = next(self._events)
        if not isinstance(rest, yaml.StreamEndEvent):
            fail(f"{_at(rest)}unexpected extra content after value")
        return value

    def _value(self, event: yaml.Event, depth: int) -> Value:
        if depth < 0:
            fail(f"the text is nested deeper than {DEEPEST} levels")
        before = self._size
        self._grow(1)
        match event:
            case yaml.AliasEvent():
                return self._alias(event.anchor or "")
            case yaml.ScalarEvent():
                value = _scalar(event)
            case yaml.SequenceStartEvent():
                value = self._collection(event, "sequence", "seq", depth)
            case yaml.MappingStartEvent():
                value = self._collection(event, "mapping", "map", depth)
            case _:
                fail(f"{_at(event)}unexpected content")
        if event.anchor:
            self._anchors[event.anchor] = (value, self._size - before)
        return value

    def _grow(self, count: int) -> None:
        self._size += count
        if self._size > LARGEST_RESULT:
            fail(f"the text writes more than {LARGEST_RESULT} values")

    def _alias(self, anchor: str) -> Value:
        if anchor in self._open:
            raise FunctionError("cannot refer to anchor %s from inside its own definition", shown=[go_quoted(anchor)])
        if anchor not in self._anchors:
            raise FunctionError("reference to undefined anchor %s", shown=[go_quoted(anchor)])
        value, size = self._anchors[anchor]
        self._grow(size)
        return value

    def _collection(self, event: yaml.CollectionStartEvent, name: str, tag: str, depth: int) -> Value:
        if event.tag not in (None, "!", _TAG + tag):
            raise FunctionError(f"can't interpret {name} as %s", shown=[event.tag])
        if event.anchor:
            self._anchors.pop(event.anchor, None)
            self._open.add(event.anchor)
        value = self._sequence(depth) if tag == "seq" else self._mapping(depth)
        if event.anchor:
            self._open.discard(event.anchor)
        return value

    def _sequence(self, depth: int) -> Value:
        items: list[Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, depth - 1))
        return tuple_of(items)

    def _mapping(self, depth: int) -> Value:
        entries: dict[str, Value] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            merges = isinstance(event, yaml.ScalarEvent) and event.value == "<<" and _is_plain(event)
            key = self._value(event, depth - 1)
            value = self._value(next(self._events), depth - 1)
            if not merges:
                entries[_key(key, event)] = value
            elif isinstance(value.raw, dict):
                entries.update(value.raw)
            else:
                fail(f"cannot merge {friendly(value.type)} into mapping")
        return object_of(entries)


def _key(value: Value, event: yaml.Event) -> str:
    if value.raw is None:
        fail(f"{_at(event)}mapping key cannot be null")
    try:
        return str(conversion.convert(value, STRING).raw)
    except conversion.ConversionError:
        fail("only strings are allowed as mapping keys")


def _is_plain(event: yaml.ScalarEvent) -> bool:
    return event.tag is None and bool(event.implicit[0])


_WORDS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), NULL),
    **{form: TRUE for word in ("y", "yes", "true", "on") for form in (word, word.capitalize(), word.upper())},
    **{form: FALSE for word in ("n", "no", "false", "off") for form in (word, word.capitalize(), word.upper())},
}
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_BASED = re.compile(r"0o([0-7]+)|0x([0-9a-fA-F]+)", re.ASCII)
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)")


def _scalar(event: yaml.ScalarEvent) -> Value:
    text, tag = str(event.value), event.tag
    if tag is None:
        return _resolved(text) if event.implicit[0] else string(text)
    if tag not in _SCALAR_TAGS:
        raise FunctionError("unsupported tag %s", shown=[go_quoted(tag)])
    if event.style in ("'", '"') and tag != _TAG + "binary":
        return string(text)
    return _tagged(text, tag)


def _resolved(text: str) -> Value:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return string(text)
    if text in (".nan", ".NaN", ".NAN"):
        fail("floating point NaN is not supported")
    if _INFINITE.fullmatch(text):
        fail("infinite numbers are not supported")
    found = _number(text)
    return found if found is not None else string(_timestamp(text) or text)


def _number(text: str) -> Value | None:
    if _DECIMAL.fullmatch(text):
        try:
            return Value(NUMBER, numbers.parse(text))
        except ValueError as error:
            raise FunctionError(f"a number cannot be represented: {error}") from error
    based = _BASED.fullmatch(text)
    if based is None:
        return None
    value = int(based[1], 8) if based[1] else int(based[2], 16)
    if value >= 2**64:
        raise FunctionError(f"cannot parse %s as {_TAG}int", shown=[go_quoted(text)])
    return Value(NUMBER, value)


def _tagged(text: str, tag: str) -> Value:
    name = tag.removeprefix(_TAG)
    match name:
        case "str":
            return string(text)
        case "null":
            return NULL
        case "binary":
            try:
                from_base64(text)
            except ValueError:
                raise FunctionError(f"cannot parse %s as {tag}: not valid base64", shown=[go_quoted(text)]) from None
            return string(text)
        case "timestamp":
            found = _timestamp(text)
            if found is not None:
                return string(found)
        case _:
            if text in _WORDS or _DECIMAL.fullmatch(text) or _INFINITE.fullmatch(text):
                return _resolved(text)
            plain = text.replace("_", "")
            if name != "bool":
                binary = re.fullmatch(r"([-+]?)0b([01]+)", plain)
                if binary and len(binary[2]) <= 64:
                    return Value(NUMBER, int(binary[1] + binary[2], 2))
                value = _number(plain)
                if value is not None:
                    return value
    raise FunctionError(f"cannot parse %s as {tag}", shown=[go_quoted(text)])


_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(Z|[+-]\d\d:\d\d)|"
    r" (\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?)?",
    re.ASCII,
)


def _timestamp(text: str) -> str | None:
    """The RFC 3339 form of a date or time, None when it is neither."""
    found = _TIMESTAMP.fullmatch(text)
    if found is None:
        return None
    from harnessiac.language.functions import dates  # a family of its own, and few texts hold dates

    year, month, day = (int(found[group]) for group in (1, 2, 3))
    hour, minute, second = (int(found[group] or found[group + 4] or 0) for group in (4, 5, 6))
    if not dates.is_date(year, month, day) or hour > 23 or minute > 59 or second > 59:
        return None
    zone = found[7] or "Z"
    offset = 0
    if zone != "Z":
        offset = (int(zone[1:3]) * 60 + int(zone[4:])) * (-1 if zone[0] == "-" else 1)
    return dates.moment(year, month, day, hour, minute, second, offset=offset).written()
