"""Encryption: OpenTofu's format, the right key and no other, and no way to slip something in."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.diagnostics import Failed
from harnessiac.state.model import OutputValue, State
from harnessiac.storage.backends.local import LocalStore
from harnessiac.storage.encryption import aes_gcm, key_sources
from harnessiac.storage.encryption.aes_gcm import AesGcm, GivenKeys, PassphraseKeys
from harnessiac.storage.encryption.ciphers import PLAIN, is_encrypted
from harnessiac.storage.state.workspace_state import WorkspaceState, parse
from tests.conftest import Run

PHRASE = "correct-horse-battery-staple"
KEY = "0123456789abcdef" * 4
SEALED = AesGcm(GivenKeys(lambda: KEY)).encrypt(b'{"a": 1}', serial=3, lineage="l")

CONNECTOR = """
resource "harness_platform_connector_docker" "hub" {
  identifier = "hub"
  name       = "Hub of a name nobody else has"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}
"""


def passphrase(text: str = PHRASE) -> PassphraseKeys:
    return PassphraseKeys(lambda: text)


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(Failed) as failure:
        work()
    (found,) = failure.value.diagnostics
    return f"{found.summary}: {found.detail}"


@pytest.mark.parametrize("keys", [passphrase, lambda: GivenKeys(lambda: KEY)])
@pytest.mark.parametrize("data", [b"", b"{}", "ä\0\x1b".encode() * 10_000])
def test_what_is_encrypted_comes_back(keys: Callable[[], Any], data: bytes) -> None:
    sealed = AesGcm(keys()).encrypt(data, serial=3, lineage="l")
    assert is_encrypted(sealed)
    assert data == b"" or data not in sealed
    found = AesGcm(keys()).decrypt("x", sealed)
    assert (found.data, found.is_stale) == (data, False)


def test_the_format_is_opentofus() -> None:
    """Read by the letter of the format, without the code under test."""
    sealed = json.loads(AesGcm(passphrase()).encrypt(b'{"version":4}', serial=3, lineage="l"))
    assert list(sealed) == ["serial", "lineage", "meta", "encrypted_data", "encryption_version"]
    assert (sealed["serial"], sealed["lineage"], sealed["encryption_version"]) == (3, "l", "v0")
    assert list(sealed["meta"]) == ["key_provider.pbkdf2.hiac"]
    stored = json.loads(base64.b64decode(sealed["meta"]["key_provider.pbkdf2.hiac"]))
    assert list(stored) == ["salt", "iterations", "hash_function", "key_length"]
    key = hashlib.pbkdf2_hmac("sha512", PHRASE.encode(), base64.b64decode(stored["salt"]), 600_000, 32)
    data = base64.b64decode(sealed["encrypted_data"])
    assert AESGCM(key).decrypt(data[:12], data[12:], None) == b'{"version":4}'
    assert list(json.loads(AesGcm(passphrase()).encrypt(b""))) == ["meta", "encrypted_data", "encryption_version"]


def test_the_key_is_opentofus() -> None:
    """The vector in the documentation of OpenTofu's key provider."""
    salt = bytes.fromhex("10ec3d3fe02ad2bee6f1f5540f8e6bbe3b8b29445cf502d27d47ad554aa8971f")
    stored = {
        "salt": base64.b64encode(salt).decode(),
        "iterations": 600_000,
        "hash_function": "sha512",
        "key_length": 32,
    }
    for meta in (stored, base64.b64encode(json.dumps(stored).encode()).decode()):
        key = passphrase().found({"other": 1, "key_provider.pbkdf2.foo": meta})
        assert key == bytes.fromhex("225872367198760137e0a18580433447bbf578fbe2b87ff36aef3c175fe5709c")


def test_no_two_contents_are_sealed_alike() -> None:
    cipher = AesGcm(GivenKeys(lambda: KEY))
    assert len({json.loads(cipher.encrypt(b"same"))["encrypted_data"] for _ in range(50)}) == 50
    first, second = (json.loads(AesGcm(passphrase()).encrypt(b"same"))["meta"] for _ in range(2))
    assert first != second


def test_only_the_right_key_opens() -> None:
    sealed = AesGcm(passphrase()).encrypt(b"{}")
    for wrong in (passphrase("another-passphrase!"), GivenKeys(lambda: KEY)):
        assert refused(lambda keys=wrong: AesGcm(keys).decrypt("plan file x", sealed)).startswith(  # type: ignore[misc]
            "Decryption failed: The plan file x cannot be decrypted: it was encrypted with another passphrase or key"
        )
    assert "no key is configured" in refused(lambda: PLAIN.decrypt("x", sealed))


