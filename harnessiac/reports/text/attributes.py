"""Attributes before and after as lines of a plan: `+`, `-`, `~`, aligned, with unchanged ones hidden.

The layout is Terraform's. A value has one or more lines: the first follows its name, the others have their own
indentation. At level n the symbol is in column 4n + 2 and what follows it in column 4n + 4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from harnessiac import platform
from harnessiac.attributes import Attributes, Path
from harnessiac.documents.text_diff import alignment, compare_text
from harnessiac.reports.differences import same
from harnessiac.reports.text.layout import ADD, CHANGE, NONE, REMOVE, Layout, literal
from harnessiac.reports.unprintable import visible
from harnessiac.schema.nodes import Block, Body
from harnessiac.values import exactjson
from harnessiac.values.types import DYNAMIC, ListType, MapType, ObjectType, SetType, Type

MASK = "(sensitive value)"

_IMPORTANT = ("id", "name", "tags")
"""Shown even if unchanged: they tell which thing this is."""

_NAME = re.compile(r"[^\W\d][\w-]*\Z")


_DEEPEST = 100
"""Levels of nesting that are shown."""


class AttributeLines(Layout, frozen=True):
    """Renders the attributes of an instance. The paths are those of its `Change`, `type` is its resource type."""

    before_sensitive: frozenset[Path] = frozenset()
    after_sensitive: frozenset[Path] = frozenset()
    replace_paths: frozenset[Path] = frozenset()
    type: str = ""

    def body(
        self, before: Attributes | None, after: Attributes | None, body: Body | None, level: int = 1, path: Path = ()
    ) -> list[str]:
        """Return the lines inside the braces of a resource or block; `body` is None for unknown resource types."""
        before, after = before or {}, after or {}
        blocks = _block_names(before, after, body)
        recorded = [
            name
            for name in sorted({*before, *after} - blocks.keys())
            if before.get(name) is not None or after.get(name) is not None
        ]
        width = max(map(len, map(_label, recorded)), default=0)
        lines: list[str] = []
        hidden = 0
        for name in recorded:
            old, new = before.get(name), after.get(name)
            here = (*path, name)
            if name not in _IMPORTANT and self._action(old, new, here) == NONE:
                hidden += 1
                continue
            declared = body.attributes[name].type if body and name in body.attributes else DYNAMIC
            lines += self.attribute(_label(name).ljust(width), old, new, here, declared, level)
        lines += self.hidden(hidden, "attribute", level)
        unchanged = 0
        for name, block in blocks.items():
            if not before.get(name) and not after.get(name):
                continue
            shown, kept = self._blocks(name, block, before.get(name) or [], after.get(name) or [], (*path, name), level)
            unchanged += kept
            if shown:
                lines += ["", *shown] if lines else shown
        if unchanged:
            lines += ["", *self.hidden(unchanged, "block", level)] if lines else self.hidden(unchanged, "block", level)
        return lines

    def attribute(self, label: str, before: Any, after: Any, path: Path, type: Type, level: int) -> list[str]:
        """`name = value` with its symbol, and warnings if it becomes secret or stops being so."""
        symbol = self._action(before, after, path)
        value = self._value(before, after, path, type, level, symbol, suffix=True)
        if path in self.replace_paths and symbol != NONE:
            opening = 0 if value[0][-1:] in ("[", "{") else -1
            value[opening] += self.palette.paint(" # forces replacement", self.palette.red)
        return [*self._warnings(before, after, path, level), *self._placed(level, symbol, [f"{label} = ", *value])]

    # Lines

    def _placed(self, level: int, symbol: str, parts: Sequence[str]) -> list[str]:
        """Return the first two parts on one line after the symbol, and the others unchanged."""
        first, second, *rest = parts
        return [self.line(level, symbol, first + second), *rest]

    def _warnings(self, before: Any, after: Any, path: Path, level: int) -> list[str]:
        if before is None or after is None or (path in self.before_sensitive) == (path in self.after_sensitive):
            return []
        if path in self.after_sensitive:
            what = ["Warning: this attribute value will be marked as sensitive and will not", "display in UI output"]
            lines = [what[0], f"{what[1]} after applying this change."]
        else:
            lines = [
                "Warning: this attribute value will no longer be marked as sensitive",
                "after applying this change.",
            ]
        if before == after:
            lines[-1] += " The value is unchanged."
        return [" " * (4 * level + 2) + self.palette.paint(f"# {line}", self.palette.yellow) for line in lines]

    # Values

    def _action(self, before: Any, after: Any, path: Path) -> str:
        if before is None and after is None:
            return NONE
        if before is None:
            return ADD
        if after is None:
            return REMOVE
        secrecy_changes = any(p[: len(path)] == path for p in self.before_sensitive ^ self.after_sensitive)
        return NONE if same(before, after) and not secrecy_changes else CHANGE

    def _value(
        self, before: Any, after: Any, path: Path, type: Type, level: int, symbol: str, *, suffix: bool
    ) -> list[str]:
        """Return the lines of a value; with `suffix`, a removed one ends in `-> null`."""
        match symbol:
            case "-":
                lines = self._whole(before, path, type, level, REMOVE)
                if suffix:
                    lines[-1] += self.palette.paint(" -> null", self.palette.faint)
                return lines
            case "~":
                return self._changed(before, after, path, type, level)
            case _:
                return self._whole(after, path, type, level, symbol)

    def _is_secret(self, path: Path, symbol: str) -> bool:
        return (symbol != ADD and path in self.before_sensitive) or (symbol != REMOVE and path in self.after_sensitive)

    def _holds_secrets(self, path: Path) -> bool:
        return any(secret[: len(path)] == path for secret in self.before_sensitive)

    def _whole(self, value: Any, path: Path, type: Type, level: int, symbol: str) -> list[str]:
        """Return a value that is unchanged, added or removed as a whole."""
        if self._is_secret(path, symbol) and value is not None:
            return [MASK]
        if level > _DEEPEST:
            return ["(nested too deeply to show)"]
        if isinstance(value, dict) and value:
            width = max(len(_key(key, type)) for key in value)
            lines = ["{"]
            for key in sorted(value):
                inner = self._whole(value[key], (*path, key), _element(type, key), level + 1, symbol)
                lines += self._placed(level + 1, symbol, [f"{_key(key, type).ljust(width)} = ", *inner])
            return [*lines, " " * (4 * level + 4) + "}"]
        if isinstance(value, list | tuple) and value:
            lines = ["["]
            for index, item in enumerate(value):
                lines += self._element(item, (*path, index), _element(type, index), level + 1, symbol)
            return [*lines, " " * (4 * level + 4) + "]"]
        if isinstance(value, str) and "\n" in value:
            indent = " " * (4 * level + 8)
            return ["<<-EOT", *_indented(value, indent), " " * (4 * level + 4) + "EOT"]
        return [literal(value)]

    def _element(self, item: Any, path: Path, type: Type, level: int, symbol: str) -> list[str]:
        lines = self._whole(item, path, type, level, symbol)
        lines[-1] += ","
        return self._placed(level, symbol, ["", *lines])

    def _changed(self, before: Any, after: Any, path: Path, type: Type, level: int) -> list[str]:
        if self._is_secret(path, CHANGE):
            return [MASK]
        if level > _DEEPEST:
            return ["(nested too deeply to show)"]
        match before, after:
            case dict(), dict():
                return self._changed_mapping(before, after, path, type, level)
            case list(), list() if isinstance(type, SetType):
                return self._changed_set(before, after, path, type, level)
            case list(), list():
                return self._changed_list(before, after, path, type, level)
            case str(), str() if path == (platform.authored_argument(self.type),) and (
                lines := self._changed_yaml(before, after, level)
            ):
                return lines
            case str(), str() if "\n" in before or "\n" in after:
                return self._changed_text(before, after, level)
            case _:
                left = self._whole(before, path, type, level, REMOVE)
                right = self._whole(after, path, type, level, ADD)
                arrow = self.palette.paint(" -> ", self.palette.yellow)
                return [*left[:-1], left[-1] + arrow + right[0], *right[1:]]

    def _changed_mapping(
        self, before: dict[str, Any], after: dict[str, Any], path: Path, type: Type, level: int
    ) -> list[str]:
        keys = sorted(before.keys() | after.keys())
        width = max((len(_key(key, type)) for key in keys), default=0)
        lines = ["{"]
        hidden = 0
        for key in keys:
            old, new = before.get(key), after.get(key)
            symbol = self._action(old, new, (*path, key))
            if symbol == NONE:
                hidden += 1
                continue
            value = self._value(old, new, (*path, key), _element(type, key), level + 1, symbol, suffix=True)
            lines += self._placed(level + 1, symbol, [f"{_key(key, type).ljust(width)} = ", *value])
        noun = "element" if isinstance(type, MapType) else "attribute"
        return [*lines, *self.hidden(hidden, noun, level + 1), " " * (4 * level + 4) + "}"]

    def _changed_set(self, before: list[Any], after: list[Any], path: Path, type: Type, level: int) -> list[str]:
        old, new = {_canonical(item) for item in before}, {_canonical(item) for item in after}
        lines = ["["]
        for index, item in enumerate(before):
            if _canonical(item) not in new:
                lines += self._element(item, (*path, index), _element(type, index), level + 1, REMOVE)
        for index, item in enumerate(after):
            if _canonical(item) not in old:
                lines += self._element(item, (*path, index), _element(type, index), level + 1, ADD)
        return [*lines, *self.hidden(len(old & new), "element", level + 1), " " * (4 * level + 4) + "]"]

    def _changed_list(self, before: list[Any], after: list[Any], path: Path, type: Type, level: int) -> list[str]:
        lines = ["["]
        unchanged: list[tuple[int, Any]] = []
        is_first = True
        for old, new in _paired(before, after):
            if old is not None and new is not None and same(before[old], after[new]):
                unchanged.append((new, after[new]))
                continue
            lines += self._unchanged_run(unchanged, path, type, level, leading=is_first, trailing=False)
            unchanged, is_first = [], False
            if old is not None and new is not None and (old == new or not self._holds_secrets((*path, old))):
                inner = self._changed(before[old], after[new], (*path, new), _element(type, new), level + 1)
                inner[-1] += ","
                lines += self._placed(level + 1, CHANGE, ["", *inner])
                continue
            if old is not None:
                lines += self._element(before[old], (*path, old), _element(type, old), level + 1, REMOVE)
            if new is not None:
                lines += self._element(after[new], (*path, new), _element(type, new), level + 1, ADD)
        lines += self._unchanged_run(unchanged, path, type, level, leading=is_first, trailing=True)
        return [*lines, " " * (4 * level + 4) + "]"]

    def _unchanged_run(
        self, run: list[tuple[int, Any]], path: Path, type: Type, level: int, *, leading: bool, trailing: bool
    ) -> list[str]:
        """Return the unchanged elements next to changed ones, and the number of hidden ones."""
        head = 0 if leading else 1
        tail = 0 if trailing else 1
        middle = max(len(run) - head - tail, 0)

        def shown(part: list[tuple[int, Any]]) -> list[str]:
            out: list[str] = []
            for index, item in part:
                out += self._element(item, (*path, index), _element(type, index), level + 1, NONE)
            return out

        return [
            *shown(run[:head]),
            *self.hidden(middle, "element", level + 1),
            *shown(run[head + middle :]),
        ]

    def _changed_yaml(self, before: str, after: str, level: int) -> list[str]:
        """Return the lines of a change of YAML; empty if one of the texts is not YAML."""
        from harnessiac.reports.text.yaml_changes import yaml_changes  # few changes are of YAML

        lines = yaml_changes(self, self.type, before, after, level)
        note = "(only comments or layout change, the YAML means the same)"
        return self._changed_text(before, after, level, note) if lines == [] else lines or []

    def _changed_text(self, before: str, after: str, level: int, note: str = "") -> list[str]:
        return ["<<-EOT", *self.text(compare_text(before, after), level + 1, note), " " * (4 * level + 4) + "EOT"]

    # Blocks

    def _blocks(
        self, name: str, block: Block | None, before: list[Any], after: list[Any], path: Path, level: int
    ) -> tuple[list[str], int]:
        """Return the lines of all blocks of a type, and the number of unchanged ones, which are hidden."""
        body = block.body if block else None
        if block is not None and block.nesting == "set":
            old, new = {_canonical(item) for item in before}, {_canonical(item) for item in after}
            pairs: list[tuple[int | None, int | None]] = [
                (i, None if _canonical(item) not in new else i) for i, item in enumerate(before)
            ]
            hidden = sum(1 for _, there in pairs if there is not None)
            pairs = [pair for pair in pairs if pair[1] is None]
            pairs += [(None, i) for i, item in enumerate(after) if _canonical(item) not in old]
        else:
            hidden = 0
            longest = max(len(before), len(after))
            pairs = [(i if i < len(before) else None, i if i < len(after) else None) for i in range(longest)]
        lines: list[str] = []
        for here, there in pairs:
            index = here if here is not None else there
            left = before[here] if here is not None else None
            right = after[there] if there is not None else None
            inner_path = (*path, index or 0)
            symbol = self._action(left, right, inner_path)
            if symbol == NONE:
                hidden += 1
                continue
            forced = self.palette.paint(" # forces replacement", self.palette.red)
            header = f"{_label(name)} {{{forced if {path, inner_path} & self.replace_paths else ''}"
            if self._is_secret(path, symbol) or self._is_secret(inner_path, symbol):
                inner = [
                    self.comment(level + 1, "At least one attribute in this block is (or was) sensitive,"),
                    self.comment(level + 1, "so its contents will not be displayed."),
                ]
            else:
                inner = self.body(left, right, body, level + 1, inner_path)
            lines += [self.line(level, symbol, header), *inner, " " * (4 * level + 4) + "}"]
        return lines, hidden


# Data


def _block_names(before: Attributes, after: Attributes, body: Body | None) -> dict[str, Block | None]:
    """Return the names of nested blocks, sorted, with their declarations; of an unknown type, every list of objects.

    Values in a state under a block's name that are not blocks are shown as attributes.
    """
    if body is not None:
        sides = (before, after)
        return {
            name: body.blocks[name]
            for name in sorted(body.blocks)
            if all(not side.get(name) or _is_blocks(side[name]) for side in sides)
        }
    names = sorted({*before, *after})
    return {name: None for name in names if any(_is_blocks(side.get(name)) for side in (before, after))}


def _is_blocks(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _element(type: Type, key: str | int) -> Type:
    match type:
        case ListType(element) | SetType(element) | MapType(element):
            return element
        case ObjectType() if isinstance(key, str):
            return type.as_dict().get(key, DYNAMIC)
        case _:
            return DYNAMIC


@lru_cache(maxsize=1024)
def _label(name: str) -> str:
    return name if _NAME.match(name) else literal(name)


def _key(key: str, type: Type) -> str:
    """Return a key: quoted for maps, a name for objects."""
    return literal(key) if isinstance(type, MapType) else _label(key)


def _indented(text: str, indent: str) -> list[str]:
    lines = text.removesuffix("\n").split("\n")
    return [(indent + visible(line)).rstrip() if line else "" for line in lines]


def _canonical(value: Any) -> str:
    """Return a text that is equal for equal data; data nested too deeply to show is equal to nothing."""
    try:
        return exactjson.dumps(value, sort_keys=True)
    except RecursionError:
        return f"deep {id(value)}"


def _paired(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[int | None, int | None]]:
    """Pair positions of two lists: equal elements first, then those between them in order."""
    pairs: list[tuple[int | None, int | None]] = []
    x = y = 0
    matches = alignment([_canonical(item) for item in before], [_canonical(item) for item in after])
    for here, there in [*matches, (len(before), len(after))]:
        both = min(here - x, there - y)
        pairs += [(x + i, y + i) for i in range(both)]
        pairs += [(i, None) for i in range(x + both, here)]
        pairs += [(None, i) for i in range(y + both, there)]
        if here < len(before):
            pairs.append((here, there))
        x, y = here + 1, there + 1
    return pairs
