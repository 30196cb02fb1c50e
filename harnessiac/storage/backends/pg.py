"""States in PostgreSQL, in the tables that Terraform's backend "pg" makes, under locks that both programs respect.

Two advisory locks are held for a workspace. Terraform's is the number of its row, or -1 if there was none yet. Those
numbers can be the same in two schemas if tables were made by hand, so the lock that counts among hiac's own users is a
pair made from the names of schema and workspace; pairs and single numbers never meet in PostgreSQL. Both end with the
session: a crash leaves no lock behind.
"""

from __future__ import annotations

import hashlib
import re
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.storage import files
from harnessiac.storage.backends import reasons, waiting
from harnessiac.storage.backends.arguments import Configured
from harnessiac.storage.backends.lock_info import LockInfo, new_info
from harnessiac.storage.backends.store import DEFAULT, LIMIT, Conflict, Content, digest, is_name

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.sql import Composed

_CREATING = -1
"""Terraform's lock while a workspace has no row yet."""

_LABEL = 63
"""How many bytes PostgreSQL keeps of a session's name."""


class PgBackend:
    type = "pg"

    def __init__(self, configured: Configured) -> None:
        self._configured = configured

    def store(self, workspace: str) -> PgStore:
        return PgStore(self._database, workspace)

    def workspaces(self) -> tuple[str, ...]:
        with self._database.asked("list the workspaces"):
            rows = self._database.rows("SELECT name FROM {states} ORDER BY name")
        return tuple(sorted({DEFAULT, *(name for (name,) in rows if isinstance(name, str) and is_name(name))}))

    @cached_property
    def _database(self) -> _Database:
        return _Database(self._configured)


class PgStore:
    """The row of one workspace."""

    def __init__(self, database: _Database, workspace: str) -> None:
        self._database = database
        self._workspace = workspace

    @property
    def name(self) -> str:
        return f"workspace {self._workspace} in {self._database.name}"

    def read(self) -> Content | None:
        with self._database.asked("read the state"):
            rows = self._database.rows("SELECT data FROM {states} WHERE name = %s", self._workspace)
        if not rows or not rows[0][0]:
            return None
        data = str(rows[0][0]).encode()
        if len(data) > LIMIT:
            raise Failed(error("Failed to load state", f"The state of {self.name} is larger than {LIMIT} bytes."))
        return Content(data, digest(data))

    def write(self, data: bytes, version: str | None) -> str:
        text = data.decode()
        if "\0" in text:
            raise Failed(error("Failed to save state", "PostgreSQL cannot store a state that holds a zero byte."))
        with self._database.asked("write the state"), self._database.transaction():
            rows = self._database.rows("SELECT data FROM {states} WHERE name = %s FOR UPDATE", self._workspace)
            there = str(rows[0][0] or "").encode() if rows else b""
            if (digest(there) if there else None) != version:
                raise Conflict(there or None)
            done = self._database.rows(
                "UPDATE {states} SET data = %s WHERE name = %s RETURNING id"
                if rows
                else "INSERT INTO {states} (data, name) VALUES (%s, %s) ON CONFLICT (name) DO NOTHING RETURNING id",
                text,
                self._workspace,
            )
            if not done:  # another made the row in between
                raise Conflict(None)
        return digest(data)

    def delete(self) -> None:
        with self._database.asked("delete the state"):
            self._database.rows("DELETE FROM {states} WHERE name = %s RETURNING id", self._workspace)

    @contextmanager
    def locked(self, operation: str, *, timeout: float = 0.0) -> Iterator[None]:
        info = new_info(self.name, operation)
        held: list[tuple[int, ...]] = []
        self._database.label(info)
        waiting.acquire(lambda: self._attempt(held), timeout=timeout)
        try:
            yield
        finally:
            self._database.release(held)

    @property
    def _own_key(self) -> tuple[int, int]:
        return _number(self._database.schema), _number(self._workspace)

    def _attempt(self, held: list[tuple[int, ...]]) -> LockInfo | None:
        """Take both locks, or none and give who has one of them.

        The lock for new workspaces must be free as well: who makes this one holds only that one, even after its row is
        there.
        """
        row = (self._row_key(),)
        with self._database.asked("lock the state"):
            for key in dict.fromkeys((self._own_key, row, (_CREATING,))):
                if not self._database.take(key):
                    owner = self._database.owner(key)
                    self._database.release(held)
                    return owner
                held.append(key)
            if row != (self._row_key(),):  # the row was made by somebody in between
                self._database.release(held)
                return LockInfo("")
            if row != (_CREATING,):
                self._database.release([held.pop()])
        return None

    def _row_key(self) -> int:
        with self._database.asked("lock the state"):
            rows = self._database.rows("SELECT id FROM {states} WHERE name = %s", self._workspace)
        return int(rows[0][0]) if rows else _CREATING

    def force_unlock(self, id: str) -> LockInfo:
        """End the session that holds the lock: an advisory lock cannot be taken from a session in another way."""
        with self._database.asked("unlock the state"):
            for key in (self._own_key, (self._row_key(),)):
                owner = self._database.owner(key)
                if owner.id and (id == owner.id or (len(id) >= 8 and id.startswith(owner.id))):
                    self._database.end(key)
                    return owner
        detail = f'The state of {self.name} is not locked, or not by a lock with the ID "{files.shown(id)}".'
        raise Failed(error("Failed to unlock state", detail))

    def journal(self) -> Path | None:
        return None


