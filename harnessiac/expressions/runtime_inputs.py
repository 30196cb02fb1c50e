"""Runtime inputs: `<+input>`, which leaves a value to the run of a pipeline, and its modifiers.

The platform asks for a value whose whole text, blanks around it aside, begins with `<+input>`; in the middle of a text
it stays as it is. A modifier's argument ends where the next modifier or the text ends, so it may hold brackets. Of the
validators the platform uses one, `allowedValues` and its relatives before `regex`, and matches whole values.
"""

from __future__ import annotations

import re

from msgspec import Struct

from harnessiac.codes import expressions as codes
from harnessiac.diagnostics import Code, nearest
from harnessiac.documents.reading import shortened

INPUT = "<+input>"
CHOICES = ("allowedValues", "selectOneFrom", "selectManyFrom")
"""The modifiers that list the values there are."""
MODIFIERS = (*CHOICES, "regex", "default", "executionInput")

LONGEST_LIST = 4_000
"""Characters of a list in which quotes are looked for."""
_MOST = 12
"""Modifiers that are read of one input; there are six."""
_MODIFIER = re.compile(r"\.([A-Za-z_]\w*)\s*(\()?")
_BRACKETS = re.compile(r"\\.|[()\[\]]", re.DOTALL)
_AFTER = re.compile(r"\Z|\.[A-Za-z_]\w*\s*(?:\(|\.|\Z)")
_KNOWN_AFTER = re.compile(rf"\)(?=\Z|\.(?:{'|'.join(MODIFIERS)})\()")
_VALUE = re.compile(
    r"""\s*(?:\\'(?P<escaped>.*?)\\'|'(?P<single>[^']*)'|"(?P<double>[^"]*)"|(?P<plain>[^,]*))\s*(?:,|\Z)"""
)
_ALMOST = re.compile(r"<\s*(?P<plus>\+?)\s*(?P<word>[A-Za-z]+)\s*>(?=\Z|\.[A-Za-z]+\()")
_OTHER_DIALECT = re.compile(r"&&|\[[^\]]*\[")
"""What Java's regular expressions, which the platform uses, read otherwise than RE2."""
_FAULTS = ("missing closing", "missing argument", "unexpected )", "trailing backslash", "invalid character class range")
"""What is wrong in both; all else that RE2 refuses may be right in Java."""


class Input(Struct, frozen=True):
    """What a runtime input asks for. `choice` is the modifier that lists the `allowed` values, None if none does."""

    choice: str | None = None
    allowed: tuple[str, ...] = ()
    default: str | None = None
    regex: str | None = None
    execution: bool = False

    def __str__(self) -> str:
        """The input as the platform writes it, with values that hold a comma quoted."""
        text = INPUT
        if self.choice is not None:
            text += f".{self.choice}({','.join(_quoted(value) for value in self.allowed)})"
        if self.regex is not None:
            text += f".regex({self.regex})"
        if self.default is not None:
            text += f".default({_quoted(self.default)})"
        return text + (".executionInput()" if self.execution else "")


class Slip(Struct, frozen=True):
    """Something wrong in a text, from `start` to `end`."""

    code: Code
    start: int
    end: int
    detail: str


class _Modifier(Struct, frozen=True):
    """`.name(argument)`, from `start` to `end`; `at` is where the argument begins."""

    name: str
    start: int
    end: int
    argument: str
    at: int


