"""Files that hiac reads, with other bytes in them: said or survived, whatever they are; nothing is made up."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harnessiac.cli.main import run

CONFIGURATION = """
resource "harness_platform_connector_docker" "hub" {
  count      = 3
  identifier = "hub${count.index}"
  name       = "Hub"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""
STATE = Path("state/default.tfstate.json")
LOCK = Path("state/.default.tfstate.json.lock.info")


def said(*args: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(list(args))
    assert "unexpectedly" not in err.getvalue(), err.getvalue()
    assert "\x1b" not in out.getvalue() + err.getvalue()
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with something applied, a plan for a change, and a lock file of a dead process."""
    folder = tmp_path_factory.mktemp("damaged")
    with contextlib.chdir(folder):
        Path("main.tf").write_text(CONFIGURATION)
        assert said("apply", "-auto-approve")[0] == 0
        Path("main.tf").write_text(CONFIGURATION.replace('"Hub"', '"Hub!"'))
        assert said("plan", "-out=saved")[0] == 0
    return folder


@pytest.fixture(autouse=True)
def project(
    applied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shutil.copytree(applied, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("HIAC_CACHE_DIR", str(tmp_path / "cache"))


@st.composite
def mutations(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """Some bytes replaced, left out or added, or the end cut off."""
    where, drop, junk = draw(st.floats(0, 1)), draw(st.integers(0, 40)), draw(st.binary(max_size=8))
    cut = draw(st.booleans())

    def mutate(content: bytes) -> bytes:
        at = int(where * len(content))
        return content[:at] + junk + (b"" if cut else content[at + drop :])

    return mutate


bounded = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@bounded
@given(mutate=mutations())
def test_states(mutate: Callable[[bytes], bytes]) -> None:
    """A damaged state is refused, or read as JSON says: what it does not hold is not there, and the file stays."""
    whole = STATE.read_bytes()
    damaged = mutate(whole)
    STATE.write_bytes(damaged)
    try:
        code, out, _ = said("state", "list")
        if code == 0:
            resources = json.loads(damaged.decode("utf-8-sig"))["resources"] or []
            assert len(out.splitlines()) == sum(len(resource["instances"]) for resource in resources)
        assert STATE.read_bytes() == damaged
    finally:
        STATE.write_bytes(whole)


@bounded
@given(mutate=mutations())
def test_plans(mutate: Callable[[bytes], bytes]) -> None:
    """A plan that is not as it was saved is not applied."""
    whole = Path("saved").read_bytes()
    damaged = mutate(whole)
    Path("damaged").write_bytes(damaged)
    before = STATE.read_bytes()
    if damaged != whole:
        assert said("apply", "damaged")[0] == 1
        assert said("show", "damaged")[0] == 1
    assert STATE.read_bytes() == before


@bounded
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda t: json.dumps({"ID": t}).encode())))
def test_locks(content: bytes) -> None:
    """A lock file with anything in it locks, or it does not; what it says cannot harm who reads it."""
    LOCK.write_bytes(content)
    code, _, err = said("state", "mv", "-dry-run", *["harness_platform_connector_docker.hub"] * 2)
    assert "Error acquiring the state lock" in err or code == 1
    LOCK.unlink(missing_ok=True)


@bounded
@given(mutate=mutations())
def test_caches(mutate: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Whatever is in the cache, the plan is the same."""
    expected = said("plan")
    entries = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert entries
    for entry in entries:
        entry.write_bytes(mutate(entry.read_bytes()))
    assert said("plan") == expected


BLOCK = """
resource "harness_platform_connector_docker" "login" {
  identifier = "login"
  name       = "Login"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
  credentials {
    username     = "somebody"
    password_ref = "account.password"
  }
}
"""


@pytest.mark.parametrize(
    "value", ["text", 7, True, ["text"], [None], [[]], [{}], {"username": "x"}, [{"username": []}]]
)
def test_states_with_blocks_of_other_shapes(value: object) -> None:
    """What a state records under a block's name is compared and shown, whatever it is, and mended by an apply."""
    Path("main.tf").write_text(BLOCK)
    assert said("apply", "-auto-approve")[0] == 0
    state = json.loads(STATE.read_bytes())
    (instance,) = (instance for resource in state["resources"] for instance in resource["instances"])
    instance["attributes"]["credentials"] = value
    STATE.write_text(json.dumps(state))
    assert said("show")[0] == said("show", "-json")[0] == 0
    assert said("plan", "-destroy", "-detailed-exitcode")[0] == 2
    assert said("apply", "-auto-approve")[0] == 0
    assert said("plan", "-detailed-exitcode")[0] == 0
    assert json.loads(STATE.read_bytes())["resources"][0]["instances"][0]["attributes"]["credentials"][0]["username"]
