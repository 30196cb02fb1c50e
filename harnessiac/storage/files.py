"""Reading and replacing whole files so that neither a hostile file nor a crash does harm.

A reader never waits for a pipe and never takes more than it allows; a writer leaves the old content or the new one.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from harnessiac.diagnostics import Failed, error

TEMPORARY_SUFFIX = ".hiac-tmp"
_LONGEST_NAME = 255
_FEW = 8
_THREADS = 16


class Refused(OSError):
    """The file is not what can be read here; the message is a sentence without its end."""


def read(path: Path | str, limit: int, *, directory: int | None = None, follow: bool = True) -> bytes:
    """The content of a regular file of at most `limit` bytes.

    `directory` is a file descriptor that `path` is relative to; without `follow` a symbolic link is refused. Raises
    OSError: FileNotFoundError, PermissionError, Refused and whatever else the system says.
    """
    descriptor = _opened(path, directory, follow=follow)
    with os.fdopen(descriptor, "rb") as file:
        size = os.fstat(descriptor).st_size
        if size > limit:
            raise Refused(f"it has {size} bytes, more than the {limit} that are allowed")
        content = file.read(size + 1)  # room for all that is allowed would be made for every small file
        if len(content) > size:  # it has grown, or is one that has no size
            content += file.read(limit + 1 - len(content))
    if len(content) > limit:
        raise Refused(f"it has more than the {limit} bytes that are allowed")
    return content


def read_start(path: Path | str, size: int) -> bytes:
    """The first bytes of a regular file. Raises OSError."""
    with os.fdopen(_opened(path, None, follow=True), "rb") as file:
        return file.read(size)


def _opened(path: Path | str, directory: int | None, *, follow: bool) -> int:
    """A regular file, open for reading, without waiting for anybody."""
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    try:
        descriptor = os.open(path, flags, dir_fd=directory)
    except ValueError:
        raise Refused("its name holds a null character") from None
    except OSError as problem:
        if problem.errno == errno.ELOOP and not follow:
            raise Refused("it is a symbolic link") from None
        if problem.errno == errno.ENXIO:
            raise Refused("it is not a regular file") from None
        raise
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise Refused("it is a directory" if stat.S_ISDIR(mode) else "it is not a regular file")
    return descriptor


def replace(
    path: Path | str, content: bytes, mode: int | None, *, directory: int | None = None, durable: bool = True
) -> None:
    """Put `content` in place of the file as one step: a reader sees the old or the new, also after a crash.

    A new file gets `mode` as it is (None: what the user's mask allows); one that was there keeps its own. Without
    `durable` a power cut, though no crash of the program, may undo the step. `path` itself is replaced, even if it is
    a symbolic link: see `target`. Raises OSError and leaves no temporary file.
    """
    temporary = stage(path, content, mode, directory=directory, durable=durable)
    put(temporary, path, directory=directory)
    if durable:
        sync_folder(os.path.split(path)[0] or "." if directory is None else directory)


def stage(
    path: Path | str, content: bytes, mode: int | None, *, directory: int | None = None, durable: bool = True
) -> str:
    """Write `content` to a temporary file beside `path`, for `put`; gives its path. Modes are as in `replace`.

    Raises OSError and leaves no temporary file.
    """
    temporary, descriptor = stage_open(path, content, mode, directory=directory)
    try:
        try:
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        discard(temporary, directory=directory)
        raise
    return temporary


def stage_open(path: Path | str, content: bytes, mode: int | None, *, directory: int | None = None) -> tuple[str, int]:
    """As `stage`, but the caller makes it last: gives the open file too."""
    folder, name = os.path.split(path)
    with contextlib.suppress(FileNotFoundError):
        there = os.stat(path, dir_fd=directory, follow_symlinks=False)
        if stat.S_ISDIR(there.st_mode):
            raise Refused("it is a directory")
        if stat.S_ISREG(there.st_mode):
            mode = stat.S_IMODE(there.st_mode)
    temporary = str(Path(folder, temporary_name(name)))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(temporary, flags, 0o666 if mode is None else 0o600, dir_fd=directory)
    try:
        write(descriptor, content)
        if mode is not None:
            os.fchmod(descriptor, mode)
    except BaseException:
        os.close(descriptor)
        discard(temporary, directory=directory)
        raise
    return temporary, descriptor


def sync_all(descriptors: Sequence[int]) -> list[OSError | None]:
    """Make many open files last, all at once: the disk writes them together. Gives what went wrong with each."""

    def sync(descriptor: int) -> OSError | None:
        try:
            os.fsync(descriptor)
        except OSError as problem:
            return problem
        return None

    if len(descriptors) < _FEW:
        return [sync(descriptor) for descriptor in descriptors]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(sync, descriptors))


def put(temporary: str, path: Path | str, *, directory: int | None = None) -> None:
    """Put a staged file in its place. Raises OSError and leaves no temporary file."""
    try:
        os.replace(temporary, path, src_dir_fd=directory, dst_dir_fd=directory)
    except BaseException:
        discard(temporary, directory=directory)
        raise


def discard(temporary: str, *, directory: int | None = None) -> None:
    """Remove a staged file, if that can be done."""
    with contextlib.suppress(OSError):
        os.unlink(temporary, dir_fd=directory)


def write(descriptor: int, content: bytes) -> None:
    """Write all of `content`. Raises OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def make_folders(folder: Path, mode: int = 0o777) -> list[Path]:
    """Make a folder and those around it so that they last; gives those that were missing, outermost first.

    Raises OSError.
    """
    missing = [f for f in (folder, *folder.parents) if not f.exists()][::-1]
    for one in missing:
        with contextlib.suppress(FileExistsError):
            one.mkdir(mode)
            sync_folder(one.parent)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    return missing


def write_into(path: Path, content: bytes) -> None:
    """Write to a device or a pipe, which is never replaced. Raises OSError, also if nobody reads from the pipe."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(descriptor, "wb") as file:
        os.set_blocking(descriptor, True)
        file.write(content)


def target(path: Path) -> Path:
    """Where a chain of symbolic links at `path` ends, so that writing keeps the link; the path itself if it is none."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def temporary_name(name: str) -> str:
    """A new hidden name beside `name`, short enough for any file system."""
    return f"{_stem(name)}{os.urandom(6).hex()}{TEMPORARY_SUFFIX}"


def _stem(name: str) -> str:
    """How temporary names beside `name` begin."""
    room = _LONGEST_NAME - 14 - len(TEMPORARY_SUFFIX)
    return "." + os.fsdecode(os.fsencode(name)[:room]) + "."


def remove_leftovers(path: Path | str, *, directory: int | None = None) -> None:
    """Delete temporary files that a killed writer of `path` left; only for who holds the lock on `path`."""
    folder, name = os.path.split(path)
    start = _stem(name)
    with contextlib.suppress(OSError), os.scandir(folder or "." if directory is None else directory) as entries:
        for entry in entries:
            if entry.name.startswith(start) and entry.name.endswith(TEMPORARY_SUFFIX):
                discard(str(Path(folder, entry.name)), directory=directory)


_UNABLE = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF, errno.EACCES, errno.EPERM)


