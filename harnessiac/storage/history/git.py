"""What commits hold, read from git's objects: neither the work tree nor the index is touched, and nothing is fetched.

One process gives all objects by their ids, so that no name of a file is ever an argument of git.
"""

from __future__ import annotations

import errno
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.storage import files

_SUMMARY: Final = "Failed to read from git"
_TIMEOUT: Final = 60
_HEXADECIMAL = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHOWN: Final = 100
_MOST_NAMES: Final = 2_000
_LARGEST_FOLDER: Final = 64_000_000
"""The largest tree object that is read, in bytes."""
_LONGEST_LINK: Final = 4_096
_MOST_LINKS: Final = 40
IN_SUBMODULE: Final = "it is in a submodule, which is not looked into at a commit"
_SAID: Final = 8
"""Lines of what git says that are told."""
_QUIET: Final = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    # A partial clone would fetch what it lacks.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}


class Entry(Struct, frozen=True):
    """What a folder of a commit holds under one name; `mode` is git's, in octal digits."""

    mode: str
    id: str

    @property
    def is_folder(self) -> bool:
        return self.mode == "40000"

    @property
    def is_link(self) -> bool:
        return self.mode == "120000"

    @property
    def is_submodule(self) -> bool:
        return self.mode == "160000"


class Commit:
    """The files of one commit. `root` is the top folder of the work tree, by which paths are known."""

    def __init__(self, ref: str, id: str, root: Path, objects: Objects) -> None:
        self.ref = ref
        self.id = id
        self.root = root
        self._objects = objects
        self._folders: dict[str, dict[str, Entry]] = {}
        self._top = Entry("40000", objects.tree_of(id))

    def find(self, path: Path) -> Entry | Path | None:
        """What is at an absolute path; None if nothing is, a path where that leads out of the repository.

        Symbolic links are followed. Raises OSError.
        """
        if not path.is_relative_to(self.root):
            return path
        todo = list(reversed(path.relative_to(self.root).parts))
        way = [self._top]
        links = 0
        while todo:
            step = todo.pop()
            if step in ("", "."):
                continue
            if step == "..":
                way.pop()
                if not way:
                    place = Path(os.path.normpath(self.root.parent.joinpath(*reversed(todo))))
                    if not place.is_relative_to(self.root):
                        return place
                    way, todo = [self._top], list(reversed(place.relative_to(self.root).parts))
                continue
            if way[-1].is_submodule:
                raise files.Refused(IN_SUBMODULE)
            if not way[-1].is_folder:
                return None
            entry = self.children(way[-1]).get(step)
            if entry is None:
                return None
            if not entry.is_link:
                way.append(entry)
                continue
            links += 1
            if links > _MOST_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            target = os.fsdecode(self.content(entry, _LONGEST_LINK))
            if target.startswith("/"):
                place = Path(os.path.normpath(target))
                if not place.is_relative_to(self.root):
                    return place.joinpath(*reversed(todo))
                way, target = [self._top], place.relative_to(self.root).as_posix()
            todo += reversed(target.split("/"))
        return way[-1]

    def children(self, folder: Entry) -> Mapping[str, Entry]:
        """What a folder holds. Raises OSError."""
        found = self._folders.get(folder.id)
        if found is None:
            data = self._objects.read(folder.id, _LARGEST_FOLDER)
            try:
                found = self._folders[folder.id] = dict(_entries(data, len(folder.id) // 2))
            except ValueError:
                raise files.Refused("git's object for it is damaged") from None
        return found

    def content(self, file: Entry, limit: int) -> bytes:
        """The bytes of a file or of a link. Raises OSError, also if they are more than `limit`."""
        if file.is_folder:
            raise files.Refused("it is a directory")
        if file.is_submodule:
            raise files.Refused(IN_SUBMODULE)
        return self._objects.read(file.id, limit)


def _entries(data: bytes, size: int) -> Iterator[tuple[str, Entry]]:
    """The entries of a tree object: mode, space, name, zero byte, `size` bytes of an id."""
    at = 0
    while at < len(data):
        space = data.index(b" ", at)
        end = data.index(b"\0", space)
        id = data[end + 1 : end + 1 + size]
        yield os.fsdecode(data[space + 1 : end]), Entry(data[at:space].decode("ascii"), id.hex())
        at = end + 1 + size


class Objects:
    """git's objects by their ids, from one process that lives as long as it is asked."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def tree_of(self, commit: str) -> str:
        """The id of the top folder of a commit. Raises Failed."""
        try:
            data = self.read(commit, _LARGEST_FOLDER)
        except OSError as problem:
            raise Failed(error(_SUMMARY, f"The commit {commit} cannot be read: {files.reason(problem)}.")) from None
        return data.partition(b"\n")[0].removeprefix(b"tree ").decode("ascii", "replace")

    def read(self, id: str, limit: int) -> bytes:
        """An object's bytes. Raises OSError if there is none or it has more than `limit` bytes."""
        asking, answers = self._process.stdin, self._process.stdout
        assert asking is not None
        assert answers is not None
        try:
            asking.write(f"{id}\n".encode("ascii"))
            asking.flush()
        except OSError:
            raise files.Refused("git ended before it was read") from None
        header = answers.readline().split()
        if len(header) != 3:
            raise files.Refused("this clone does not have its content: it is partial or damaged")
        size = int(header[2])
        if size > limit:
            _skip(answers, size + 1)
            raise files.Refused(f"it has {size} bytes, more than the {limit} that are allowed")
        data = answers.read(size)
        answers.read(1)
        if len(data) != size:
            raise files.Refused("git ended before it was read")
        return data


def _skip(answers: IO[bytes], size: int) -> None:
    while size > 0:
        part = answers.read(min(size, 1 << 20))
        if not part:
            return
        size -= len(part)


class Repository:
    """The repository that a directory is in."""

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        """Raises Failed if git is not there or the directory is in no repository."""
        self._directory = directory
        self._environment = {**environment, **_QUIET}
        ended = self._git("rev-parse", "--show-toplevel")
        if ended.returncode or not ended.stdout.strip():
            raise Failed(_outside(directory, ended.stderr))
        self.root = Path(os.fsdecode(ended.stdout.rstrip(b"\n"))).resolve()

    @contextmanager
    def objects(self) -> Iterator[Objects]:
        """All objects, while they are read."""
        with subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=self._directory,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                yield Objects(process)
            finally:
                process.kill()

    def commit(self, ref: str, id: str, objects: Objects) -> Commit:
        """A commit by its id, called `ref` in messages. Raises Failed."""
        return Commit(ref, id, self.root, objects)

    def resolve(self, ref: str, option: str) -> str:
        """The id of a commit. `A...B` is where A and B parted; without B, HEAD. Raises Failed, naming `option`."""
        left, dots, right = ref.partition("...")
        if not dots:
            return self._commit(ref, option)
        ends = [self._commit(left or "HEAD", option), self._commit(right or "HEAD", option)]
        ended = self._git("merge-base", *ends)
        found = ended.stdout.decode("ascii", "replace").strip()
        if not _HEXADECIMAL.fullmatch(found):
            why = f"{files.shown(left or 'HEAD')} and {files.shown(right or 'HEAD')} have no commit in common"
            raise Failed(error(_invalid(option), f"{why} in this clone.{self._shallow()}"))
        return found

    def has_commits(self) -> bool:
        """Whether there is anything that HEAD could stand for."""
        return self._find("HEAD") is not None

    def _commit(self, ref: str, option: str) -> str:
        if not ref or ref.startswith("-") or any(ord(char) < 32 or ord(char) == 127 for char in ref):
            named = files.shown(ref[:_SHOWN])
            detail = f'"{named}" cannot be the name of a commit. Give a branch, a tag or a commit, as in main.'
            raise Failed(error(_invalid(option), detail))
        if ".." in ref:
            named, parted = files.shown(ref[:_SHOWN]), files.shown(ref[:_SHOWN].replace("..", "...", 1))
            detail = (
                f'"{named}" is a range and no commit. Write "{parted}" for the commit where both parted, or the name '
                "of one of them."
            )
            raise Failed(error(_invalid(option), detail))
        found = self._find(ref)
        if found is None:
            names = self._names()
            hint = f' Did you mean "origin/{ref}"?' if f"origin/{ref}" in names else did_you_mean(ref, names)
            detail = f'There is no commit "{files.shown(ref[:_SHOWN])}" in this repository.{hint}{self._shallow()}'
            raise Failed(error(_invalid(option), detail))
        return found

    def _find(self, ref: str) -> str | None:
        ended = self._git("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        found = ended.stdout.decode("ascii", "replace").strip()
        return found if ended.returncode == 0 and _HEXADECIMAL.fullmatch(found) else None

    def _names(self) -> list[str]:
        ended = self._git("for-each-ref", f"--count={_MOST_NAMES}", "--format=%(refname:short)")
        return [files.shown(os.fsdecode(line)) for line in ended.stdout.splitlines()]

    def _shallow(self) -> str:
        if self._git("rev-parse", "--is-shallow-repository").stdout.strip() != b"true":
            return ""
        return (
            " This clone is shallow: it holds the latest commits only. Fetch what is missing, as with "
            '"git fetch --unshallow", or check out with the whole history ("fetch-depth: 0").'
        )

    def _git(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Raises Failed if git cannot be run."""
        try:
            return subprocess.run(
                ["git", *arguments],
                cwd=self._directory,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_TIMEOUT,
                check=False,
            )
        except FileNotFoundError:
            raise Failed(error(_SUMMARY, "There is no git on this machine's PATH. Install it.")) from None
        except subprocess.TimeoutExpired:
            raise Failed(error(_SUMMARY, f"git did not answer within {_TIMEOUT} seconds.")) from None
        except (OSError, ValueError) as problem:
            reason = files.reason(problem) if isinstance(problem, OSError) else str(problem)
            raise Failed(error(_SUMMARY, f"git could not be run: {reason}.")) from None


def _invalid(option: str) -> str:
    return f"Invalid {option}"


def _outside(directory: Path, said: bytes) -> Diagnostic:
    lines = [files.shown(line.decode("utf-8", "replace").expandtabs(2).rstrip()) for line in said.splitlines()[:_SAID]]
    where = files.shown(directory.absolute())
    if not any(lines) or b"not a git repository" in said:
        return error(_SUMMARY, f"The directory {where} is in the work tree of no git repository.")
    told = "\n".join(line[:500] for line in lines)
    return error(_SUMMARY, f"git does not tell of which repository the directory {where} is a part. It says:\n\n{told}")
