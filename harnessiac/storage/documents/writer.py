"""Writing many documents: each is put on disk beside its place first, then put in place as one step.

So the slow part, waiting for the disk, is done for all of them together, and whatever ends the run leaves each document
as it was or as it should be.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harnessiac.diagnostics import Diagnostic, Failed
from harnessiac.storage import files

if TYPE_CHECKING:
    from harnessiac.storage.documents.directory import DocumentDirectory

_KEPT = 32
"""How many folders are kept open until `settle`: most documents share one with those before them."""


@dataclass
class DocumentWriter:
    """Stages documents of `folder`, puts them in place or removes them, and makes that last."""

    folder: DocumentDirectory
    _staged: dict[str, str] = field(default_factory=dict)
    _unsynced: dict[str, int] = field(default_factory=dict)
    _problems: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    _changed: set[tuple[str, ...]] = field(default_factory=set)
    _open: dict[tuple[str, ...], int] = field(default_factory=dict)

    def stage(self, path: str, text: str) -> None:
        """Write `text` beside `path`, to be put there by `replace`, which also says if that failed."""
        try:
            content = self.folder.encoded(path, text)
            *folders, name = self.folder.components(path)
            parent = self._parent(path, tuple(folders))
            try:
                temporary, descriptor = files.stage_open(name, content, None, directory=parent)
                self._staged[path], self._unsynced[path] = temporary, descriptor
            except OSError as problem:
                raise Failed(self.folder.unwritable(path, problem)) from None
        except Failed as failure:
            self._problems[path] = failure.diagnostics

    def replace(self, path: str, text: str, expected: str | None) -> None:
        """Put a staged document in its place, unless it says `text` already; `expected` must be there now.

        Where nothing is expected, what says `text` already is somebody else's. Raises DocumentConflict when something
        else is there, Failed for other reasons.
        """
        if path not in self._staged and path not in self._problems:
            if expected == text and self.folder.read(path) == text:
                return  # no journal speaks of it, so nobody would remove what a crash left beside it
            self.stage(path, text)
        self._sync()
        if path in self._problems:
            raise Failed(*self._problems.pop(path))
        *folders, name = self.folder.components(path)
        temporary = self._staged.pop(path)
        parent = self._parent(path, tuple(folders))
        try:
            found = self.folder.text_at(path, parent, name)
            if found != text or expected is None:
                self.folder.check(path, expected, found)
                files.put(temporary, name, directory=parent)
                self._changed.add(tuple(folders))
                return
        except OSError as problem:
            raise Failed(self.folder.unwritable(path, problem)) from None
        except Failed:
            files.discard(temporary, directory=parent)
            raise
        files.discard(temporary, directory=parent)

    def delete(self, path: str, expected: str | None) -> None:
        """Remove a document. Raises as `replace`."""
        self._close()  # the folder may go with its last document
        self._changed.add(self.folder.delete(path, expected))

    def settle(self) -> None:
        """Make what was done last, and drop what was staged in vain. Raises Failed."""
        for descriptor in self._unsynced.values():
            os.close(descriptor)
        self._unsynced.clear()
        self._close()
        for path in list(self._staged):
            self._drop(path)
        self._problems.clear()
        while self._changed:
            folders = self._changed.pop()
            shown = "/".join(folders)
            with self.folder.opened(shown, folders) as there:
                if there is not None:  # else another step removed it
                    try:
                        files.sync_folder(there)
                    except OSError as problem:
                        raise Failed(self.folder.unwritable(shown, problem)) from None

    def _parent(self, path: str, folders: tuple[str, ...]) -> int:
        """The folder of the document `path`, made if need be, open until `_close`. Raises Failed."""
        found = self._open.get(folders)
        if found is None:
            if len(self._open) >= _KEPT:
                self._close()
            with self.folder.opened(path, folders, create=True) as opened:
                assert opened is not None
                found = self._open[folders] = os.dup(opened)
        return found

    def _close(self) -> None:
        while self._open:
            os.close(self._open.popitem()[1])

    def _sync(self) -> None:
        """Make everything staged last."""
        paths, descriptors = list(self._unsynced), list(self._unsynced.values())
        for path, descriptor, problem in zip(paths, descriptors, files.sync_all(descriptors), strict=True):
            os.close(descriptor)
            if problem is not None:
                self._problems[path] = (self.folder.unwritable(path, problem),)
                self._drop(path)
        self._unsynced.clear()

    def _drop(self, path: str) -> None:
        self._close()  # nor is the folder kept that is empty without it
        *folders, _ = self.folder.components(path)
        temporary = self._staged.pop(path)
        with self.folder.opened(path, tuple(folders)) as parent:
            if parent is not None:
                files.discard(temporary, directory=parent)
        self.folder.remove_empty(tuple(folders))
