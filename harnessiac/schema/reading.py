"""A block as the declarations see it: which arguments are given, and their converted values.

Null is absent; what is unknown is given, but has no value yet.
"""

from __future__ import annotations

from msgspec import Struct

from harnessiac.schema.nodes import Plain
from harnessiac.source import Span
from harnessiac.values.blocks import EvaluatedArgument, EvaluatedBlock
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.types import BOOL, STRING, SetType, Type
from harnessiac.values.value import UNKNOWN, Value


def converted(value: Value, to: Type) -> Value:
    """`value` as `to`. Raises ConversionError."""
    return value if value.type is to else convert(value, to)


def plain(value: Value) -> Plain:
    """A converted value as state and documents hold it: sets sorted, what is null or unknown None.

    Raises ConversionError for a number that is not whole.
    """
    raw = value.raw
    if isinstance(raw, str | bool) or raw is None:
        return raw
    if isinstance(raw, int):
        return raw
    if isinstance(raw, tuple):
        items = [plain(item) for item in raw]
        if isinstance(value.type, SetType):
            items.sort(key=str)
        return items
    if isinstance(raw, dict):
        return {key: plain(item) for key, item in raw.items()}
    if raw is UNKNOWN:
        return None
    raise ConversionError("a whole number is required")


class Reading(Struct, frozen=True):
    """What a rule may ask about a block. Paths are names; each nested block on the way is its first one."""

    block: EvaluatedBlock

    def _body(self, path: tuple[str, ...]) -> EvaluatedBlock | None:
        block = self.block
        for name in path:
            nested = block.blocks.get(name)
            if not nested:
                return None
            block = nested[0]
        return block

    def argument(self, *path: str) -> EvaluatedArgument | None:
        """The argument at `path`, unless it is absent or null."""
        body = self._body(path[:-1])
        found = body.arguments.get(path[-1]) if body else None
        return found if found and not found.value.is_null else None

    def given(self, *path: str) -> bool:
        """Whether the argument or block at `path` is there; what is not known yet is."""
        body = self._body(path[:-1])
        return body is not None and is_given(body, path[-1])

    def says(self, *path: str) -> bool:
        """Whether the argument at `path` is there and, as far as known, is not an empty text."""
        return self.given(*path) and self.text(*path) != ""

    def known(self, *path: str) -> bool:
        """Whether nothing at `path` waits for a value."""
        body = self._body(path[:-1])
        if body is None:
            return True
        if path[-1] in body.unknown_blocks:
            return False
        found = body.arguments.get(path[-1])
        return found is None or found.value.is_known

    def text(self, *path: str) -> str | None:
        """The known text at `path`, None for anything else."""
        found = self.argument(*path)
        raw = _converted_raw(found.value, STRING) if found else None
        return raw if isinstance(raw, str) else None

    def flag(self, *path: str) -> bool | None:
        """The known truth at `path`, None for anything else."""
        found = self.argument(*path)
        raw = _converted_raw(found.value, BOOL) if found else None
        return raw if isinstance(raw, bool) else None

    def place(self, *path: str) -> Span:
        """Where `path` is written, or the opening brace of the innermost block of it that is."""
        block = self.block
        for depth, name in enumerate(path):
            argument = block.arguments.get(name)
            if argument is not None and depth == len(path) - 1:
                return argument.span
            nested = block.blocks.get(name)
            if not nested:
                break
            block = nested[0]
        return block.span


def is_given(body: EvaluatedBlock, name: str) -> bool:
    found = body.arguments.get(name)
    if found is not None:
        return found.value.raw is not None
    return name in body.blocks or name in body.unknown_blocks


def _converted_raw(value: Value, to: Type) -> object:
    try:
        return converted(value, to).raw
    except ConversionError:
        return None