def test_another_key_is_read_until_all_is_written_anew() -> None:
    old, new = AesGcm(passphrase()), AesGcm(passphrase("another-passphrase!"), passphrase())
    found = new.decrypt("x", old.encrypt(b"{}"))
    assert (found.data, found.is_stale) == (b"{}", True)
    again = new.decrypt("x", new.encrypt(b"{}"))
    assert (again.data, again.is_stale) == (b"{}", False)
    assert "Decryption failed" in refused(lambda: old.decrypt("x", new.encrypt(b"{}")))


def test_nobody_slips_in_what_is_not_encrypted() -> None:
    assert "is not encrypted, but encryption is configured" in refused(lambda: AesGcm(passphrase()).decrypt("x", b"{}"))
    begun = AesGcm(passphrase(), takes_plain=True).decrypt("x", b"{}")
    assert (begun.data, begun.is_stale) == (b"{}", True)
    ended = AesGcm(None, passphrase())
    assert ended.encrypt(b"{}") == b"{}"
    assert ended.decrypt("x", b"{}").is_stale is False
    assert ended.decrypt("x", AesGcm(passphrase()).encrypt(b"1")).is_stale is True


def changed(**parts: object) -> bytes:
    return json.dumps({**json.loads(AesGcm(GivenKeys(lambda: KEY)).encrypt(b"{}")), **parts}).encode()


@pytest.mark.parametrize(
    "parts",
    [
        {"encryption_version": "v1"},
        {"encryption_version": 5},
        {"encrypted_data": ""},
        {"encrypted_data": "AAAA"},
        {"encrypted_data": "not base64!"},
        {"encrypted_data": 5},
        {"encrypted_data": base64.b64encode(b"x" * 100).decode()},
        {"meta": []},
        {"meta": {}},
        {"meta": {"key_provider.hiac.key": None, "key_provider.pbkdf2.x": "%"}, "encrypted_data": "A" * 80},
    ],
)
def test_damaged_content(parts: dict[str, object]) -> None:
    said = refused(lambda: AesGcm(GivenKeys(lambda: KEY), passphrase()).decrypt("x", changed(**parts)))
    assert said.startswith("Decryption failed: The x ")


@given(st.data())
def test_content_damaged_anywhere(data: st.DataObject) -> None:
    """It is refused, or (where the damage says nothing) read as it was."""
    sealed = bytearray(SEALED)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(sealed) - 1))
        match data.draw(st.sampled_from(["change", "cut", "insert"])):
            case "change":
                sealed[at] = data.draw(st.integers(0, 255))
            case "cut":
                del sealed[at : at + data.draw(st.integers(1, 20))]
            case _:
                sealed[at:at] = data.draw(st.binary(min_size=1, max_size=5))
        if not sealed:
            break
    try:
        found = AesGcm(GivenKeys(lambda: KEY)).decrypt("x", bytes(sealed))
    except Failed:
        return
    assert found.data == b'{"a": 1}'


@pytest.mark.parametrize(
    "change",
    [
        {"iterations": 10**12},
        {"iterations": True},
        {"iterations": -1},
        {"hash_function": "md5"},
        {"hash_function": None},
        {"key_length": 10**9},
        {"salt": ""},
        {"salt": 5},
        {"salt": base64.b64encode(b"x" * 5000).decode()},
    ],
)
def test_nobody_makes_us_count_forever(change: dict[str, object]) -> None:
    stored = {"salt": "AAAA", "iterations": 1, "hash_function": "sha512", "key_length": 32, **change}
    assert passphrase().found({"key_provider.pbkdf2.x": stored}) is None


@pytest.mark.parametrize(
    "change",
    [
        {"n": 2**40},
        {"n": 2**17, "r": 64},
        {"n": 2**20, "p": 17},
        {"p": 10**9},
        {"r": 10**9},
        {"r": 0},
        {"p": -1},
        {"n": 0},
        {"n": 1},
        {"n": 1000},
        {"n": 16.0},
        {"n": True},
        {"n": "16"},
        {"key_length": 64},
        {"salt": ""},
        {"salt": base64.b64encode(b"x" * 5000).decode()},
    ],
)
def test_nobody_makes_us_take_all_memory(change: dict[str, object]) -> None:
    stored = {"salt": "AAAA", "n": 16, "r": 1, "p": 1, "key_length": 32}
    assert passphrase().found({"key_provider.hiac.scrypt": stored}) is not None
    assert passphrase().found({"key_provider.hiac.scrypt": stored | change}) is None


