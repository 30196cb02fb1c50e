"""Where a passphrase or key comes from: the environment, a file, or a command. It is never written into hiac.toml."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import IO, Any, Final

from msgspec import Struct

from harnessiac.diagnostics import Failed, did_you_mean, error
from harnessiac.storage import files
from harnessiac.storage.encryption.ciphers import Cipher

ALLOW_COMMANDS: Final = "HIAC_ALLOW_COMMANDS"
_LIMIT = 64_000
_TIMEOUT = 60
_PATIENCE = 1.0
"""Seconds until what a command has printed is there, after its end."""
_SUMMARY = "Encryption key missing"
DERIVATIONS: Final = ("pbkdf2", "scrypt")


class SecretSource(Struct, frozen=True):
    """Exactly one of `env`, `file` (relative to the directory of hiac.toml) and `command` is set."""

    env: str = ""
    file: str = ""
    command: tuple[str, ...] = ()


class KeySource(Struct, frozen=True):
    """A secret, and whether it is a passphrase or the key itself; how a new key is derived from a passphrase."""

    secret: SecretSource
    is_passphrase: bool
    derivation: str = "pbkdf2"


class EncryptionSettings(Struct, frozen=True):
    """`key` None: what is written is not encrypted. `takes_plain`: what is not encrypted is read too."""

    key: KeySource | None = None
    fallback: KeySource | None = None
    takes_plain: bool = False


Problem = tuple[tuple[str, ...], str]
"""The keys that lead to what is wrong, from [encryption] down, and a sentence."""


def read(table: Any) -> tuple[EncryptionSettings | None, list[Problem]]:
    """The table [encryption] of hiac.toml, and everything that is wrong in it."""
    problems: list[Problem] = []
    if not isinstance(table, dict):
        return None, [((), '"encryption" must be a table: [encryption], and below it passphrase = { env = "NAME" }.')]
    rest = {name: value for name, value in table.items() if name not in ("method", "fallback")}
    method = table.get("method", "aes_gcm")
    if method not in ("aes_gcm", "unencrypted"):
        problems.append((("method",), 'The setting "method" of [encryption] must be "aes_gcm" or "unencrypted".'))
    key = None
    if method == "unencrypted":
        for name in rest:
            detail = f'With method = "unencrypted" the setting "{files.shown(name)}" of [encryption] has no use.'
            problems.append(((name,), detail))
        if "fallback" not in table:
            detail = (
                'With method = "unencrypted", "fallback" must say how to read what is still encrypted. Without that, '
                "leave [encryption] out."
            )
            problems.append((("method",), detail))
    else:
        key = _key(rest, (), problems)
    fallback, takes_plain = None, False
    match table.get("fallback"):
        case None:
            pass
        case "unencrypted":
            takes_plain = True
        case dict() as old:
            fallback = _key(old, ("fallback",), problems)
        case _:
            detail = (
                'The setting "fallback" of [encryption] must be "unencrypted" or a table such as '
                '{ passphrase = { env = "OLD" } }.'
            )
            problems.append((("fallback",), detail))
    return EncryptionSettings(key, fallback, takes_plain), problems


def _key(table: dict[str, Any], path: tuple[str, ...], problems: list[Problem]) -> KeySource | None:
    """Where a key comes from; `path` leads to a table inside [encryption]."""
    where = " of ".join((*reversed(path), "[encryption]"))
    known = ("passphrase", "key") if path else ("passphrase", "key", "derivation", "method", "fallback")
    for name in table:
        if path and name == "derivation":
            detail = f'"derivation" has no use in {where}: what was encrypted says how its key was derived.'
            problems.append(((*path, name), detail))
        elif name not in known:
            hint = did_you_mean(name, known)
            problems.append(((*path, name), f'"{files.shown(name)}" is not a setting of {where}.{hint}'))
    given = [name for name in ("passphrase", "key") if name in table]
    if len(given) > 1 or (not given and table.keys() <= {*known, "derivation"}):
        problems.append((path, f'{where} needs either "passphrase" or "key", which says where it comes from.'))
    sources = [_source(table[name], (*path, name), f'"{name}" of {where}', problems) for name in given]
    derivation = "pbkdf2" if path else table.get("derivation", "pbkdf2")
    if derivation not in DERIVATIONS:
        listed = " or ".join(f'"{name}"' for name in DERIVATIONS)
        problems.append((("derivation",), f'The setting "derivation" of [encryption] must be {listed}.'))
    elif not path and "derivation" in table and given == ["key"]:
        detail = 'The setting "derivation" of [encryption] has no use with "key", which is the key itself.'
        problems.append((("derivation",), detail))
    if len(sources) != 1 or sources[0] is None:
        return None
    return KeySource(sources[0], given == ["passphrase"], str(derivation))


def _source(source: Any, path: tuple[str, ...], what: str, problems: list[Problem]) -> SecretSource | None:
    example = '{ env = "NAME" }, { file = "PATH" } or { command = ["PROGRAM", "ARGUMENT"] }'
    match source:
        case str():
            detail = f"{what} must not stand in this file, which is committed. Say where it comes from: {example}."
            problems.append((path, detail))
        case {"env": str(name)} if len(source) == 1 and name:
            return SecretSource(env=name)
        case {"file": str(file)} if len(source) == 1 and file:
            return SecretSource(file=file)
        case {"command": [*words]} if (
            len(source) == 1 and words and all(isinstance(word, str) and word for word in words)
        ):
            return SecretSource(command=tuple(words))
        case _:
            problems.append((path, f"{what} must be one of {example}."))
    return None


def cipher(settings: EncryptionSettings, directory: Path, environment: Mapping[str, str]) -> Cipher:
    """The cipher that the settings ask for; no secret is asked for yet."""
    from harnessiac.storage.encryption.aes_gcm import AesGcm, GivenKeys, Keys, PassphraseKeys

    def keys(source: KeySource | None) -> Keys | None:
        if source is None:
            return None

        def get() -> str:
            return secret(source.secret, directory, environment)

        return PassphraseKeys(get, source.derivation) if source.is_passphrase else GivenKeys(get)

    return AesGcm(keys(settings.key), keys(settings.fallback), takes_plain=settings.takes_plain)


def secret(source: SecretSource, directory: Path, environment: Mapping[str, str]) -> str:
    """The secret, without the line break at its end. Raises Failed, which never says what it is."""
    if source.env:
        text = environment.get(source.env, "")
        if not text:
            detail = f"hiac.toml takes it from the environment variable {source.env}, which is not set."
            raise Failed(error(_SUMMARY, detail))
        return text
    if source.file:
        path = directory / source.file
        try:
            content = files.read(path, _LIMIT)
        except OSError as problem:
            detail = f"hiac.toml takes it from {files.shown(path)}, which could not be read: {files.reason(problem)}."
            raise Failed(error(_SUMMARY, detail)) from None
        return _text(content, files.shown(path))
    return _text(_printed(source.command, directory, environment), f"what {source.command[0]} prints")


def _printed(command: tuple[str, ...], directory: Path, environment: Mapping[str, str]) -> bytes:
    """What a command prints. It is run only where the environment allows it: a repository must not choose that."""
    if environment.get(ALLOW_COMMANDS) not in ("1", "true"):
        detail = (
            f"hiac.toml takes it from the command {files.shown(command[0])}. A command of a repository is run only if "
            f"you allow it, since whoever proposes a change can change it: set {ALLOW_COMMANDS}=1 if you trust it."
        )
        raise Failed(error(_SUMMARY, detail))
    name = files.shown(command[0])
    try:
        code, printed, said = _ran(command, directory, environment)
    except subprocess.TimeoutExpired:
        raise Failed(error(_SUMMARY, f"The command {name} failed: it took more than {_TIMEOUT} seconds.")) from None
    except (OSError, ValueError) as problem:
        reason = files.reason(problem) if isinstance(problem, OSError) else str(problem)
        raise Failed(error(_SUMMARY, f"The command {name} failed: {reason}.")) from None
    if len(printed) > _LIMIT:
        detail = f"The command {name} prints more than {_LIMIT} bytes, which is no passphrase or key."
        raise Failed(error("Unusable encryption key", detail))
    if code:
        line = files.shown(said.decode("utf-8", "replace").strip().partition("\n")[0][:200])
        detail = f"The command {name} ended with code {code}: {line or 'it said nothing'}."
        raise Failed(error(_SUMMARY, detail))
    return printed


def _ran(command: tuple[str, ...], directory: Path, environment: Mapping[str, str]) -> tuple[int, bytes, bytes]:
    """The exit code of a command and the start of what it prints, at most a byte more than allowed, and complains of.

    One that prints more is ended. What it leaves in the background may hold its output open; nobody waits for that.
    Raises OSError, ValueError and TimeoutExpired.
    """
    process = subprocess.Popen(
        command,
        cwd=directory,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    printed, said = bytearray(), bytearray()

    def collect(pipe: IO[bytes], found: bytearray) -> None:
        while chunk := os.read(pipe.fileno(), 65536):
            found += chunk[: _LIMIT + 1 - len(found)]
            if found is printed and len(found) > _LIMIT:
                process.kill()
                break
        pipe.close()

    assert process.stdout is not None
    assert process.stderr is not None
    pairs = ((process.stdout, printed), (process.stderr, said))
    readers = [Thread(target=collect, args=pair, daemon=True) for pair in pairs]
    for reader in readers:
        reader.start()
    try:
        code = process.wait(_TIMEOUT)
    except BaseException:
        process.kill()
        process.wait()
        raise
    for reader in readers:
        reader.join(_PATIENCE)
    return code, bytes(printed), bytes(said)


def _text(content: bytes, where: str) -> str:
    try:
        text = content.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Failed(error("Unusable encryption key", f"The secret in {where} is not text in UTF-8.")) from None
    if not text:
        raise Failed(error(_SUMMARY, f"There is nothing in {where}."))
    return text
