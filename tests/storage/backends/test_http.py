"""HTTP: the protocol to the letter, and servers that fail, refuse, redirect or lie."""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import subprocess
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from harnessiac.diagnostics import Failed, error
from tests.storage.backends.servers import HttpState
from tests.storage.conftest import Place

Places = Callable[[str], Place]


@pytest.fixture
def place(place_of: Places) -> Place:
    return place_of("http")


def with_settings(place: Place, **settings: object) -> Place:
    return Place("http", {**place.settings, **settings}, place.environment)


def detail(place: Place) -> str:
    with pytest.raises(Failed) as failure:
        place.opened().store("default").read()
    (found,) = failure.value.diagnostics
    return found.detail


def test_the_protocol(place: Place, http_state: HttpState) -> None:
    store = place.opened().store("default")
    with store.locked("OperationTypeApply"):
        (held,) = http_state.locks.values()
        store.read()
        store.write(b'{"version":4}', None)
    lock, _, _, post, unlock = http_state.requests
    path = str(place.settings["address"]).rpartition("/")[2]
    assert (lock[0], lock[1], unlock[0]) == ("LOCK", f"/{path}", "UNLOCK")
    assert list(held) == ["ID", "Operation", "Info", "Who", "Version", "Created", "Path"]
    assert (post[0], post[1]) == ("POST", f"/{path}?ID={held['ID']}")
    assert post[2]["content-type"] == "application/json"
    assert post[2]["content-md5"] == base64.b64encode(hashlib.md5(b'{"version":4}').digest()).decode()
    assert http_state.locks == {}


def test_methods_and_addresses_of_ones_own(place: Place, http_state: HttpState) -> None:
    address = str(place.settings["address"])
    other = with_settings(place, address=f"{address}?a=b", lock_method="post", lock_address=f"{address}/lock")
    with other.opened().store("default").locked("x"):
        pass
    assert [(method, path.partition("/")[2].partition("/")[2]) for method, path, _ in http_state.requests[:1]] == [
        ("POST", "lock")
    ]
    without = Place("http", {"address": address}, {})
    with without.opened().store("default").locked("x"):
        without.opened().store("default").write(b"1", None)


def test_a_login_is_sent_and_never_shown(place: Place, http_state: HttpState) -> None:
    http_state.login = "Basic " + base64.b64encode(b"me:pa ss").decode()
    said = detail(place)
    assert "the server answered 401. Check username and password" in said
    assert "\x1b" not in said
    assert with_settings(place, username="me", password="pa ss").opened().store("default").read() is None
    address = str(place.settings["address"]).replace("http://", "http://me:pa%20ss@")
    inside = with_settings(place, address=address).opened().store("default")
    assert inside.read() is None
    assert "me" not in inside.name.replace("http", "")
    environment = Place("http", place.settings, {"TF_HTTP_USERNAME": "me", "TF_HTTP_PASSWORD": "pa ss"})
    assert environment.opened().store("default").read() is None
    assert "pa ss" not in detail(with_settings(place, username="you", password="pa ss"))


def test_servers_that_fail_are_asked_again(place: Place, http_state: HttpState) -> None:
    http_state.failures = [500, 503]
    assert place.opened().store("default").read() is None
    http_state.failures = [500, 502, 503]
    assert "the server answered 503" in detail(place)
    http_state.failures = [400]
    assert "the server answered 400" in detail(place)
    http_state.failures = [404]
    assert with_settings(place, retry_max=0).opened().store("default").read() is None


def test_a_lock_whose_answer_was_lost_is_ours(place: Place, http_state: HttpState) -> None:
    http_state.lost = [502]
    with place.opened().store("default").locked("x"):
        assert [method for method, _, _ in http_state.requests] == ["LOCK", "LOCK"]
        with pytest.raises(Failed, match="Error acquiring the state lock"), place.opened().store("default").locked("y"):
            pass
    assert http_state.locks == {}
    http_state.lost = [502]
    assert place.opened().store("default").write(b"1", None)


def test_a_lock_that_is_not_given_back_hides_nothing(place: Place, http_state: HttpState) -> None:
    def work() -> None:
        with place.opened().store("default").locked("x"):
            http_state.failures = [400]
            raise Failed(error("First"))

    with pytest.raises(Failed) as failure:
        work()
    assert [one.summary for one in failure.value.diagnostics] == ["First", "Error releasing the state lock"]
    (held,) = http_state.locks.values()
    assert f"hiac force-unlock {held['ID']}" in failure.value.diagnostics[1].detail