def test_scrypt_is_that_of_the_rfc() -> None:
    """Its third vector, as much of it as a key has; the memory it needs is far from the bound."""
    stored = {"salt": base64.b64encode(b"SodiumChloride").decode(), "n": 16384, "r": 8, "p": 1, "key_length": 32}
    how = aes_gcm.Scrypt(b"SodiumChloride", 16384, 8, 1, 32)
    assert how.key(b"pleaseletmein").hex() == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    phrase = "correct-horse-battery"
    found = passphrase(phrase).found({"key_provider.hiac.scrypt": stored})
    assert found == Scrypt(b"SodiumChloride", 32, 16384, 8, 1).derive(phrase.encode())


def test_one_derivation_follows_the_other() -> None:
    """The same passphrase reads both; what was derived in the other way is written anew."""
    ciphers = [AesGcm(PassphraseKeys(lambda: PHRASE, how)) for how in ("pbkdf2", "scrypt")]
    for cipher, other in (ciphers, ciphers[::-1]):
        found = cipher.decrypt("x", cipher.encrypt(b"{}"))
        assert (found.data, found.is_stale) == (b"{}", False)
        found = cipher.decrypt("x", other.encrypt(b"{}"))
        assert (found.data, found.is_stale) == (b"{}", True)
    new = AesGcm(PassphraseKeys(lambda: "another-passphrase!", "scrypt"), passphrase())
    assert new.decrypt("x", ciphers[0].encrypt(b"{}")).is_stale
    sealed = json.loads(ciphers[1].encrypt(b""))
    ((name, stored),) = sealed["meta"].items()
    how = json.loads(base64.b64decode(stored))
    assert (name, how["n"], how["r"], how["p"]) == ("key_provider.hiac.scrypt", 131072, 8, 1)


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: passphrase("short").fresh(), "at least 16 characters"),
        (lambda: GivenKeys(lambda: "abc").fresh(), "not 32 bytes in hexadecimal or base64"),
        (lambda: GivenKeys(lambda: "ä" * 64).fresh(), "not 32 bytes"),
    ],
)
def test_keys_that_are_none(make: Callable[[], object], part: str) -> None:
    assert part in refused(make)


def test_a_key_is_written_in_two_ways() -> None:
    raw = bytes.fromhex(KEY)
    assert GivenKeys(KEY.upper).fresh()[0] == raw
    assert GivenKeys(lambda: base64.b64encode(raw).decode()).fresh()[0] == raw


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers.aead", None)
    assert 'pip install "harnessiac[encryption]"' in refused(AesGcm(GivenKeys(lambda: KEY)).ready)


# settings


@pytest.mark.parametrize(
    ("table", "part"),
    [
        ([], "must be a table"),
        ({}, 'needs either "passphrase" or "key"'),
        ({"passphrase": "hunter2"}, "must not stand in this file"),
        ({"passphrase": {"env": "A"}, "key": {"env": "B"}}, 'needs either "passphrase" or "key"'),
        ({"passphrase": {"env": "A", "file": "B"}}, "must be one of"),
        ({"passphrase": {"env": 5}}, "must be one of"),
        ({"passphrase": {"command": "pass show"}}, "must be one of"),
        ({"passphrase": {"command": []}}, "must be one of"),
        ({"pasphrase": {"env": "A"}}, '"pasphrase" is not a setting'),
        ({"passphrase": {"env": "A"}, "fallback": "plain"}, '"fallback" of [encryption] must be'),
        ({"passphrase": {"env": "A"}, "fallback": {"env": "B"}}, "fallback of [encryption]"),
        ({"passphrase": {"env": "A"}, "method": "rot13"}, 'must be "aes_gcm" or "unencrypted"'),
        ({"passphrase": {"env": "A"}, "derivation": "bcrypt"}, 'must be "pbkdf2" or "scrypt"'),
        ({"passphrase": {"env": "A"}, "derivation": ["scrypt"]}, 'must be "pbkdf2" or "scrypt"'),
        ({"key": {"env": "A"}, "derivation": "scrypt"}, "which is the key itself"),
        (
            {"key": {"env": "A"}, "fallback": {"passphrase": {"env": "B"}, "derivation": "scrypt"}},
            "what was encrypted says how",
        ),
        ({"method": "unencrypted"}, '"fallback" must say'),
        ({"method": "unencrypted", "key": {"env": "A"}, "fallback": {"key": {"env": "A"}}}, "has no use"),
    ],
)
def test_settings_that_are_wrong(table: object, part: str) -> None:
    _, problems = key_sources.read(table)
    ((_, problem),) = problems
    assert part in problem
    assert "hunter2" not in problem


