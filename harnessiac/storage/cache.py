"""Parsed configuration files, kept in the user's cache folder so that an unchanged file is not parsed again.

The cache can only make things faster: whatever is wrong with the folder or an entry, the file is parsed instead.
Entries hold data that runs no code when read, in a folder that only the user can write to. Each begins with a checksum
over what it was made from, so an entry that was cut off, or made from another text, is no entry.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from harnessiac import __version__, language
from harnessiac.diagnostics import Diagnostic
from harnessiac.language.syntax import Body
from harnessiac.source import SourceFile
from harnessiac.storage import files

if TYPE_CHECKING:
    from harnessiac.language.json_syntax import NestedBlocks
    from harnessiac.schema.nodes import Body as KindBody

FORMAT: Final = "1"
GRAMMAR: Final = "python-hcl2 8.1.4"
SIZE: Final = 128_000_000
"""How many bytes all entries together may take before the oldest are removed."""

JSON: Final = "\0json\0"
"""Comes before the text of a JSON file where its entry is looked for: the same text means something else in a .tf."""

_ENTRY_LIMIT = 64_000_000
_CHECKSUM = 32
_SUFFIX = ".syntax"


_pruned: set[Path] = set()


def parsed(source: SourceFile) -> tuple[Body, list[Diagnostic]]:
    """The syntax of a file, from the cache of this process's user or newly parsed.

    What has diagnostics is not kept, so that they are found again.
    """
    kept = SyntaxCache.of(os.environ)
    is_json = source.name.endswith(".json")
    text = JSON + source.text if is_json else source.text
    body = kept.load(text)
    if body is not None:
        return body, []
    if is_json:
        from harnessiac.language import json_syntax

        body, diagnostics = json_syntax.parse(source, _blocks_of)
    else:
        from harnessiac.language import parsing

        body, diagnostics = parsing.parse(source)
    if not diagnostics:
        kept.store(text, body)
    return body, diagnostics


def _blocks_of(type: str) -> NestedBlocks:
    from harnessiac import kinds
    from harnessiac.language.json_syntax import NestedBlocks

    def nested(body: KindBody) -> NestedBlocks:
        return NestedBlocks({name: nested(block.body) for name, block in body.blocks.items()})

    kind = kinds.find(type)
    return nested(kind.body) if kind is not None else NestedBlocks()


@dataclass(frozen=True, slots=True)
class SyntaxCache:
    """`folder` None: nothing is kept."""

    folder: Path | None
    size: int = SIZE

    @staticmethod
    def of(environment: Mapping[str, str]) -> SyntaxCache:
        """The cache that the environment asks for: HIAC_CACHE_DIR, XDG_CACHE_HOME/hiac or ~/.cache/hiac."""
        for name, inner in (("HIAC_CACHE_DIR", ""), ("XDG_CACHE_HOME", "hiac"), ("HOME", ".cache/hiac")):
            folder = Path(environment.get(name, ""))
            if folder.is_absolute():
                return SyntaxCache(folder / inner)
        return SyntaxCache(None)

    def load(self, text: str) -> Body | None:
        """The parsed form of `text`, if it is kept."""
        if self.folder is None:
            return None
        seed = _seed(text)
        try:
            if not _is_private(self.folder):
                return None
            content = files.read(self.folder / _name(seed), _ENTRY_LIMIT, follow=False)
        except (OSError, ValueError):
            return None
        body = _decoded(seed, content)
        return body if body is not None and _is_plausible(body, len(text)) else None

    def store(self, text: str, body: Body) -> None:
        """Keep the parsed form of `text`; that it cannot be kept is no failure."""
        if self.folder is None:
            return
        seed = _seed(text)
        with contextlib.suppress(OSError, ValueError, RecursionError, msgspec.MsgspecError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            payload = msgspec.msgpack.encode(body)
            if _is_private(self.folder) and len(payload) + _CHECKSUM <= _ENTRY_LIMIT:
                entry = self.folder / _name(seed)
                files.replace(entry, _checksum(seed, payload) + payload, 0o600, durable=False)
                self._prune()

    def _prune(self) -> None:
        """Remove the oldest entries when all together are too large, once in a run."""
        if self.folder is None or self.folder in _pruned:
            return
        _pruned.add(self.folder)
        found = []
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith((_SUFFIX, files.TEMPORARY_SUFFIX)):
                    about = entry.stat(follow_symlinks=False)
                    found.append((about.st_mtime_ns, about.st_size, entry.name))
        total = sum(size for _, size, _ in found)
        if total <= self.size:
            return
        for _, size, name in sorted(found):
            if total <= self.size * 3 // 4:
                break
            with contextlib.suppress(OSError):
                (self.folder / name).unlink()
            total -= size


def _seed(text: str) -> bytes:
    """What an entry depends on: the text and everything that turns it into syntax."""
    seed = hashlib.sha256("\0".join((FORMAT, __version__, GRAMMAR, _parser_stamp(), "")).encode())
    seed.update(text.encode("utf-8", "surrogatepass"))
    return seed.digest()


_stamp: list[str] = []


def _parser_stamp() -> str:
    """Sizes and times of the parser's own files: whoever changes the parser does not see what it gave before."""
    if not _stamp:
        parts = []
        for folder in language.__path__:
            with contextlib.suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        about = entry.stat()
                        parts.append(f"{entry.name} {about.st_size} {about.st_mtime_ns}")
        _stamp.append("\n".join(sorted(parts)))
    return _stamp[0]


def _name(seed: bytes) -> str:
    return seed.hex() + _SUFFIX


def _checksum(seed: bytes, payload: bytes) -> bytes:
    return hashlib.sha256(seed + payload).digest()


def _is_private(folder: Path) -> bool:
    """Whether the folder is the user's and nobody else can write to it."""
    about = folder.stat()
    return (
        stat.S_ISDIR(about.st_mode)
        and about.st_uid == os.geteuid()
        and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )


def _decoded(seed: bytes, content: bytes) -> Body | None:
    payload = memoryview(content)[_CHECKSUM:]
    if hashlib.sha256(seed + payload).digest() != content[:_CHECKSUM]:
        return None
    try:
        with _without_collection():
            return msgspec.msgpack.decode(payload, type=Body)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """A large tree is made at once and stays: looking for garbage meanwhile takes longer than making it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _is_plausible(body: Body, length: int) -> bool:
    """Whether the outermost items stand one after the other inside the text."""
    at = body.start
    for item in body.items:
        if not at <= item.start <= item.end <= length:
            return False
        at = item.end
    return 0 <= body.start <= body.end <= length