def parse(text: str) -> tuple[Input | None, list[Slip]]:
    """The runtime input that a scalar's whole text is, and what is wrong with it; None without a slip: it is none."""
    bare = text.strip()
    start = text.find(bare) if bare else 0
    if not bare.startswith(INPUT):
        return None, _misspelt(text, start, start + len(bare))
    if "\n" in bare:
        return None, [around(start, start + len(INPUT))]
    slips: list[Slip] = []
    found: dict[str, _Modifier] = {}
    for one in _modifiers(text, start + len(INPUT), start + len(bare), slips):
        if one.name not in MODIFIERS:
            near = _near(one.name, MODIFIERS)
            hint = f' Did you mean "{near}"?' if near else f" The modifiers are {', '.join(MODIFIERS)}."
            detail = f"`{shortened(one.name)}` is no modifier of a runtime input: the platform does not apply it.{hint}"
            slips.append(Slip(codes.MODIFIER, one.start, one.end, detail))
        elif one.name in found:
            detail = f"The modifier `{one.name}` is written twice; the platform reads one. Remove the other."
            slips.append(Slip(codes.TWICE, one.start, one.end, detail))
        else:
            found[one.name] = one
    slips += _empty(found)
    choices = [found[name] for name in CHOICES if name in found]
    regex, default = found.get("regex"), found.get("default")
    for other in [*choices[1:], *([regex] if choices and regex else [])]:
        detail = (
            f"`{choices[0].name}` and `{other.name}` are given, and the platform checks a value with one of them only: "
            f"with `{choices[0].name}`. Remove `{other.name}`."
        )
        slips.append(Slip(codes.EXCLUSIVE, other.start, other.end, detail))
    allowed = values(choices[0].argument) if choices else ()
    given = Input(
        choices[0].name if choices else None,
        allowed,
        _unquoted(default.argument) if default and default.argument.strip() else None,
        regex.argument if regex else None,
        "executionInput" in found,
    )
    if default is not None and default.argument.strip() and choices and not _is_among(given, default.argument):
        listed = ", ".join(shortened(value, 40) for value in allowed[:5]) + (", ..." if len(allowed) > 5 else "")
        detail = (
            f'The default "{shortened(given.default or "")}" is not one of the allowed values, which are {listed}. The '
            "platform refuses it when it is used."
        )
        slips.append(Slip(codes.NOT_ALLOWED, default.start, default.end, detail))
    if regex is not None and regex.argument:
        slips += _regex(regex, default, given, is_used=not choices)
    return given, slips


def values(argument: str) -> tuple[str, ...]:
    """The values of a list such as `a, b, \\'c,d\\'`, without their quotes."""
    if len(argument) > LONGEST_LIST:
        return tuple(value for one in argument.split(",") if (value := one.strip()))
    found: list[str] = []
    at = 0
    while at <= len(argument):
        match = _VALUE.match(argument, at)
        if match is None:  # text behind a closing quote: the value goes on to the next comma
            end = argument.find(",", at)
            end = len(argument) if end < 0 else end
            found.append(argument[at:end].strip())
            at = end + 1
            continue
        found.append(next(group for group in match.groups() if group is not None).strip())
        if match.end() == len(argument) and not match.group().endswith(","):
            break
        at = match.end()
    return tuple(value for value in found if value)


def _modifiers(text: str, at: int, end: int, slips: list[Slip]) -> list[_Modifier]:
    found: list[_Modifier] = []
    while at < end and len(found) < _MOST:
        match = _MODIFIER.match(text, at, end)
        near = _near(match[1], MODIFIERS) if match is not None else None
        if match is None or (near is None and not match[2]):
            rest = shortened(text[at:end], 40)
            detail = f'The platform asks for the value and drops the text "{rest}" behind {INPUT}. {_INSTEAD}'
            slips.append(Slip(codes.AROUND, at, end, detail))
            break
        name = match[1]
        close = _closing(text, match.end(), end, is_regex=name == "regex") if match[2] else None
        if close is None:
            what = "is not closed" if match[2] else "has no brackets"
            right = f".{near or name}({'' if near == 'executionInput' else '...'})"
            detail = f"The modifier `{shortened(name)}` {what}, so the platform does not apply it: write {right}."
            slips.append(Slip(codes.MODIFIER, at, end if match[2] else match.end(1), detail))
            break
        found.append(_Modifier(name, at, close + 1, text[match.end() : close], match.end()))
        at = close + 1
    return found


def _closing(text: str, start: int, end: int, *, is_regex: bool) -> int | None:
    """Where the bracket is that closes an argument which begins at `start`."""
    depth, is_class, first = 0, False, None
    for token in _BRACKETS.finditer(text, start, end):
        word = token.group()
        if len(word) > 1:
            continue
        if is_class:
            is_class = word != "]"
        elif word == "[":
            is_class = is_regex
        elif word == "(":
            depth += 1
        elif word == ")" and depth:
            depth -= 1
        elif word == ")":
            if _AFTER.match(text, token.end(), end):
                return token.start()
            first = token.start() if first is None else first
    found = _KNOWN_AFTER.search(text, start, end)
    return found.start() if found is not None else first