def test_everything_that_is_wrong_is_said_where_it_stands(folder: Path, hiac: Run) -> None:
    (folder / "hiac.toml").write_text(
        'documents = "passphrase"\n\n'
        "[encryption]\n"
        'method = "rot13"\n'
        'passphrase = "hunter2"\n'
        'derivation = "script"\n'
        "key = { env = 5 }\n"
        'fallback = { pasphrase = { env = "A" }, key = "x" }\n'
        'ciper = "aes"\n'
    )
    ended = hiac("plan", cwd=folder)
    assert ended.returncode == 1
    lines = [int(line) for line in re.findall(r"on hiac\.toml line (\d+)", ended.stderr)]
    assert sorted(lines) == [3, 4, 5, 6, 7, 8, 8, 9]
    assert "hunter2" not in " ".join(re.findall("(?m)^[^0-9]*$", ended.stderr))


def secret(source: key_sources.SecretSource, directory: Path, **environment: str) -> str:
    return key_sources.secret(source, directory, environment)


def test_where_secrets_come_from(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("in the file\r\n")
    assert secret(key_sources.SecretSource(env="A"), tmp_path, A=" as it is ") == " as it is "
    assert secret(key_sources.SecretSource(file="key"), tmp_path) == "in the file"
    command = key_sources.SecretSource(command=(sys.executable, "-c", "print('printed')"))
    assert secret(command, tmp_path, HIAC_ALLOW_COMMANDS="1") == "printed"


def test_what_a_command_leaves_running_is_not_waited_for(tmp_path: Path) -> None:
    """An agent that a password manager starts keeps the channels that it inherits."""
    script = f"sleep 30 & echo $! > {tmp_path / 'left'}; echo printed"
    assert (
        secret(key_sources.SecretSource(command=("sh", "-c", script)), tmp_path, HIAC_ALLOW_COMMANDS="1") == "printed"
    )
    os.kill(int((tmp_path / "left").read_text()), signal.SIGKILL)  # raises if it had been waited for


def test_a_command_of_a_repository_is_run_only_if_that_is_allowed(tmp_path: Path) -> None:
    command = key_sources.SecretSource(command=("touch", str(tmp_path / "ran")))
    assert "HIAC_ALLOW_COMMANDS=1" in refused(lambda: secret(command, tmp_path))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("source", "part"),
    [
        (key_sources.SecretSource(env="ABSENT"), "ABSENT, which is not set"),
        (key_sources.SecretSource(file="absent"), "no such file"),
        (key_sources.SecretSource(file="."), "it is a directory"),
        (key_sources.SecretSource(file="empty"), "There is nothing in"),
        (key_sources.SecretSource(file="bytes"), "is not text in UTF-8"),
        (key_sources.SecretSource(command=("/no/such/program",)), "failed"),
        (key_sources.SecretSource(command=("false",)), "ended with code 1: it said nothing"),
        (key_sources.SecretSource(command=("yes",)), "prints more than 64000 bytes"),
        (key_sources.SecretSource(command=("sh", "-c", "yes | head -c 1000000 >&2; exit 3")), "code 3: y"),
        (key_sources.SecretSource(command=("true",)), "There is nothing in what true prints"),
        (key_sources.SecretSource(command=("sh", "-c", "printf 'no \\033[31m key\nat all' >&2; exit 3")), "code 3: no"),
    ],
)
def test_secrets_that_cannot_be_had(tmp_path: Path, source: key_sources.SecretSource, part: str) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    said = refused(lambda: secret(source, tmp_path, HIAC_ALLOW_COMMANDS="1", PATH="/usr/bin:/bin"))
    assert part in said
    assert "\x1b" not in said


# the whole of it

ENCRYPTED = '[encryption]\npassphrase = { env = "PHRASE" }\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(CONNECTOR)
    return tmp_path


def test_states_backups_and_plans_are_encrypted(folder: Path, hiac: Run) -> None:
    (folder / "hiac.toml").write_text(ENCRYPTED)
    assert hiac("plan", "-out=p", cwd=folder, PHRASE=PHRASE).returncode == 0
    assert hiac("apply", "p", cwd=folder, PHRASE=PHRASE).returncode == 0
    (folder / "main.tf").write_text(CONNECTOR.replace("Hub of", "Hub with"))
    assert hiac("apply", "-auto-approve", cwd=folder, PHRASE=PHRASE).returncode == 0
    for name in ("p", "state/default.tfstate.json", "state/default.tfstate.json.backup"):
        content = (folder / name).read_bytes()
        assert is_encrypted(content)
        assert b"nobody else has" not in content
    assert "nobody else has" in hiac("show", "p", cwd=folder, PHRASE=PHRASE).stdout
    assert "nobody else has" in hiac("state", "pull", cwd=folder, PHRASE=PHRASE).stdout
    assert hiac("plan", "-detailed-exitcode", cwd=folder, PHRASE=PHRASE).returncode == 0
    (folder / "copy").write_bytes((folder / "state/default.tfstate.json").read_bytes())
    assert hiac("state", "push", "copy", cwd=folder, PHRASE=PHRASE).returncode == 0
    (folder / "plain").write_text(hiac("state", "pull", cwd=folder, PHRASE=PHRASE).stdout)
    assert hiac("state", "push", "-force", "plain", cwd=folder, PHRASE=PHRASE).returncode == 0
    assert is_encrypted((folder / "state/default.tfstate.json").read_bytes())


