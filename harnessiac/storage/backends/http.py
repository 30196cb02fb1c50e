"""States behind Terraform's HTTP protocol: GET, POST and DELETE on one address, LOCK and UNLOCK on one or two more.

The protocol has no versions, so before a state is overwritten it is read again; only the lock makes that safe.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import random
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.storage.backends import waiting
from harnessiac.storage.backends.arguments import Configured
from harnessiac.storage.backends.lock_info import LockInfo, from_json, new_info, to_json
from harnessiac.storage.backends.reasons import in_words
from harnessiac.storage.backends.store import DEFAULT, LIMIT, Content, check_version, digest, without_workspaces

_TIMEOUT = 60.0
_LONGEST_ANSWER = 2_000
"""How many bytes of what a server says are shown."""

_LONGEST_REFUSAL = 64_000


class Answer(Struct, frozen=True):
    status: int
    body: bytes


class HttpBackend:
    """One state, at one address."""

    type = "http"

    def __init__(self, configured: Configured) -> None:
        self._configured = configured

    def store(self, workspace: str) -> HttpStore:
        if workspace != DEFAULT:
            raise without_workspaces(self.type)
        return HttpStore(self._configured)

    def workspaces(self) -> tuple[str, ...]:
        return (DEFAULT,)


class HttpStore:
    """`lock_address` None: the server has no locks."""

    def __init__(self, configured: Configured) -> None:
        self._address = _checked(configured, "address") or ""
        self._lock_address = _checked(configured, "lock_address")
        self._unlock_address = _checked(configured, "unlock_address")
        self._methods = {
            name: (configured.text(f"{name}_method") or "").upper() for name in ("update", "lock", "unlock")
        }
        self._client = _Client(configured)
        self._lock_id: str | None = None

    @property
    def name(self) -> str:
        return _shown(self._address)

    def read(self) -> Content | None:
        answer = self._client.send("GET", self._address)
        match answer.status:
            case 200 if answer.body:
                return Content(answer.body, digest(answer.body))
            case 200 | 204 | 404:
                return None
            case _:
                raise Failed(_unexpected("Failed to load state", "read the state from", self.name, answer))

    def write(self, data: bytes, version: str | None) -> str:
        check_version(self.read(), version)
        address = _with_query(self._address, "ID", self._lock_id) if self._lock_id else self._address
        checksum = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
        headers = {"Content-Type": "application/json", "Content-MD5": checksum}
        answer = self._client.send(self._methods["update"], address, data, headers)
        if answer.status not in (200, 201, 204):
            raise Failed(_unexpected("Failed to save state", "write the state to", self.name, answer))
        return digest(data)

    def delete(self) -> None:
        answer = self._client.send("DELETE", self._address)
        if answer.status not in (200, 202, 204, 404):
            raise Failed(_unexpected("Failed to delete state", "delete the state at", self.name, answer))

    @contextmanager
    def locked(self, operation: str, *, timeout: float = 0.0) -> Iterator[None]:
        if self._lock_address is None:
            yield
            return
        info = new_info(self.name, operation)
        with waiting.held(lambda: self._lock(info), lambda: self._unlock(info), timeout=timeout, pause=0.5):
            self._lock_id = info.id
            yield

    def _lock(self, info: LockInfo) -> LockInfo | None:
        assert self._lock_address is not None
        body = to_json(info)
        headers = {"Content-Type": "application/json"}
        answer = self._client.send(self._methods["lock"], self._lock_address, body, headers)
        match answer.status:
            case 200:
                return None
            case 409 | 423:
                owner = from_json(answer.body, f"answer of {self.name}") or LockInfo("")
                # Asked a second time, because the first answer was lost, a server names us.
                return None if owner.id == info.id else owner
            case _:
                raise Failed(_unexpected("Error acquiring the state lock", "lock the state at", self.name, answer))

    def _unlock(self, info: LockInfo) -> None:
        self._lock_id = None
        if self._unlock_address is None:
            return
        headers = {"Content-Type": "application/json"}
        answer = self._client.send(self._methods["unlock"], self._unlock_address, to_json(info), headers)
        if answer.status not in (200, 204):
            detail = (
                f"The lock with the ID {info.id} could not be given back: the server answered {answer.status}. "
                f"When nobody works on this state any more: hiac force-unlock {info.id}"
            )
            raise Failed(error("Error releasing the state lock", detail))

    def force_unlock(self, id: str) -> LockInfo:
        if self._unlock_address is None:
            detail = f"The state at {self.name} has no unlock_address, so it is not locked."
            raise Failed(error("Failed to unlock state", detail))
        info = LockInfo(id)
        answer = self._client.send(
            self._methods["unlock"], self._unlock_address, to_json(info), {"Content-Type": "application/json"}
        )
        if answer.status not in (200, 204):
            raise Failed(_unexpected("Failed to unlock state", "unlock the state at", self.name, answer))
        return info

    def journal(self) -> Path | None:
        return None


class _Client:
    """Requests with credentials, TLS options and retries. An address must stay within the host that was named."""

    def __init__(self, configured: Configured) -> None:
        self._retries = max(configured.number("retry_max"), 0)
        self._pause = max(configured.number("retry_wait_min"), 0)
        self._longest_pause = max(configured.number("retry_wait_max"), self._pause)
        self._user = configured.text("username")
        self._password = configured.text("password")
        handlers: list[urllib.request.BaseHandler] = [
            _Redirects(),
            urllib.request.HTTPSHandler(context=_tls(configured)),
        ]
        self._opener = urllib.request.build_opener(*handlers)

    def send(
        self,
        method: str,
        address: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """What the server answers, whatever it is. Raises Failed if it does not, after all attempts."""
        address, user, password = _without_login(address)
        sent = dict(headers or {})
        user, password = self._user or user, self._password or password
        if user:
            sent["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password or ''}".encode()).decode()
        pause = float(self._pause)
        for attempt in range(self._retries + 1):
            is_last = attempt == self._retries
            request = urllib.request.Request(address, body, sent, method=method)
            try:
                with self._opener.open(request, timeout=_TIMEOUT) as reply:
                    return Answer(reply.status, _limited(reply, address))
            except urllib.error.HTTPError as reply:
                if is_last or (reply.code < 500 and reply.code != 429) or reply.code == 501:
                    with reply:
                        return Answer(reply.code, reply.read(_LONGEST_REFUSAL))
                reply.close()
            except (OSError, http.client.HTTPException) as problem:
                if is_last or isinstance(getattr(problem, "reason", None), ssl.SSLCertVerificationError):
                    raise Failed(_unreachable(address, problem)) from None
            time.sleep(pause * random.uniform(0.75, 1.0))
            pause = min(pause * 2, self._longest_pause)
        raise AssertionError("the last attempt answers or fails")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects on the same host only: credentials go nowhere else."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: object,
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> urllib.request.Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            return None
        method = req.get_method()
        return urllib.request.Request(newurl, req.data, dict(req.header_items()), method=method)


def _tls(configured: Configured) -> ssl.SSLContext:
    authority = configured.text("client_ca_certificate_pem")
    certificate, key = configured.text("client_certificate_pem"), configured.text("client_private_key_pem")
    if (certificate is None) != (key is None):
        detail = "client_certificate_pem and client_private_key_pem are given together or not at all."
        raise Failed(error("Invalid backend configuration", detail))
    try:
        context = ssl.create_default_context(cadata=authority)
        if certificate is not None and key is not None:
            _load_pair(context, certificate, key)
    except (ssl.SSLError, ValueError):
        detail = (
            "A certificate or key of the backend is not in PEM format, or certificate and key do not belong together."
        )
        raise Failed(error("Invalid backend configuration", detail)) from None
    if configured.flag("skip_cert_verification"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _load_pair(context: ssl.SSLContext, certificate: str, key: str) -> None:
    """The library reads files only: the pair is in one for a moment, readable by nobody else."""
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(f"{certificate}\n{key}\n")
        file.flush()
        context.load_cert_chain(file.name)


def _checked(configured: Configured, name: str) -> str | None:
    address = configured.text(name)
    if not address:
        return None
    try:
        parts = urlsplit(address)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_usable = False
    if not is_usable or not address.isprintable() or " " in address:
        detail = f'The argument "{name}" of the backend "http" must be an address that begins with http:// or https://.'
        raise Failed(error("Invalid backend configuration", detail))
    return address


def _without_login(address: str) -> tuple[str, str | None, str | None]:
    from urllib.parse import unquote

    parts = urlsplit(address)
    login, _, host = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    plain = urlunsplit((parts.scheme, host, path, parts.query, ""))
    return plain, unquote(user) or None, unquote(password) or None


def _shown(address: str) -> str:
    """An address for messages: without login and query, which may hold secrets."""
    plain, _, _ = _without_login(address)
    return plain.partition("?")[0]


def _with_query(address: str, name: str, value: str) -> str:
    parts = urlsplit(address)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), (name, value)])
    return urlunsplit(parts._replace(query=query))


def _limited(reply: http.client.HTTPResponse, address: str) -> bytes:
    body = reply.read(LIMIT + 1)
    if len(body) > LIMIT:
        detail = f"{_shown(address)} answers with more than the {LIMIT} bytes that are read."
        raise Failed(error("Failed to load state", detail))
    return body


def _unreachable(address: str, problem: Exception) -> Diagnostic:
    reason = getattr(problem, "reason", problem)
    text = str(reason) or type(problem).__name__
    if isinstance(reason, ssl.SSLCertVerificationError):
        text = f"its certificate is not trusted ({reason.verify_message})"
    return error("Backend cannot be reached", f"{_shown(address)} cannot be reached: {in_words(text)}.")


def _unexpected(summary: str, what: str, name: str, answer: Answer) -> Diagnostic:
    """The server's answer in words; what it says is shown as far as it is text."""
    match answer.status:
        case 401 | 403:
            hint = " Check username and password (TF_HTTP_USERNAME, TF_HTTP_PASSWORD)."
        case 423 | 409:
            hint = " It is locked by somebody else."
        case _:
            hint = ""
    said = _printable(answer.body[:_LONGEST_ANSWER].decode("utf-8", "replace")).strip()
    detail = f"Could not {what} {name}: the server answered {answer.status}.{hint}"
    return error(summary, f"{detail}\n\n{said}" if said and not said.startswith("<") else detail)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)
