"""What every room's tests may use: hiac as a command in an environment of its own, and files with expected text."""

from __future__ import annotations

import difflib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile

import hypothesis
import pytest

from harnessiac.cli.main import run
from tests.repositories import Commit, Git, write

# The same generated cases each time, so that a red run means a change; --hypothesis-profile=explore tries others.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile("steady")

# A run in the background is started with interrupts ignored, and so would be all that the tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

REPOSITORY = Path(__file__).parent.parent
MAIN = "import sys; from harnessiac.cli.main import main; sys.exit(main())"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the expected files instead of comparing with them")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if shutil.which("terraform") is None:
        for item in items:
            if item.get_closest_marker("terraform"):
                item.add_marker(pytest.mark.skip(reason="no terraform on PATH"))


@pytest.fixture
def agreement(request: pytest.FixtureRequest) -> Callable[[str, int, int], None]:
    """`agreement(group, same, total)` counts agreement; `make differential` prints the sums."""

    def count(group: str, same: int, total: int) -> None:
        request.node.user_properties.append(("agreement", (group, same, total)))

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    sums: dict[str, list[int]] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, value in getattr(report, "user_properties", ()):
                if name == "agreement" and report.when == "call":
                    counts = sums.setdefault(value[0], [0, 0])
                    counts[0] += value[1]
                    counts[1] += value[2]
    if sums:
        terminalreporter.section("agreement with terraform")
        for group, (same, total) in sorted(sums.items()):
            terminalreporter.write_line(f"{group:24} {same:6} of {total:6}  {100 * same / max(total, 1):6.2f} %")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a fresh user: nothing set that hiac listens to, and a cache of its own."""
    ours = ("TF_", "HIAC_", "HARNESS_", "XDG_", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLUMNS")
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"HOME": str(home), "HIAC_CACHE_DIR": str(home / "cache"), "PYTHONPATH": str(REPOSITORY)}


@pytest.fixture(scope="session")
def hiac_process(environment: dict[str, str]) -> Run:
    """hiac as a process of its own, for tests of locks, signals and whatever else a process has."""

    def call(*args: str, cwd: Path, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [sys.executable, "-c", MAIN, *args],
            cwd=cwd,
            env=environment | env,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback (most recent call last)" not in ended.stderr, ended.stderr
        return ended

    return call


@pytest.fixture(scope="session")
def hiac(environment: dict[str, str]) -> Run:
    """hiac called as a process would be, in this one: `hiac("plan", "-out=p", cwd=folder)`.

    It has its own streams, environment and working directory. A traceback fails the test, whatever it looks for.
    """

    def call(*args: str, cwd: Path, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        before, directory = dict(os.environ), Path.cwd()
        streams = sys.stdin, sys.stdout, sys.stderr
        with TemporaryFile("w+") as given, TemporaryFile("w+") as out, TemporaryFile("w+") as err:
            given.write(stdin)
            given.seek(0)
            try:
                os.environ.clear()
                os.environ.update(environment | env)
                os.chdir(cwd)
                sys.stdin, sys.stdout, sys.stderr = given, out, err
                code = run(list(args))
            finally:
                sys.stdin, sys.stdout, sys.stderr = streams
                os.chdir(directory)
                os.environ.clear()
                os.environ.update(before)
            texts = []
            for stream in (out, err):
                stream.seek(0)
                texts.append(stream.read())
        assert "Traceback (most recent call last)" not in texts[1], texts[1]
        return subprocess.CompletedProcess(args, code, *texts)

    return call


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """`golden(path, text)` compares text with the file at path; `pytest --golden` (make golden) writes it instead."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        assert path.exists(), f"{path} does not exist: make golden writes it"
        want = path.read_text(encoding="utf-8")
        if want != text:
            lines = difflib.unified_diff(want.splitlines(), text.splitlines(), str(path), "got", lineterm="")
            pytest.fail("\n".join(lines), pytrace=False)

    return check


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """git in a repository of its own, in which nothing of the user's settings counts."""
    own = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }

    def call(*args: str, cwd: Path = tmp_path) -> str:
        ended = subprocess.run(
            ["git", *args], cwd=cwd, env=os.environ | own, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    call("init", "-q", "-b", "main")
    return call


@pytest.fixture
def commit(git: Git, tmp_path: Path) -> Commit:
    """Write files and commit everything; gives the commit's id."""

    def make(files: dict[str, str]) -> str:
        write(tmp_path, files)
        git("add", "-A")
        git("commit", "-qm", "x", "--allow-empty")
        return git("rev-parse", "HEAD")

    return make