def sync_folder(folder: Path | str | int) -> None:
    """Make what was put into, renamed in or removed from a folder (a path, or open) last. Raises OSError.

    File systems that cannot do so are as safe as they can be.
    """
    try:
        if isinstance(folder, int):
            os.fsync(folder)
            return
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as problem:
        if problem.errno not in _UNABLE:
            raise


def flocked(descriptor: int) -> bool:
    """Take the system's lock (flock) of an open file; return False if another process has it.

    File systems without such locks are used without them. Raises OSError.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno in (errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK):
            return False
        if problem.errno not in (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL):
            raise
    return True


@contextlib.contextmanager
def failing(summary: str, sentence: str) -> Iterator[None]:
    """Raise Failed with `summary` for an OSError; `sentence` says what failed ("file x could not be read")."""
    try:
        yield
    except OSError as problem:
        raise Failed(error(summary, f"The {sentence}: {reason(problem)}.")) from None


def reason(problem: OSError) -> str:
    """What the system said, as the end of a sentence: "permission denied"."""
    if isinstance(problem, Refused):
        return str(problem)
    text = os.strerror(problem.errno) if problem.errno else str(problem) or "the system refused it"
    return text[:1].lower() + text[1:]


def shown(path: Path | str) -> str:
    """A path, or a text that came from outside, for messages: printable, also when it is no valid UTF-8."""
    try:
        text = os.fsencode(path).decode("utf-8", "replace")
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can hold and no path can
        text = str(path)
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