def _empty(found: dict[str, _Modifier]) -> list[Slip]:
    slips = []
    for one in found.values():
        if one.name == "executionInput" and one.argument.strip():
            detail = (
                "The modifier `executionInput` takes nothing in its brackets; with something in them it is not applied."
            )
            slips.append(Slip(codes.EMPTY, one.start, one.end, detail))
        elif one.name != "executionInput" and not (
            values(one.argument) if one.name in CHOICES else one.argument.strip()
        ):
            what = "allows no value" if one.name in CHOICES else "says nothing"
            detail = f"The modifier `{one.name}` {what}. Write what you mean in its brackets, or remove it."
            slips.append(Slip(codes.EMPTY, one.start, one.end, detail))
    return slips


def _is_among(given: Input, argument: str) -> bool:
    """Whether a default is allowed. A list is if all its items are; whatever holds an expression may be."""
    if "<+" in argument or any("<+" in value for value in given.allowed) or not given.allowed:
        return True
    bare = argument.strip()
    if bare.startswith("{") or _unquoted(argument) in given.allowed:
        return True
    items = values(bare[1:-1] if bare.startswith("[") and bare.endswith("]") else bare)
    return bool(items) and (len(items) > 1 or bare.startswith("[")) and set(items) <= set(given.allowed)


def _regex(regex: _Modifier, default: _Modifier | None, given: Input, *, is_used: bool) -> list[Slip]:
    from harnessiac.values.patterns import InvalidPattern, compiled

    pattern = regex.argument
    if "<+" in pattern or len(pattern) > 5_000:
        return []
    try:
        ready = compiled(pattern)
    except InvalidPattern as problem:
        if not problem.problem.startswith(_FAULTS):
            return []
        part = f" in `{shortened(problem.part)}`" if problem.part else ""
        detail = f"The regular expression `{shortened(pattern)}` cannot be read: {problem.problem}{part}."
        return [Slip(codes.REGEX, regex.start, regex.end, detail)]
    text = given.default
    if (
        default is None
        or not is_used
        or not text
        or "<+" in text
        or len(text) > 5_000
        or _OTHER_DIALECT.search(pattern)
    ):
        return []
    if ready.fullmatch(text) is not None:
        return []
    detail = (
        f'The default "{shortened(text)}" does not match the regular expression `{shortened(pattern)}`, which must '
        "match the whole value. The platform refuses it when it is used."
    )
    return [Slip(codes.NO_MATCH, default.start, default.end, detail)]


def _misspelt(text: str, start: int, end: int) -> list[Slip]:
    """A slip if the text is nearly a runtime input: `<input>`, `<+Input>`, `<+inputs>`, `< +input>`."""
    match = _ALMOST.match(text, start, end)
    if match is None:
        return []
    word = match["word"]
    near = word.lower() in ("input", "inputs") or (match["plus"] and nearest(word, ["input"]) is not None)
    if not near:
        return []
    written = shortened(match.group())
    detail = f'"{written}" is no runtime input: the platform asks for nothing and takes it as it is. Write {INPUT}.'
    return [Slip(codes.MISSPELT_INPUT, match.start(), match.end(), detail)]


def around(start: int, end: int) -> Slip:
    """The slip of an input at `start` to `end` in a text of several lines, behind other text or in an expression."""
    detail = f"{INPUT} stands inside a longer text, where the platform does not ask for it. {_INSTEAD}"
    return Slip(codes.AROUND, start, end, detail)


_INSTEAD = (
    "Make it the whole value; or declare a variable of the service with the value <+input> and use "
    "<+serviceVariables.NAME> here."
)


def _near(name: str, known: tuple[str, ...]) -> str | None:
    folded = {one.lower(): one for one in known}
    return folded.get(name.lower()) or nearest(name, known)


def _quoted(value: str) -> str:
    return f"\\'{value}\\'" if "," in value else value or '""'


def _unquoted(argument: str) -> str:
    """A value without the quotes around it: `"x"`, `'x'` and `\\'x\\'` are x."""
    bare = argument.strip()
    for quote in ("\\'", "'", '"'):
        if len(bare) >= 2 * len(quote) and bare.startswith(quote) and bare.endswith(quote):
            return bare[len(quote) : -len(quote)]
    return bare