@pytest.mark.parametrize("said", [b"", b"[", b'"text"', b'{"ID": "a\\u001b[31mb", "Who": 5}', b"<html>"])
def test_whatever_is_said_about_a_lock(place: Place, http_state: HttpState, said: bytes) -> None:
    path = "/" + str(place.settings["address"]).rpartition("/")[2]
    http_state.locks[path] = {"ID": "z", "Who": "them@there"}
    with pytest.raises(Failed) as failure, place.opened().store("default").locked("x"):
        pass
    assert "them@there" in failure.value.diagnostics[0].detail
    assert "\x1b" not in failure.value.diagnostics[0].detail


def test_a_state_locked_by_others_is_not_written(place: Place, http_state: HttpState) -> None:
    path = "/" + str(place.settings["address"]).rpartition("/")[2]
    http_state.locks[path] = {"ID": "z"}
    with pytest.raises(Failed) as failure:
        place.opened().store("default").write(b"1", None)
    assert "It is locked by somebody else" in failure.value.diagnostics[0].detail


@pytest.mark.parametrize(
    "address",
    ["", "ftp://x/y", "file:///etc/passwd", "/x", "http://", "http://x:y:z/", "http://x\n/", "http://[::1", "x y"],
)
def test_addresses_that_are_none(place: Place, address: str) -> None:
    with pytest.raises(Failed) as failure:
        with_settings(place, address=address).opened().store("default")
    assert failure.value.diagnostics[0].summary in ("Invalid backend configuration", "Missing required argument")


def test_nobody_there() -> None:
    place = Place("http", {"address": "http://me:hunter2@127.0.0.1:1/x?token=hunter2", "retry_max": 0}, {})
    said = detail(place)
    assert said.startswith("http://127.0.0.1:1/x cannot be reached: nothing answers at that address and port")
    assert "hunter2" not in said


def test_credentials_follow_no_redirect_elsewhere(place: Place, http_state: HttpState) -> None:
    seen = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers.get("Authorization"))
            self.send_response(302)
            self.send_header("Location", str(place.settings["address"]))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.handle_request, daemon=True)
    thread.start()
    login = {"username": "me", "password": "hunter2"}
    moved = Place("http", {"address": f"http://127.0.0.1:{server.server_port}/x", **login}, {})
    assert "the server answered 302" in detail(moved)
    thread.join()
    server.server_close()
    assert len(seen) == 1
    assert http_state.requests == []


def test_certificates(tmp_path: Path) -> None:
    """A server is trusted if its certificate is given as the authority, or nothing is to be verified."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 "
        f"-keyout {key} -out {certificate}".split(),
        check=True,
        capture_output=True,
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        place = Place("http", {"address": f"https://127.0.0.1:{server.server_port}/x", "retry_max": 0}, {})
        assert "its certificate is not trusted" in detail(place)
        for settings in (
            {"client_ca_certificate_pem": certificate.read_text()},
            {"skip_cert_verification": True},
            {
                "client_ca_certificate_pem": certificate.read_text(),
                "client_certificate_pem": certificate.read_text(),
                "client_private_key_pem": key.read_text(),
            },
        ):
            found = with_settings(place, **settings).opened().store("default").read()
            assert found is not None
            assert found.data == b"{}"
        for settings in (
            {"client_ca_certificate_pem": "nonsense"},
            {"client_certificate_pem": certificate.read_text()},
            {"client_certificate_pem": certificate.read_text(), "client_private_key_pem": "nonsense"},
        ):
            with pytest.raises(Failed, match="Invalid backend configuration"):
                with_settings(place, **settings).opened().store("default")
    finally:
        server.shutdown()
        server.server_close()


def test_force_unlock_says_the_id(place: Place, http_state: HttpState) -> None:
    path = "/" + str(place.settings["address"]).rpartition("/")[2]
    http_state.locks[path] = json.loads('{"ID": "abc"}')
    store = place.opened().store("default")
    with pytest.raises(Failed) as failure:
        store.force_unlock("other")
    assert "the server answered 409" in failure.value.diagnostics[0].detail
    store.force_unlock("abc")
    assert http_state.locks == {}
