"""States in files, replaced whole, with a copy of what each was before this run.

Who writes must hold the lock (`file_lock`); even so, a file that was changed by others since it was read is not
overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.storage import files
from harnessiac.storage.backends.store import DEFAULT, LIMIT, Content, check_version, digest, is_name

if TYPE_CHECKING:
    from harnessiac.storage.backends.file_lock import FileLock
    from harnessiac.storage.backends.lock_info import LockInfo

SUFFIX = ".tfstate.json"
_JOURNAL = ".journal"
_MODE = 0o600
_TRIES = 5


class LocalStore:
    """The state in the file at `path`; one object for one run, since it remembers what it has copied."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is_backed_up = False
        self._lock: FileLock | None = None

    @property
    def name(self) -> str:
        return f"file {files.shown(self.path)}"

    @property
    def backup(self) -> Path:
        """Where the version that a run began with is kept."""
        return backup_path(self.path)

    def is_kept(self) -> bool:
        """Return whether there is a state, or a journal that says what it was to be. Raises Failed."""
        return is_there(self.path) or is_there(self.journal())

    def read(self) -> Content | None:
        try:
            data = self._read_named()
        except FileNotFoundError:
            if self.path.is_symlink():
                raise Failed(_unreadable(self.path, "it is a symbolic link to nothing")) from None
            return None
        except OSError as problem:
            raise Failed(_unreadable(self.path, files.reason(problem))) from None
        return Content(data, digest(data))

    def _read_named(self) -> bytes:
        """What the file says that has the name. Raises OSError.

        One that lost its name while it was read may have been spoiled (`record_locks`).
        """
        for _ in range(_TRIES):
            before = self.path.stat()
            data = files.read(self.path, LIMIT)
            after = self.path.stat()
            if (before.st_dev, before.st_ino) == (after.st_dev, after.st_ino):
                break
        return data

    def write(self, data: bytes, version: str | None) -> str:
        there = self.read()
        check_version(there, version)
        written = self.path
        try:
            files.make_folders(self.path.parent)
            place = files.target(self.path)
            files.remove_leftovers(place)
            if there is not None and not self._is_backed_up:
                written = self.backup
                files.replace(written, there.data, _MODE)
                written = self.path
            temporary = files.stage(place, data, _MODE)
            self._hold(temporary)
            files.put(temporary, place)
            self._settle(place.parent)
        except OSError as problem:
            detail = f"The state file {files.shown(written)} could not be written: {files.reason(problem)}."
            raise Failed(error("Failed to save state", detail)) from None
        self._is_backed_up = True
        return digest(data)

    def delete(self) -> None:
        """Remove the file and its backup."""
        with files.failing("Failed to delete state", f"state file {files.shown(self.path)} could not be removed"):
            for path in (self.path, self.backup):
                path.unlink(missing_ok=True)
            if self.path.parent.is_dir():
                self._settle(self.path.parent)

    def retire(self) -> str | None:
        """Make the state its own backup, now that it is kept elsewhere; gives where it is. Raises Failed."""
        there = self.read()
        if there is None:
            return None
        with files.failing("Failed to save state", f"state file {files.shown(self.path)} could not be moved away"):
            files.replace(self.backup, there.data, _MODE)
            self.path.unlink()
            self._settle(self.path.parent)
        return files.shown(self.backup)

    @contextmanager
    def locked(self, operation: str, *, timeout: float = 0.0) -> Iterator[None]:
        from harnessiac.storage.backends import file_lock  # reading takes no lock

        with file_lock.held(self.path, operation, timeout=timeout) as lock:
            self._lock = lock
            try:
                yield
            finally:
                self._lock = None

    def _settle(self, folder: Path) -> None:
        """Make what happened to the state in this folder last. Raises OSError."""
        files.sync_folder(folder)
        if self._lock is not None:
            self._lock.after()

    def _hold(self, temporary: str) -> None:
        """Lock a staged state, if the state is locked. Raises Failed and then leaves no temporary file."""
        if self._lock is not None:
            try:
                self._lock.before(temporary)
            except BaseException:
                files.discard(temporary)
                raise

    def force_unlock(self, id: str) -> LockInfo:
        from harnessiac.storage.backends import file_lock

        return file_lock.force_unlock(self.path, id)

    def journal(self) -> Path:
        place = files.target(self.path)
        return place.with_name(place.name + _JOURNAL)


class LocalBackend:
    """States in files: `path_of` says where that of a workspace is, `others` looks which workspaces have one."""

    type = "local"

    def __init__(self, path_of: Callable[[str], Path], others: Callable[[], list[str]]) -> None:
        self._path_of = path_of
        self._others = others

    def store(self, workspace: str) -> LocalStore:
        return LocalStore(self._path_of(workspace))

    def workspaces(self) -> tuple[str, ...]:
        return tuple(sorted({DEFAULT, *self._others()}))


def in_folder(folder: Path) -> LocalBackend:
    """`WORKSPACE.tfstate.json` in a folder, as hiac keeps states unless a backend block says otherwise."""

    def others() -> list[str]:
        names = [path.name.removesuffix(_JOURNAL) for path in _entries(folder)]
        return [name for full in names if full.endswith(SUFFIX) and is_name(name := full.removesuffix(SUFFIX))]

    return LocalBackend(lambda workspace: folder / f"{workspace}{SUFFIX}", others)


def at_path(path: Path, workspace_folder: Path) -> LocalBackend:
    """Terraform's layout: the default workspace at `path`, others at `terraform.tfstate` in folders named for them."""
    inner = "terraform.tfstate"

    def path_of(workspace: str) -> Path:
        return path if workspace == DEFAULT else workspace_folder / workspace / inner

    def others() -> list[str]:
        names = [folder.name for folder in _entries(workspace_folder) if is_name(folder.name)]
        return [name for name in names if LocalStore(path_of(name)).is_kept()]

    return LocalBackend(path_of, others)


def only(path: Path) -> LocalBackend:
    """One file whatever the workspace, as -state asks for."""
    return LocalBackend(lambda workspace: path, list)


def backup_path(path: Path) -> Path:
    """Where the previous version of the state at `path` is kept."""
    return path.with_name(path.name + ".backup")


def names_file(path: Path) -> bool:
    """Whether a file can be at a path, by its last name alone."""
    return path.name not in ("", "..")


def is_there(path: Path) -> bool:
    """Whether there is anything at a path. Raises Failed if that cannot be seen."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as problem:
        why = files.reason(problem) if isinstance(problem, OSError) else "its name holds a null character"
        raise Failed(_unreadable(path, why)) from None
    return True


def _entries(folder: Path) -> list[Path]:
    with (
        files.failing("Failed to list workspaces", f"folder {files.shown(folder)} could not be read"),
        suppress(FileNotFoundError, NotADirectoryError),
    ):
        return list(folder.iterdir())
    return []


def _unreadable(path: Path, why: str) -> Diagnostic:
    return error("Failed to load state", f"The state file {files.shown(path)} could not be read: {why}.")
