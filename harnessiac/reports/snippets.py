"""Lines of source files as findings quote them, with secrets masked.

Findings may be printed in public logs, while `sensitive = true` promises that a default is not shown. The file may have
errors, so it is read as text, not as a configuration.

Masked are, in configuration files, defaults of sensitive and ephemeral variables, arguments declared as secret, and
arguments of `sensitive()`; in variable files, all texts. References, names and everything outside of quotes stay, and
so do columns: each character becomes an asterisk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from harnessiac.source import Excerpt, SourceFile

_BLOCK = re.compile(r'\s*(variable|resource|data|ephemeral|provider)\s+"?([\w-]+)"?[^={]*\{')
_NAME = re.compile(r'(\s*)"?([\w-]+)"?\s*[=:](?![=\w])')
_INNER_BLOCK = re.compile(r'(\s*)[\w-]+(\s+"[^"]*")*\s*\{')
_SECRECY = re.compile(r'"?(sensitive|ephemeral)"?\s*[=:](?!\s*false)')
_HEREDOC = re.compile(r"<<[-~]?\s*(\w+)\s*$")
_CALL = re.compile(r"\bsensitive\s*\(")
_JSON_KEY = re.compile(r'\s*"[^"]*"\s*[:=]')
_JSON_SECRET = re.compile(r'(\s*).*?"(default|value|platform_api_key)"\s*:')
_DIGIT = re.compile(r"\d")
_IN_JSON: Final = frozenset({"default", "value", "platform_api_key"})
"""What may be secret in a file of JSON that has anything that is: in it one line can hold all."""

_PROVIDER: Final = frozenset({"platform_api_key"})


def line(source: SourceFile, number: int) -> str:
    """Return the text of a line (from 1) with secrets masked; an excerpt is masked already."""
    text = source.line_text(number)
    if isinstance(source, Excerpt):
        return text
    start = _secrets(source).get(number)
    return text if start is None else _blotted(text, start)


class _Rest(Struct, frozen=True):
    """The secret part of a line, from `start`; with `whole` also what is not in quotes."""

    start: int
    whole: bool = False


def _blotted(text: str, secret: _Rest) -> str:
    """Mask the quoted text after `start`, from the first quote to the last or to the end, and numbers."""
    kept, rest = text[: secret.start], text[secret.start :]
    if secret.whole:
        return kept + _stars(rest)
    first = rest.find('"')
    if first < 0:
        return kept + _DIGIT.sub("*", rest)
    last = rest.rfind('"') if rest.count('"') % 2 == 0 else len(rest)
    kept += _DIGIT.sub("*", rest[:first]) + rest[first]
    return kept + _stars(rest[first + 1 : last]) + _DIGIT.sub("*", rest[last:])


def _stars(text: str) -> str:
    return "".join(char if char.isspace() else "*" for char in text)


@lru_cache(maxsize=16)
def _secrets(source: SourceFile) -> Mapping[int, _Rest]:
    """Return the secret parts of a file by line."""
    lines = [source.line_text(number) for number in range(1, source.line_count + 1)]
    is_json = source.name.endswith(".tf.json")
    if is_json and not any(word in source.text for word in ("sensitive", "ephemeral", "secret_text", "api_key")):
        return MappingProxyType({})
    everywhere = source.name.endswith((".tfvars", ".tfvars.json"))
    secrets: dict[int, _Rest] = {}
    names: frozenset[str] = frozenset()
    inside: int | None = None
    """The indentation of the secret argument whose value goes on."""
    terminator = ""
    for number, text in enumerate(lines, 1):
        if terminator:
            terminator = "" if text.strip() == terminator else terminator
            if terminator and number - 1 in secrets:
                secrets[number] = _Rest(0, whole=True)
            continue
        block = _BLOCK.match(text)
        if is_json:
            names = _IN_JSON
        elif block is not None and not everywhere:
            names, inside = _names(block[1], block[2], lines, number), None
        named = _NAME.match(text) if not is_json else _JSON_SECRET.match(text) or _NAME.match(text)
        if inside is not None and _ends(text, named, inside):
            inside = None
        if everywhere:
            key = _JSON_KEY.match(text) or named
            secrets[number] = _Rest(key.end() if key is not None else 0)
        elif named is not None and inside is None and named[2] in names:
            secrets[number], inside = _Rest(named.end()), len(named[1])
        elif inside is not None:
            secrets[number] = _Rest(0)
        elif (call := _CALL.search(text)) is not None:
            secrets[number] = _Rest(call.end())
        heredoc = _HEREDOC.search(text)
        terminator = heredoc[1] if heredoc is not None else ""
    return MappingProxyType(secrets)


def _ends(text: str, named: re.Match[str] | None, indentation: int) -> bool:
    """Return whether a line is after the argument at the indentation."""
    start = named or _INNER_BLOCK.match(text)
    if start is not None:
        return len(start[1]) <= indentation
    return text.lstrip().startswith("}") and len(text) - len(text.lstrip()) < indentation


def _names(block: str, label: str, lines: list[str], number: int) -> frozenset[str]:
    """Return the secret arguments of a block that starts at line `number`."""
    from harnessiac.platform import secret_paths  # only findings need it

    match block:
        case "variable":
            return frozenset({"default"} if _is_secret(lines, number) else ())
        case "provider":
            return _PROVIDER
        case _:
            return frozenset(str(path[0]) for path in secret_paths(label))


def _is_secret(lines: list[str], number: int) -> bool:
    """Return whether the variable declared at line `number` is sensitive or ephemeral."""
    for text in lines[number:]:
        if _BLOCK.match(text) or text.startswith("}"):
            return False
        if _SECRECY.match(text.strip()):
            return True
    return bool(_SECRECY.search(lines[number - 1]))