def test_what_cannot_be_saved_is_encrypted_too(tmp_path: Path) -> None:
    cipher = AesGcm(GivenKeys(lambda: KEY))
    states = WorkspaceState(LocalStore(tmp_path / "s"), tmp_path, cipher)
    states.read()
    (tmp_path / "s").write_text("{}")
    with pytest.raises(Failed):
        states.write(State(outputs={"o": OutputValue("in clear", "string")}))
    rescued = (tmp_path / "errored.tfstate").read_bytes()
    assert is_encrypted(rescued)
    assert parse("x", rescued, cipher).outputs["o"].value == "in clear"


def test_with_the_wrong_key_nothing_happens(folder: Path, hiac: Run) -> None:
    (folder / "hiac.toml").write_text(ENCRYPTED)
    for phrase in ("", "short"):
        ended = hiac("apply", "-auto-approve", cwd=folder, PHRASE=phrase)
        assert ended.returncode == 1
        assert sorted(path.name for path in folder.iterdir()) == ["hiac.toml", "main.tf"]
    hiac("apply", "-auto-approve", cwd=folder, PHRASE=PHRASE)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / "main.tf").write_text("")
    before[folder / "main.tf"] = b""
    ended = hiac("apply", "-auto-approve", cwd=folder, PHRASE="another-passphrase!")
    assert ended.returncode == 1
    assert "Decryption failed" in ended.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert hiac("validate", cwd=folder).returncode == 0


def test_begin_change_and_stop(folder: Path, hiac: Run) -> None:
    path = folder / "state/default.tfstate.json"
    hiac("apply", "-auto-approve", cwd=folder)
    (folder / "hiac.toml").write_text(ENCRYPTED)
    assert "is not encrypted" in hiac("plan", cwd=folder, PHRASE=PHRASE).stderr
    steps = [
        (ENCRYPTED + 'fallback = "unencrypted"\n', True),
        (ENCRYPTED + 'derivation = "scrypt"\n', True),
        ('[encryption]\nkey = { env = "KEY" }\nfallback = { passphrase = { env = "PHRASE" } }\n', True),
        ('[encryption]\nmethod = "unencrypted"\nfallback = { key = { env = "KEY" } }\n', False),
    ]
    for serial, (settings, is_sealed) in enumerate(steps, 2):
        (folder / "hiac.toml").write_text(settings)
        ended = hiac("apply", "-auto-approve", cwd=folder, PHRASE=PHRASE, KEY=KEY)
        assert ended.returncode == 0, ended.stderr
        assert is_encrypted(path.read_bytes()) is is_sealed
        assert json.loads(path.read_bytes())["serial"] == serial
        hiac("apply", "-auto-approve", cwd=folder, PHRASE=PHRASE, KEY=KEY)
        assert json.loads(path.read_bytes())["serial"] == serial
    (folder / "hiac.toml").unlink()
    assert hiac("plan", "-detailed-exitcode", cwd=folder).returncode == 0


def test_serial_and_lineage_cannot_be_changed_from_outside(folder: Path, hiac: Run) -> None:
    (folder / "hiac.toml").write_text(ENCRYPTED)
    hiac("apply", "-auto-approve", cwd=folder, PHRASE=PHRASE)
    path = folder / "state/default.tfstate.json"
    content = json.loads(path.read_bytes())
    for change in ({"serial": 99}, {"lineage": "other"}):
        path.write_text(json.dumps({**content, **change}))
        ended = hiac("plan", cwd=folder, PHRASE=PHRASE)
        assert (ended.returncode, "Decryption failed" in ended.stderr) == (1, True)


def test_parameters_are_as_documented(repository: Path) -> None:
    page = (repository / "docs/encryption.md").read_text()
    assert f"{aes_gcm.ITERATIONS:,} rounds" in page
    n, r, p = aes_gcm.SCRYPT
    assert f"n = {n:,}, r = {r}, p = {p}: {128 * n * r // 2**20} MiB" in page
