"""Real servers for the tests of backends, each on the loopback interface and gone with the test run."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

POSTGRES = Path("/usr/lib/postgresql")


def postgres_programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs: Debian keeps them off PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(POSTGRES.glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name))
    return versions[-1].parent if versions else None


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL that listens on a free port; gives the connection string of its superuser."""
    programs = postgres_programs()
    assert programs is not None
    with TemporaryDirectory(prefix="hiac-pg-") as folder:
        data = Path(folder) / "data"
        as_user: list[str] = []
        if os.geteuid() == 0:  # it does not run as root
            user = next(name for name in ("postgres", "nobody") if _exists(name))
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
            as_user = ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]

        def run(*command: str) -> None:
            subprocess.run(
                [*as_user, *command], cwd=folder, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
            )

        run(str(programs / "initdb"), "-D", str(data), "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-F -h 127.0.0.1 -p {port} -k {folder} -c max_connections=80"
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
        run(*control, "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgres://owner:hunter2@127.0.0.1:{port}/postgres?sslmode=disable"
        finally:
            run(*control, "-m", "immediate", "stop")


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


@contextlib.contextmanager
def s3() -> Iterator[str]:
    """A server with S3's protocol and an empty bucket called `states`; gives its address."""
    import logging

    import boto3
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        client = boto3.client(
            "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s"
        )
        client.create_bucket(Bucket="states")
        yield address
    finally:
        server.stop()


@dataclass
class HttpState:
    """What a server with Terraform's protocol keeps: by path the state, and who has the lock."""

    states: dict[str, bytes] = field(default_factory=dict)
    locks: dict[str, dict[str, str]] = field(default_factory=dict)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    """Statuses to answer with instead, one for each request to come."""

    lost: list[int] = field(default_factory=list)
    """The same, but after doing what was asked; reading does not count."""

    login: str = ""
    guard: threading.Lock = field(default_factory=threading.Lock)


@contextlib.contextmanager
def http(kept: HttpState) -> Iterator[str]:
    """A server with Terraform's HTTP protocol, any path being a state; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            path, _, query = self.path.partition("?")
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size)
            with kept.guard:
                kept.requests.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
                status, content = self._decided(path, query, body)
                if kept.lost and self.command != "GET":
                    status, content = kept.lost.pop(0), b""
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _decided(self, path: str, query: str, body: bytes) -> tuple[int, bytes]:
            if kept.failures:
                return kept.failures.pop(0), b"<html>trouble</html>"
            if kept.login and self.headers.get("Authorization") != kept.login:
                return 401, b"who are you?\x1b[31m"
            held = kept.locks.get(path)
            match self.command:
                case "GET":
                    return (200, kept.states[path]) if path in kept.states else (404, b"")
                case "POST":
                    if held is not None and f"ID={held['ID']}" not in query.split("&"):
                        return 423, json.dumps(held).encode()
                    kept.states[path] = body
                    return 200, b""
                case "DELETE":
                    kept.states.pop(path, None)
                    return 200, b""
                case "LOCK":
                    if held is not None:
                        return 423, json.dumps(held).encode()
                    kept.locks[path] = json.loads(body)
                    return 200, b""
                case "UNLOCK":
                    if held is not None and body and json.loads(body)["ID"] not in ("", held["ID"]):
                        return 409, json.dumps(held).encode()
                    kept.locks.pop(path, None)
                    return 200, b""
            return 405, b""

        do_GET = do_POST = do_DELETE = do_LOCK = do_UNLOCK = _answer  # noqa: N815 - the library's names

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
