"""Cuts a command off at many instants, each time in a copy of a folder, and looks at what is left and what comes of it.

`driver.py FOLDER MODE EVERY OFFSET`: FOLDER holds `before/`, a project as it is before the command, and perhaps a file
`command`; without one the command is an apply. Instants are the system calls that change something, every EVERY-th of
them from OFFSET. Prints one JSON object: how many instants there were, how many were tried, and every wrong outcome in
words.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from faults import KILLED, Faults

from harnessiac.cli.main import run

APPLY = ["apply", "-auto-approve", "-input=false"]
UNOWNED = "Error: Document already exists"
DELETES = re.compile(r" [1-9]\d* to destroy")
Tree = dict[str, bytes]


def child(folder: Path, command: list[str], faults: Faults | None = None) -> tuple[int, str, int]:
    """Run hiac in a process of its own; gives its exit code, what it printed, and how many calls were counted."""
    log = folder.parent / "log"
    counted = folder.parent / "counted"
    process = os.fork()
    if process == 0:
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.chdir(folder)
        if faults is not None:
            faults.install()
        code = run(command)
        sys.stdout.flush()
        sys.stderr.flush()
        if faults is not None:
            for name, real in faults.real.items():
                setattr(os, name, real)
            counted.write_text(str(faults.calls))
        os._exit(code)
    _, status = os.waitpid(process, 0)
    calls = int(counted.read_text()) if counted.exists() else 0
    return os.waitstatus_to_exitcode(status), log.read_text(errors="replace"), calls


def tree(folder: Path) -> Tree:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def inodes(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): p.stat().st_ino for p in folder.rglob("*") if p.is_file()}


def state_of(folder: Path) -> Any:
    """What the state says, without how often it was written."""
    path = folder / "state/default.tfstate.json"
    if not path.exists():
        return None
    content = json.loads(path.read_bytes())
    return {name: value for name, value in content.items() if name not in ("serial", "lineage")}


def documents_of(folder: Path) -> Tree:
    return tree(folder / ".harness")


def configuration_of(folder: Path) -> Tree:
    return {path: content for path, content in tree(folder).items() if path.endswith(".tf")}


class Trial:
    """One instant of one mode."""

    def __init__(self, folder: Path, before: Path, after: Path, command: list[str], mode: str, at: int) -> None:
        self.folder, self.before, self.after, self.mode, self.at = folder, before, after, mode, at
        self.command = command
        self.wrong: list[str] = []

    def expect(self, truth: object, what: str) -> None:
        if not truth:
            self.wrong.append(f"{self.mode} at {self.at}: {what}")

    def run(self) -> None:
        code, said, calls = child(self.folder, self.command, Faults(self.mode, self.at))
        # What is kept to be undone later still has a name, and old states that have one are not overwritten at the end.
        ends_before = self.mode in ("names", "data") and 0 < calls < self.at
        dies = self.mode not in ("full", "broken") and not ends_before
        self.expect(code == KILLED if dies else code in (0, 1), f"ended with {code}: {said[-500:]}")
        self.expect("Traceback" not in said and "unexpectedly" not in said, said[-900:])
        configurations = configuration_of(self.before), configuration_of(self.after)
        old, new, now = documents_of(self.before), documents_of(self.after), documents_of(self.folder)
        for path, content in now.items():
            if not path.endswith(".hiac-tmp"):
                self.expect(content in (old.get(path), new.get(path)), f"{path} is neither old nor new")
        self.expect(configuration_of(self.folder) in configurations, "half a configuration")
        before_look = tree(self.folder)
        code, said, _ = child(self.folder, ["plan", "-input=false", "-detailed-exitcode"])
        is_adoption = self.command != APPLY
        refuses = is_adoption and all(line == UNOWNED for line in said.splitlines() if line.startswith("Error: "))
        self.expect(code in (0, 2) or refuses, f"plan afterwards ended with {code}: {said[-900:]}")
        self.expect(not (is_adoption and DELETES.search(said)), f"plan afterwards deletes: {said[-900:]}")
        self.expect(tree(self.folder) == before_look, "plan wrote something")
        finished = {
            path: inode for path, inode in inodes(self.folder / ".harness").items() if now[path] == new.get(path)
        }
        code, said, _ = child(self.folder, self.command)
        self.expect(code == 0, f"{self.command[0]} afterwards ended with {code}: {said[-900:]}")
        now = documents_of(self.folder)
        other = sorted(path for path in now.keys() | new.keys() if now.get(path) != new.get(path))
        self.expect(not other, f"other documents in the end: {other}")
        self.expect(state_of(self.folder) == state_of(self.after), "another state in the end")
        self.expect(configuration_of(self.folder) == configuration_of(self.after), "another configuration in the end")
        again = inodes(self.folder / ".harness")
        self.expect(all(again.get(path) == inode for path, inode in finished.items()), "wrote a document twice")
        left = {path for path in tree(self.folder) if not path.startswith(".harness/")} - set(tree(self.after))
        allowed = {"errored.tfstate"} if self.mode in ("full", "broken") else set()
        self.expect(left <= allowed | {"state/default.tfstate.json.backup"}, f"left behind {sorted(left)}")
        code, said, _ = child(self.folder, ["plan", "-input=false", "-detailed-exitcode"])
        self.expect(code == 0, f"there is something left to do: {said[-900:]}")


def main() -> None:
    home, mode = Path(sys.argv[1]), sys.argv[2]
    every, offset = int(sys.argv[3]), int(sys.argv[4])
    before = home / "before"
    command = (home / "command").read_text().split() if (home / "command").exists() else APPLY
    with tempfile.TemporaryDirectory(prefix="crash-") as work:
        after = Path(work) / "after" / "project"
        shutil.copytree(before, after)
        os.chdir(after)
        with contextlib.redirect_stdout(io.StringIO()):
            run(["plan"])  # so that what is imported is imported once
            if command != APPLY:
                run([*command, "-dry-run"])
        code, said, total = child(after, command, Faults("kill", 0))
        if code:
            raise SystemExit(said)
        wrong: list[str] = []
        tried = 0
        for at in range(1 + offset, total + 1, every):
            folder = Path(work) / str(at) / "project"
            shutil.copytree(before, folder)
            trial = Trial(folder, before, after, command, mode, at)
            trial.run()
            wrong += trial.wrong
            tried += 1
            shutil.rmtree(folder.parent)
        with contextlib.suppress(OSError):
            shutil.rmtree(work)
            Path(work).mkdir()
    sys.stdout.write(json.dumps({"instants": total, "tried": tried, "wrong": wrong}))


if __name__ == "__main__":
    main()
