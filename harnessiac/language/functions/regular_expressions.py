"""Functions that search with regular expressions: RE2's language, which takes linear time whatever the pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harnessiac.language.functions.arguments import refuse_huge
from harnessiac.language.functions.declaration import (
    DYNAMIC,
    STRING,
    Call,
    Function,
    FunctionError,
    fail,
    text,
)
from harnessiac.values.patterns import InvalidPattern, compiled
from harnessiac.values.types import ListType, ObjectType, TupleType, Type
from harnessiac.values.value import Value, string

if TYPE_CHECKING:
    from harnessiac.values.patterns import Match, Pattern

Values = tuple[Value, ...]

MOST_STEPS = 5_000_000_000
"""How many steps a search may take, as far as they can be told before: a few seconds' worth.

A search is linear in the text, but with groups its steps also grow with the pattern and its groups; and each of many
searches in one text may read all the rest of it.
"""


def _pattern(value: Value) -> Pattern:
    try:
        return compiled(str(value.raw))
    except InvalidPattern as problem:
        fail(
            f"invalid regexp pattern: {problem.problem.replace('%', '%%')} in %s"
            if problem.part or problem.problem.startswith("trailing")
            else f"invalid regexp pattern: {problem.problem}",
            0,
            *([problem.part] if problem.part or problem.problem.startswith("trailing") else []),
        )


def _result_type(values: Values) -> Type:
    if not values[0].is_known:
        return DYNAMIC
    pattern = _pattern(values[0])
    if not pattern.groups:
        return STRING
    names = pattern.groupindex
    if not names:
        return TupleType((STRING,) * pattern.groups)
    if len(names) != pattern.groups:
        fail("invalid regexp pattern: cannot mix both named and unnamed capture groups", 0)
    return ObjectType.of(dict.fromkeys(names, STRING))


def _results_type(values: Values) -> Type:
    return ListType(_result_type(values))


def _captured(match: Match, kind: Type) -> Value:
    match kind:
        case TupleType():
            return Value(kind, tuple([Value(STRING, part) for part in match.groups()]))
        case ObjectType(attributes):
            named = match.groupdict()
            return Value(kind, {name: Value(STRING, named[name]) for name, _ in attributes})
        case _:
            return string(match.group())


def _matches(pattern: Pattern, content: str) -> Iterator[Match]:
    """All matches, leaving out an empty one right after the one before."""
    _refuse_slow(pattern, content)
    end, read = -1, 0
    for match in pattern.finditer(content):
        read += len(content) - match.start()
        if read > MOST_STEPS:
            fail("the pattern matches at too many places for a text of this length")
        if match.start() == match.end() == end:
            continue
        end = match.end()
        yield match


def _refuse_slow(pattern: Pattern, content: str) -> None:
    if pattern.groups * pattern.programsize * len(content) > MOST_STEPS:
        fail("the pattern has too many groups for a text of this length")


def _regex(call: Call) -> Value:
    pattern, content = _pattern(call.arguments[0]), str(call.arguments[1].raw)
    _refuse_slow(pattern, content)
    match = pattern.search(content)
    if match is None:
        fail("pattern did not match any part of the given string")
    return _captured(match, call.type)


def _regexall(call: Call) -> Value:
    assert isinstance(call.type, ListType)
    kind = call.type.element
    found = _matches(_pattern(call.arguments[0]), str(call.arguments[1].raw))
    return Value(call.type, tuple([_captured(match, kind) for match in found]))


_REFERENCE = re.compile(r"\$(?:(\$)|\{(\w+)\}|(\w+))")


def _expansion(template: str, match: Match, names: dict[str, int]) -> str:
    def part(reference: re.Match[str]) -> str:
        if reference[1]:
            return "$"
        name = reference[2] or reference[3]
        number = int(name) if name.isascii() and name.isdigit() and len(name) < 9 else names.get(name, -1)
        if number < 0 or number > match.re.groups:
            return ""
        return match.group(number) or ""

    return _REFERENCE.sub(part, template)


def _replace(call: Call) -> Value:
    content, searched, replacement = [str(argument.raw) for argument in call.arguments]
    if len(searched) > 1 and searched[0] == searched[-1] == "/":
        return string(_replace_pattern(content, searched[1:-1], replacement))
    places = content.count(searched) if searched else len(content) + 1
    refuse_huge(len(content) + places * len(replacement))
    return string(content.replace(searched, replacement))


def _replace_pattern(content: str, searched: str, replacement: str) -> str:
    try:
        pattern = compiled(searched)
    except InvalidPattern as problem:
        raise FunctionError(
            f"error parsing regexp: {problem.problem.replace('%', '%%')}: `%s`", shown=[problem.part]
        ) from None
    names = pattern.groupindex
    out: list[str] = []
    size = end = 0
    for match in _matches(pattern, content):
        made = _expansion(replacement, match, names)
        size += len(made)
        refuse_huge(size)
        out += (content[end : match.start()], made)
        end = match.end()
    out.append(content[end:])
    return "".join(out)


_PATTERN, _STRING = text("pattern"), text("string")

FUNCTIONS = (
    Function(
        "regex",
        (_PATTERN, _STRING),
        _result_type,
        _regex,
        "The first match of a regular expression: its text, or its groups as a list or an object.",
    ),
    Function(
        "regexall", (_PATTERN, _STRING), _results_type, _regexall, "All matches of a regular expression, as a list."
    ),
    Function(
        "replace",
        (text("str"), text("substr"), text("replace")),
        STRING,
        _replace,
        "Replaces a text, or what a regular expression between slashes matches, everywhere in another text.",
    ),
)
