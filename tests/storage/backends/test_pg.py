"""PostgreSQL: Terraform's table and locks, many writers, and what a lost session means."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from harnessiac.diagnostics import Failed
from harnessiac.storage.state.workspace_state import WorkspaceState
from tests.storage.backends.test_every_backend import state
from tests.storage.conftest import Place

Places = Callable[[str], Place]


@pytest.fixture
def place(place_of: Places) -> Place:
    return place_of("pg")


def session(place: Place) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(str(place.settings["conn_str"]), autocommit=True)


def schema(place: Place) -> str:
    return f'"{place.settings["schema_name"]}"'


def refused(place: Place, workspace: str = "default") -> str:
    with pytest.raises(Failed) as failure, place.opened().store(workspace).locked("x"):
        pass
    return failure.value.diagnostics[0].detail


def test_the_table_is_terraforms(place: Place) -> None:
    place.opened().store("default").write(b"{}", None)
    with session(place) as asking:
        columns = asking.execute(
            "SELECT column_name, data_type, column_default FROM information_schema.columns "
            "WHERE table_schema = %s AND table_name = 'states' ORDER BY ordinal_position",
            (place.settings["schema_name"],),
        ).fetchall()
        rows = asking.execute(f"SELECT name, data FROM {schema(place)}.states").fetchall()  # type: ignore[arg-type]
    assert [(name, type) for name, type, _ in columns] == [("id", "bigint"), ("name", "text"), ("data", "text")]
    assert "global_states_id_seq" in str(columns[0][2])
    assert rows == [("default", "{}")]


def test_terraforms_lock_on_the_row_counts(place: Place) -> None:
    place.opened().store("default").write(b"{}", None)
    place.opened().store("dev").write(b"{}", None)
    lock = f"SELECT pg_try_advisory_lock(id) FROM {schema(place)}.states WHERE name = 'default'"
    unlock = lock.replace("try_advisory_lock", "advisory_unlock")
    with session(place) as terraform:
        terraform.execute(lock)  # type: ignore[arg-type]
        assert "Who:       owner@127.0.0.1" in refused(place)
        with place.opened().store("dev").locked("x"):
            pass
        terraform.execute(unlock)  # type: ignore[arg-type]
        with place.opened().store("default").locked("x"):
            assert terraform.execute(lock).fetchone() == (False,)  # type: ignore[arg-type]
        assert terraform.execute(lock).fetchone() == (True,)  # type: ignore[arg-type]


def test_terraforms_lock_for_new_workspaces_counts(place: Place) -> None:
    with session(place) as terraform:
        terraform.execute("SELECT pg_try_advisory_lock(-1)")
        assert "owner@127.0.0.1" in refused(place)
        other = place.opened().store("default")
        other.write(b"{}", None)  # as who holds that lock does: the row has a number now, which nobody has locked
        assert "owner@127.0.0.1" in refused(place)
        other.delete()
        terraform.execute("SELECT pg_advisory_unlock(-1)")
        with place.opened().store("default").locked("x"):
            assert terraform.execute("SELECT pg_try_advisory_lock(-1)").fetchone() == (False,)


def test_all_locks_are_given_back(place: Place) -> None:
    mine = WorkspaceState(place.opened().store("default"), Path("/nonexistent"))
    with session(place) as asking, mine.store.locked("x"):
        mine.read()
        mine.write(state())  # makes the row: from now on it has a number
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = %s"
        number = int(str(asking.execute("SELECT max(classid) FROM pg_locks WHERE objsubid = 2").fetchone()[0]))  # type: ignore[index]
        assert asking.execute(held, (number,)).fetchone() == (1,)
    with session(place) as asking:
        assert asking.execute(held, (number,)).fetchone() == (0,)
        assert asking.execute("SELECT pg_try_advisory_lock(-1)").fetchone() == (True,)


def test_equal_numbers_in_two_schemas_do_not_let_two_in(place_of: Places) -> None:
    """The number of a row is not the only lock: who has it wrong still meets the other."""
    place = place_of("pg")
    place.opened().store("default").write(b"{}", None)
    with session(place) as other, place.opened().store("default").locked("x"):
        other.execute(f"UPDATE {schema(place)}.states SET id = id + 1000000")  # type: ignore[arg-type]
        assert "hiac" not in refused(place).split("Operation:")[1].split("\n")[0]
        assert "Operation: x" in refused(place)


WRITER = """
import ast, sys
from pathlib import Path
from harnessiac.addresses import ResourceAddress
from harnessiac.diagnostics import Failed
from harnessiac.state.model import StoredInstance
from harnessiac.storage.state.workspace_state import WorkspaceState
from tests.storage.conftest import Place
place, number, locking, rescue = Place(*ast.literal_eval(sys.argv[1])), sys.argv[2], sys.argv[3] == "lock", sys.argv[4]
import contextlib
failed = 0
for turn in range(5):
    states = WorkspaceState(place.opened().store("default"), Path(rescue))
    with states.store.locked("x", timeout=60) if locking else contextlib.nullcontext():
        state = states.read()
        address = ResourceAddress("t", f"n{number}_{turn}").instance()
        try:
            states.write(state.with_instance(address, StoredInstance({})))
            print(address)
        except Failed as failure:
            assert failure.diagnostics[0].summary == "State changed by another program", failure.diagnostics
