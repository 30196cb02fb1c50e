"""Phases count what is done inside them, and nothing twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from harnessiac.phases import Phases

PHASES = ["start", "parse", "read", "evaluate", "check", "state", "compare", "documents", "policies", "render"]


def ticking() -> Callable[[], float]:
    """A clock that goes on by a second each time it is looked at."""
    ticks = count()
    return lambda: float(next(ticks))


def test_inner_phases_do_not_count_for_outer_ones() -> None:
    phases = Phases(ticking())
    with phases.phase("a"):  # 0
        with phases.phase("b"):  # 1
            pass  # 2
        with phases.phase("c"), phases.phase("b"):  # 3, 4
            pass  # 5, 6
    with phases.phase("a"):  # 7 to 8, 9
        pass
    assert phases.seconds == {"a": 4.0, "b": 2.0, "c": 2.0}
    assert list(phases.seconds) == ["a", "b", "c"]


def test_a_phase_ends_with_an_exception_too() -> None:
    phases = Phases(ticking())
    with phases.phase("a"), pytest.raises(ValueError, match="x"), phases.phase("b"):
        raise ValueError("x")
    assert phases.seconds == {"a": 2.0, "b": 1.0}


def test_without_a_clock_nothing_is_measured() -> None:
    phases = Phases()
    with phases.phase("a"):
        pass
    assert phases.seconds == {}


def test_a_plan_tells_where_the_time_went(hiac: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('output "a" {\n  value = 1\n}\n')
    quiet = hiac("plan", cwd=tmp_path)
    told = hiac("plan", "-timings", cwd=tmp_path)
    assert told.stdout == quiet.stdout
    lines = told.stderr.splitlines()
    assert [line.split()[0] for line in lines if line] == ["Timings:", *PHASES, "total"]
    lines = hiac("plan", "-json", "-timings", cwd=tmp_path).stdout.splitlines()
    last = json.loads(lines[-1])
    assert last["type"] == "timings"
    assert list(last["timings"]) == [*PHASES, "total"]
    assert last["timings"]["total"] == pytest.approx(sum(last["timings"][name] for name in PHASES), abs=1e-4)


def test_an_apply_tells_too(hiac: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('output "a" {\n  value = 1\n}\n')
    told = hiac("apply", "-auto-approve", "-timings", cwd=tmp_path)
    lines = told.stderr.splitlines()
    assert sorted(line.split()[0] for line in lines if line) == sorted(["Timings:", *PHASES[:-2], "apply", "total"])
    last = json.loads(hiac("apply", "-auto-approve", "-json", "-timings", cwd=tmp_path).stdout.splitlines()[-1])
    assert last["timings"].keys() == {*PHASES[:-2], "apply", "total"}
