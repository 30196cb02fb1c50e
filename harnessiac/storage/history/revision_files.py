"""The files of a configuration, its state and its documents as they were at a commit."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.language.functions.context import FileAccess, FileKind
from harnessiac.storage import files
from harnessiac.storage.backends.local import LocalStore
from harnessiac.storage.backends.store import LIMIT, Content, digest
from harnessiac.storage.configuration import function_files
from harnessiac.storage.configuration.file_tree import DISK
from harnessiac.storage.documents.directory import LIMIT as DOCUMENT_LIMIT
from harnessiac.storage.documents.directory import DocumentDirectory
from harnessiac.storage.history.git import IN_SUBMODULE, Commit, Entry


class CommitTree:
    """The files as they were at a commit; what lies outside of its repository is as it is now."""

    def __init__(self, commit: Commit, directory: Path) -> None:
        """`directory` is where relative paths start."""
        self.commit = commit
        self._directory = directory.resolve()

    def find(self, path: Path) -> Entry | Path | None:
        """An entry of the commit, None, or a path outside. Raises OSError."""
        return self.commit.find(Path(os.path.normpath(self._directory / path)))

    def read(self, path: Path, limit: int) -> bytes:
        match self.find(path):
            case None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            case Entry() as entry:
                return self.commit.content(entry, limit)
            case outside:
                return files.read(outside, limit)

    def names(self, folder: Path) -> list[str]:
        match self.find(folder):
            case None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            case Entry() as entry if entry.is_folder:
                return [name for name, inner in self.commit.children(entry).items() if not inner.is_folder]
            case Entry() as entry if entry.is_submodule:
                raise files.Refused(IN_SUBMODULE)
            case Entry():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            case outside:
                return DISK.names(outside)

    def exists(self, path: Path) -> bool:
        try:
            found = self.find(path)
        except OSError:
            return False
        return os.path.lexists(found) if isinstance(found, Path) else found is not None

    def holds(self, path: Path) -> bool:
        """Whether something at this path is in the commit."""
        try:
            return isinstance(self.find(path), Entry)
        except OSError:
            return False

    def functions(self) -> FileAccess:
        return _Functions(self)


class _Functions:
    """A commit as functions of the language see it."""

    def __init__(self, tree: CommitTree) -> None:
        self._tree = tree
        self._disk = function_files.LocalFiles()

    def read(self, path: str) -> bytes:
        return self._tree.read(Path(path), function_files.LIMIT)

    def kind(self, path: str) -> FileKind | None:
        match self._tree.find(Path(path)):
            case None:
                return None
            case Entry() as entry:
                if entry.is_submodule:
                    return FileKind.OTHER
                return FileKind.DIRECTORY if entry.is_folder else FileKind.REGULAR
            case outside:
                return self._disk.kind(str(outside))

    def entries(self, path: str) -> Sequence[str]:
        try:
            found = self._tree.find(Path(path))
            if isinstance(found, Path):
                return self._disk.entries(str(found))
            return list(self._tree.commit.children(found)) if found is not None and found.is_folder else ()
        except OSError:
            return ()


class CommittedStore(LocalStore):
    """The state in a file of a commit: it can be read only."""

    def __init__(self, path: Path, tree: CommitTree) -> None:
        super().__init__(path)
        self._tree = tree

    @property
    def name(self) -> str:
        return f"{super().name} at {files.shown(self._tree.commit.ref)}"

    def read(self) -> Content | None:
        with files.failing("Failed to load state", f"state {self.name} could not be read"):
            try:
                data = self._tree.read(self.path, LIMIT)
            except FileNotFoundError:
                return None
        return Content(data, digest(data))

    def write(self, data: bytes, version: str | None) -> str:
        raise unchangeable(self.name)

    def delete(self) -> None:
        raise unchangeable(self.name)


class CommittedDocuments(DocumentDirectory, frozen=True):
    """The documents of a commit: they can be read only."""

    tree: CommitTree

    def read(self, path: str) -> str | None:
        self.components(path)
        with files.failing("Failed to read document", f"document {self._shown(path)} could not be read"):
            try:
                content = self.tree.read(self.root / path, DOCUMENT_LIMIT)
            except FileNotFoundError:
                return None
        return self._decoded(path, content)

    def read_all(self, paths: Iterable[str]) -> tuple[dict[str, str | None], dict[str, tuple[Diagnostic, ...]]]:
        found: dict[str, str | None] = {}
        unreadable: dict[str, tuple[Diagnostic, ...]] = {}
        for path in paths:
            try:
                found[path] = self.read(path)
            except Failed as failure:
                found[path] = None
                unreadable[path] = failure.diagnostics
        return found, unreadable

    def replace(self, path: str, text: str, expected: str | None) -> None:
        raise unchangeable(f"document {self._shown(path)}")

    def delete(self, path: str, expected: str | None) -> tuple[str, ...]:
        raise unchangeable(f"document {self._shown(path)}")

    def paths(self) -> tuple[str, ...]:
        with files.failing("Failed to read documents", f"folder {self.name} could not be read"):
            return tuple(sorted(self._below("")))

    def _below(self, folder: str) -> Iterator[str]:
        found = self.tree.find(self.root / folder)
        if not isinstance(found, Entry) or not found.is_folder:
            return
        for name, entry in self.tree.commit.children(found).items():
            inner = f"{folder}/{name}" if folder else name
            if name.startswith(".") or entry.is_link or entry.is_submodule:
                continue
            if entry.is_folder:
                yield from self._below(inner)
            elif name.endswith(".yaml"):
                yield inner


def unchangeable(name: str) -> Failed:
    return Failed(error("Commits cannot be changed", f"The {name} is read from a commit, so it cannot be written."))