"""


@pytest.mark.parametrize("locking", ["lock", "no-lock"])
def test_two_users_at_once_lose_nothing(place: Place, repository: Path, tmp_path: Path, locking: str) -> None:
    told = repr((place.type, place.settings, place.environment))
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, told, str(number), locking, str(tmp_path)],
            cwd=repository,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(6)
    ]
    written = {line for writer in writers for line in writer.communicate(timeout=120)[0].split()}
    assert [writer.returncode for writer in writers] == [0] * 6
    found = WorkspaceState(place.opened().store("default"), tmp_path).read()
    assert {str(address) for address in found.instances} == written
    assert found.serial == len(written)
    assert len(written) == 30 if locking == "lock" else written


def test_who_loses_the_session_loses_the_right_to_write(place: Place, tmp_path: Path) -> None:
    mine = WorkspaceState(place.opened().store("default"), tmp_path)
    mine.read()
    with session(place) as other, mine.store.locked("x"):
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'hiac%' AND pid IN "
            "(SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
        )
        with pytest.raises(Failed) as failure:
            mine.write(state(3))
    assert failure.value.diagnostics[0].summary == "Database refused the request"
    assert (tmp_path / "errored.tfstate").exists()
    assert place.opened().store("default").read() is None


def test_a_lock_is_ended_with_its_session(place: Place, tmp_path: Path) -> None:
    mine = WorkspaceState(place.opened().store("default"), tmp_path)
    mine.read()
    with mine.store.locked("x"):
        id = refused(place).partition("ID:")[2].split()[0]
        with pytest.raises(Failed, match="Failed to unlock state"):
            place.opened().store("default").force_unlock("0" * len(id))
        assert place.opened().store("default").force_unlock(id).operation == "x"
        with place.opened().store("default").locked("y"), pytest.raises(Failed):
            mine.write(state())


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"conn_str": "postgres://owner:hunter2@127.0.0.1:1/x"}, "could not connect"),
        ({"conn_str": "postgres://owner:hunter2@127.0.0.1:99999999/x"}, "could not connect"),
        ({"conn_str": "host=127.0.0.1 password='hunter2' nonsense=1"}, "could not connect"),
        ({"schema_name": "absent", "skip_schema_creation": True}, "could not make the tables"),
        ({"schema_name": "public", "skip_table_creation": True}, "could not read the state"),
    ],
)
def test_what_the_database_says(place: Place, change: dict[str, object], part: str) -> None:
    wrong = Place("pg", {**place.settings, **change}, {"PG_CONN_STR": ""})
    with pytest.raises(Failed) as failure:
        wrong.opened().store("default").read()
    (found,) = failure.value.diagnostics
    assert part in found.detail
    assert "hunter2" not in found.detail


def test_names_are_names_and_nothing_else(place: Place) -> None:
    hostile = Place("pg", {**place.settings, "schema_name": 'x"; DROP SCHEMA public; -- {states} %s'}, {})
    hostile.opened().store("default").write(b"{}", None)
    found = hostile.opened().store("default").read()
    assert found is not None
    with pytest.raises(Failed, match="Failed to save state"):
        hostile.opened().store("default").write(b"\0", found.version)


def test_without_the_library(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Failed) as failure:
        place.opened().workspaces()
    assert 'pip install "harnessiac[pg]"' in failure.value.diagnostics[0].detail
