"""The documents folder. Nothing outside it is ever read, written or removed, whatever a path says or links to.

Every path is walked folder by folder from the root with symbolic links refused, so that no link made in between
leads elsewhere either.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.storage import files

if TYPE_CHECKING:
    from harnessiac.storage.documents.writer import DocumentWriter

LIMIT = 10_000_000
"""The largest document, in bytes."""

_COMPONENT = re.compile(r"[A-Za-z0-9_$.-]{1,200}")
_SUFFIX = ".yaml"
_DEPTH = 16
_COMPARED = 200_000
_SHOWN_LINES = 60
_SHOWN_COLUMNS = 200


class DocumentConflict(Failed):
    """A document is not what it was when the plan was made. Texts are None where there is no file."""

    def __init__(self, diagnostic: Diagnostic, path: str, expected: str | None, found: str | None) -> None:
        super().__init__(diagnostic)
        self.path = path
        self.expected = expected
        self.found = found


class DocumentDirectory(Struct, frozen=True):
    """The folder `root`, which need not exist yet. Paths inside it are relative, `/` separated, and end in .yaml."""

    root: Path

    @property
    def name(self) -> str:
        """The directory in messages."""
        return files.shown(self.root)

    def read(self, path: str) -> str | None:
        """The text of a document; None if there is no such file. Raises Failed."""
        *folders, name = self.components(path)
        with self.opened(path, tuple(folders)) as parent:
            return None if parent is None else self.text_at(path, parent, name)

    def read_for_data_source(self, path: str) -> str | None:
        """Return the text of a document that a data source reads. Raises Failed."""
        return self.read(path)

    def writer(self) -> DocumentWriter:
        """Return what an apply writes documents with."""
        from harnessiac.storage.documents.writer import DocumentWriter  # reading writes nothing

        return DocumentWriter(self)

    def read_all(self, paths: Iterable[str]) -> tuple[dict[str, str | None], dict[str, tuple[Diagnostic, ...]]]:
        """Return the texts of many documents, and what is wrong with those that cannot be read (whose text is None)."""
        wanted: dict[str, str | None] = dict.fromkeys(paths)
        unreadable: dict[str, tuple[Diagnostic, ...]] = {}
        together: dict[str, list[str]] = {}
        for path in wanted:
            together.setdefault(path.rpartition("/")[0], []).append(path)
        for members in together.values():
            try:
                wanted.update(self._read_together(members))
            except Failed:  # what is wrong is said of each
                for path in members:
                    try:
                        wanted[path] = self.read(path)
                    except Failed as failure:
                        unreadable[path] = failure.diagnostics
        return wanted, unreadable

    def _read_together(self, paths: list[str]) -> dict[str, str | None]:
        """The texts of documents of one folder, which is opened once. Raises Failed at the first that is unreadable."""
        split = {path: self.components(path) for path in paths}
        *folders, _ = split[paths[0]]
        with self.opened(paths[0], tuple(folders)) as parent:
            if parent is None:
                return dict.fromkeys(paths)
            return {path: self.text_at(path, parent, name) for path, (*_, name) in split.items()}

    def delete(self, path: str, expected: str | None) -> tuple[str, ...]:
        """Remove a document and the folders that are empty without it; one that is gone already is no error.

        Gives the innermost folder that is left and was changed. Raises DocumentConflict when the document is not as
        `expected`, Failed for other reasons.
        """
        *folders, name = self.components(path)
        with self.opened(path, tuple(folders)) as parent:
            found = None if parent is None else self.text_at(path, parent, name)
            if found is not None:
                self.check(path, expected, found)
                try:
                    os.unlink(name, dir_fd=parent)
                except FileNotFoundError:
                    pass
                except OSError as problem:
                    raise Failed(self.unwritable(path, problem)) from None
        return self.remove_empty(tuple(folders))

    def tidy(self, path: str) -> None:
        """Remove what a killed writer of a document left: temporary files, and folders that are empty."""
        *folders, name = self.components(path)
        with contextlib.suppress(Failed), self.opened(path, tuple(folders)) as parent:
            if parent is not None:
                files.remove_leftovers(name, directory=parent)
        self.remove_empty(tuple(folders))

    def paths(self) -> tuple[str, ...]:
        """All documents, sorted: regular files that end in .yaml; hidden ones and links are passed over."""
        found: list[str] = []
        todo = [""]
        while todo:
            folder = todo.pop()
            try:
                with os.scandir(self.root / folder) as entries:
                    for entry in entries:
                        inner = f"{folder}/{entry.name}" if folder else entry.name
                        if entry.name.startswith("."):
                            continue
                        if entry.is_dir(follow_symlinks=False) and inner.count("/") < _DEPTH:
                            todo.append(inner)
                        elif entry.name.endswith(_SUFFIX) and entry.is_file(follow_symlinks=False):
                            found.append(inner)
            except FileNotFoundError:
                continue
            except OSError as problem:
                detail = f"The folder {self._shown(folder)} could not be read: {files.reason(problem)}."
                raise Failed(error("Failed to read documents", detail)) from None
        return tuple(sorted(found))

    def _shown(self, path: str) -> str:
        return files.shown(self.root / path)

    @contextlib.contextmanager
    def opened(self, path: str, folders: tuple[str, ...], *, create: bool = False) -> Iterator[int | None]:
        """The folder below the root, open; None if there is none. `path` is what messages speak of."""
        descriptor: int | None = None
        try:
            try:
                if create:
                    files.make_folders(self.root)
                descriptor = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                for folder in folders:
                    inner = _open_folder(folder, descriptor, create=create)
                    os.close(descriptor)
                    descriptor = inner
            except FileNotFoundError:
                if descriptor is not None:
                    os.close(descriptor)
                    descriptor = None
                if create or self.root.is_symlink():
                    gone = files.Refused("its folder is a symbolic link to nothing, or was removed meanwhile")
                    raise Failed(self._unreachable(path, gone)) from None
            except OSError as problem:
                raise Failed(self._unreachable(path, _folder_problem(problem))) from None
            yield descriptor
        finally:
            if descriptor is not None:
                os.close(descriptor)

    def components(self, path: str) -> tuple[str, ...]:
        parts = tuple(path.split("/"))
        are_plain = all(_COMPONENT.fullmatch(part) and not part.startswith(".") for part in parts)
        if not are_plain or not path.endswith(_SUFFIX) or len(parts) > _DEPTH:
            detail = f'"{files.shown(path[:300])}" is not the path of a document inside {files.shown(self.root)}.'
            raise Failed(error("Invalid document path", detail))
        return parts

    def text_at(self, path: str, parent: int | None, name: str) -> str | None:
        with files.failing("Failed to read document", f"document {self._shown(path)} could not be read"):
            try:
                content = files.read(name, LIMIT, directory=parent, follow=False)
            except FileNotFoundError:
                return None
        return self._decoded(path, content)

    def _decoded(self, path: str, content: bytes) -> str:
        try:
            return content.decode()
        except UnicodeDecodeError as problem:
            line = content.count(b"\n", 0, problem.start) + 1
            detail = f"Line {line} of the document {self._shown(path)} is not valid UTF-8. Correct or remove the file."
            raise Failed(error("Failed to read document", detail)) from None

    def check(self, path: str, expected: str | None, found: str | None) -> None:
        """Raises DocumentConflict, with what differs, if `found` is not what was there when the plan was made."""
        if found == expected:
            return
        shown = self._shown(path)
        if found is None:
            what = "was removed"
        elif expected is None:
            what = "was created"
        else:
            what = "was edited"
        detail = (
            f"The document {shown} {what} by somebody else after the plan was made, so it is left as it is. Plan again "
            "to see the difference."
        )
        detail += _difference(expected, found)
        raise DocumentConflict(error("Document changed since the plan", detail), path, expected, found)

    def encoded(self, path: str, text: str) -> bytes:
        """The bytes of a document. Raises Failed if they are too many."""
        content = text.encode("utf-8", "surrogatepass")
        if len(content) > LIMIT:
            detail = f"The document {self._shown(path)} has {len(content)} bytes; no more than {LIMIT} are allowed."
            raise Failed(error("Document too large", detail))
        return content

    def unwritable(self, path: str, problem: OSError) -> Diagnostic:
        detail = f"The document {self._shown(path)} could not be written or removed: {files.reason(problem)}."
        return error("Failed to write document", detail)

    def _unreachable(self, path: str, problem: OSError) -> Diagnostic:
        detail = f"The folder of the document {self._shown(path)} cannot be used: {files.reason(problem)}."
        return error("Failed to open documents folder", detail)

    def remove_empty(self, folders: tuple[str, ...]) -> tuple[str, ...]:
        """Remove the innermost of `folders` and those around it, as long as they are empty; never the root.

        Gives those that are left.
        """
        while folders:
            *outer, name = folders
            try:
                with self.opened(name, tuple(outer)) as parent:
                    if parent is not None:
                        os.rmdir(name, dir_fd=parent)
            except FileNotFoundError:
                pass
            except (OSError, Failed):
                return folders
            folders = tuple(outer)
        return folders


def _difference(expected: str | None, found: str | None) -> str:
    """What changed between two versions, as indented lines of a unified difference."""
    from difflib import unified_diff  # only conflicts need it

    if max(len(expected or ""), len(found or "")) > _COMPARED:
        return ""
    before, after = (expected or "").splitlines(), (found or "").splitlines()
    lines = list(unified_diff(before, after, "as planned", "now", lineterm=""))
    cut = len(lines) - _SHOWN_LINES
    if cut > 0:
        lines = [*lines[:_SHOWN_LINES], f"({cut} more lines)"]
    return "".join(f"\n  {line[:_SHOWN_COLUMNS]}" for line in ["", *lines]) if lines else ""


def _open_folder(name: str, parent: int, *, create: bool) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        return os.open(name, flags, dir_fd=parent)
    except FileNotFoundError:
        if not create:
            raise
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, dir_fd=parent)
        files.sync_folder(parent)
    return os.open(name, flags, dir_fd=parent)


def _folder_problem(problem: OSError) -> OSError:
    """A symbolic link where a folder should be says so: the system speaks of loops or of what is no directory."""
    if problem.errno in (errno.ELOOP, errno.ENOTDIR):
        return files.Refused("a folder above it is a symbolic link or a file, which hiac does not follow")
    return problem