class _Database:
    """One session, opened when first used, its tables made if they are missing."""

    def __init__(self, configured: Configured) -> None:
        self._configured = configured
        self.schema = configured.text("schema_name") or ""

    @property
    def name(self) -> str:
        return f"schema {files.shown(self.schema)} of {self._place}"

    @cached_property
    def _place(self) -> str:
        about = self._connection.info
        host = f" at {about.host}" if about.host else ""
        return f"database {about.dbname}{host}"

    @cached_property
    def _connection(self) -> Connection[tuple[Any, ...]]:
        psycopg = _library()
        text = self._configured.text("conn_str") or ""
        try:
            connection = psycopg.connect(text, autocommit=True, connect_timeout=15, application_name="hiac")
        except (psycopg.Error, ValueError) as problem:
            raise Failed(_failed("connect", str(problem))) from None
        try:
            self._prepare(connection)
        except psycopg.Error as problem:
            connection.close()
            raise Failed(_failed("make the tables of the state", str(problem))) from None
        weakref.finalize(self, connection.close)
        made: Connection[tuple[Any, ...]] = connection
        return made

    def _prepare(self, connection: Connection[tuple[Any, ...]]) -> None:
        """Make schema, sequence, table and index as Terraform does, unless told not to."""
        skip = {what: self._configured.flag(f"skip_{what}_creation") for what in ("schema", "table", "index")}
        with connection.transaction():
            # Two that begin at once would otherwise fail on each other's half-made table.
            connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (_number("hiac"), _number(self.schema)))
            if not skip["schema"]:
                found = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (self.schema,)).fetchone()
                if found is None:
                    connection.execute(self.query("CREATE SCHEMA IF NOT EXISTS {schema}"))
            if not skip["table"] and not self._has_table(connection):
                connection.execute("CREATE SEQUENCE IF NOT EXISTS public.global_states_id_seq AS bigint")
                connection.execute(
                    self.query(
                        "CREATE TABLE IF NOT EXISTS {states} (id bigint NOT NULL DEFAULT "
                        "nextval('public.global_states_id_seq') PRIMARY KEY, name text UNIQUE, data text)"
                    )
                )
                if not skip["index"]:
                    connection.execute(
                        self.query("CREATE UNIQUE INDEX IF NOT EXISTS states_by_name ON {states} (name)")
                    )

    def _has_table(self, connection: Connection[tuple[Any, ...]]) -> bool:
        query = "SELECT 1 FROM pg_tables WHERE schemaname = %s AND tablename = 'states'"
        return connection.execute(query, (self.schema,)).fetchone() is not None

    def query(self, text: str, *, has_values: bool = False) -> Composed:
        """A text of this file with the names in their places."""
        from psycopg import sql

        # Where there are values, what stands for one of them begins with this sign.
        name = self.schema.replace("%", "%%") if has_values else self.schema
        return sql.SQL(text).format(schema=sql.Identifier(name), states=sql.Identifier(name, "states"))

    def rows(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(self.query(text, has_values=bool(values)), values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._connection.transaction():
            yield

    @contextmanager
    def asked(self, what: str) -> Iterator[None]:
        """Turns what the database says into a diagnostic."""
        psycopg = _library()
        try:
            yield
        except psycopg.Error as problem:
            raise Failed(_failed(what, str(problem))) from None

    # locks

    def label(self, info: LockInfo) -> None:
        """Say in the session's name who it is: others see it as long as the lock is held."""
        text = f"hiac {info.id[:8]} {info.operation} {info.who}".encode()[:_LABEL].decode("utf-8", "ignore")
        with self.asked("lock the state"):
            self._connection.execute("SELECT set_config('application_name', %s, false)", (text,))

    def take(self, key: tuple[int, ...]) -> bool:
        (row,) = self.rows(f"SELECT pg_try_advisory_lock({_places(key)})", *key)
        return bool(row[0])

    def release(self, held: list[tuple[int, ...]]) -> None:
        """Give back what is held; if the session is gone, so are its locks."""
        psycopg = _library()
        while held:
            key = held.pop()
            try:
                self.rows(f"SELECT pg_advisory_unlock({_places(key)})", *key)
            except psycopg.Error:
                held.clear()

    def owner(self, key: tuple[int, ...]) -> LockInfo:
        """Who holds the lock, as far as its session tells."""
        rows = self.rows(
            "SELECT activity.application_name, activity.usename, activity.client_addr::text, "
            "activity.backend_start::text, activity.pid" + _HOLDER,
            *_parts(key),
        )
        if not rows:
            return LockInfo("")
        label, user, address, since, pid = (str(value or "") for value in rows[0])
        words = label.split(" ", 3)
        is_ours = len(words) == 4 and words[0] == "hiac"
        return LockInfo(
            words[1] if is_ours else "",
            words[2] if is_ours else label,
            f"session {pid} of the database",
            words[3] if is_ours else f"{user}@{address or 'localhost'}",
            "",
            since,
            self.name,
        )

    def end(self, key: tuple[int, ...]) -> None:
        self.rows("SELECT pg_terminate_backend(activity.pid, 5000)" + _HOLDER, *_parts(key))


_HOLDER = (
    " FROM pg_locks AS held JOIN pg_stat_activity AS activity ON activity.pid = held.pid"
    " WHERE held.locktype = 'advisory' AND held.granted"
    " AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND held.classid::bigint = %s AND held.objid::bigint = %s AND held.objsubid = %s"
    " AND held.pid <> pg_backend_pid()"
)


def _places(key: tuple[int, ...]) -> str:
    return ", ".join(["%s::bigint" if len(key) == 1 else "%s::int"] * len(key))


def _parts(key: tuple[int, ...]) -> tuple[int, int, int]:
    """How pg_locks shows a key: two halves without sign, and 1 for a single number or 2 for a pair."""
    if len(key) == 1:
        return (key[0] >> 32) & 0xFFFFFFFF, key[0] & 0xFFFFFFFF, 1
    return key[0] & 0xFFFFFFFF, key[1] & 0xFFFFFFFF, 2


def _number(text: str) -> int:
    """A number of 32 bits, with sign, for a name."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big", signed=True)


def _library() -> Any:
    try:
        import psycopg
    except ImportError:
        detail = 'The backend "pg" needs psycopg, which is not installed. Install it with: pip install "harnessiac[pg]"'
        raise Failed(error("Package not installed", detail)) from None
    return psycopg


def _failed(what: str, reason: str) -> Diagnostic:
    from harnessiac.storage.backends.arguments import without_password

    said = without_password(reason)
    if what == "connect" and (why := reasons.known(said)) is not None:
        server = re.search(r"""(?:server at|resolve host) ["']([^"']+)["'](, port \d+)?""", said)
        where = f" to {reasons.printable(server[1] + (server[2] or ''))}" if server else ""
        return error("Backend cannot be reached", f'The backend "pg" could not connect{where}: {why}.')
    said = reasons.printable(said)
    return error("Database refused the request", f'The backend "pg" could not {what}: {said[:1000]}.')
