"""HTML built from elements: text is escaped everywhere, so that only elements are markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any

from harnessiac.reports.unprintable import visible

_VOID = frozenset({"meta", "link", "input"})
_ON_A_LINE = frozenset(
    {"head", "body", "meta", "title", "link", "style", "script", "main", "header", "footer", "section", "details"}
    | {"summary", "div", "h1", "h2", "p", "ul", "li", "table", "tr", "pre", "select", "option"}
)
"""Elements that start a line of the file, for those who read it as text."""
_IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_PLAIN = re.compile(r"[\w \n.,:;/()\[\]{}@+*=~^|'!?#$%-]*", re.ASCII)


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Content = str | Iterable["str | Markup"]


def element(name: str, /, *content: Content, **attributes: str | bool) -> Markup:
    """Return an element. `class_` is class, `data_verb` is data-verb; True has no value, False is left out."""
    parts = [f"\n<{name}" if name in _ON_A_LINE else f"<{name}"]
    for key, value in attributes.items():
        if value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        parts.append(f" {attribute}" if value is True else f' {attribute}="{_escaped(str(value))}"')
    parts.append(">")
    if name not in _VOID:
        parts += [joined(*content), f"</{name}>"]
    return Markup("".join(parts))


def joined(*content: Content) -> Markup:
    """Return text and markup, concatenated."""
    return Markup("".join([_text(part) for part in content]))


def _text(part: Content) -> str:
    if isinstance(part, Markup):
        return part
    return _escaped(part) if isinstance(part, str) else joined(*part)


def _escaped(text: str) -> str:
    """Escape text for content and for attributes in double quotes."""
    if _PLAIN.fullmatch(text):  # most is
        return text
    return escape(visible(text), quote=False).replace('"', "&quot;")


def prose(text: str) -> Markup:
    """Return a sentence with the parts between backquotes as code."""
    return joined(element("code", part) if index % 2 else part for index, part in enumerate(_CODE.split(text)))


_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def raw(name: str, text: str, /, **attributes: str | bool) -> Markup:
    """Return a script or style element; `text` is part of hiac and does not end the element."""
    if f"</{name}" in text.lower() or "<!--" in text:
        raise ValueError(f"This text would end its element {name}.")
    return Markup(element(name, **attributes).removesuffix(f"</{name}>") + text + f"</{name}>")


def data(value: Any, **attributes: str | bool) -> Markup:
    """Return JSON as a data block, which no text in it can end."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return raw("script", visible(text).translate(_IN_SCRIPT), type="application/json", **attributes)
