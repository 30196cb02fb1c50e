"""Where a passphrase or key comes from: the environment, a file, or a command. It is never written into hiac.toml."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from harnessiac.diagnostics import Failed, did_you_mean, error
from harnessiac.storage import files
from harnessiac.storage.ciphers import Cipher

ALLOW_COMMANDS: Final = "HIAC_ALLOW_COMMANDS"
_LIMIT = 64_000
_TIMEOUT = 60
_SUMMARY = "Encryption key missing"


class SecretSource(Struct, frozen=True):
    """Exactly one of `env`, `file` (relative to the directory of hiac.toml) and `command` is set."""

    env: str = ""
    file: str = ""
    command: tuple[str, ...] = ()


class KeySource(Struct, frozen=True):
    """A secret, and whether it is a passphrase or the key itself."""

    secret: SecretSource
    is_passphrase: bool


class EncryptionSettings(Struct, frozen=True):
    """`key` None: what is written is not encrypted. `takes_plain`: what is not encrypted is read too."""

    key: KeySource | None = None
    fallback: KeySource | None = None
    takes_plain: bool = False


def read(table: Any) -> tuple[EncryptionSettings | None, list[str]]:
    """The table [encryption] of hiac.toml, and what is wrong in it."""
    problems: list[str] = []
    if not isinstance(table, dict):
        return None, ['"encryption" must be a table: [encryption], and below it passphrase = { env = "NAME" }.']
    rest = {name: value for name, value in table.items() if name not in ("method", "fallback")}
    method = table.get("method", "aes_gcm")
    if method not in ("aes_gcm", "unencrypted"):
        problems.append('The setting "method" of [encryption] must be "aes_gcm" or "unencrypted".')
    key = None
    if method == "unencrypted":
        problems += [f'With method = "unencrypted" the setting "{name}" of [encryption] has no use.' for name in rest]
        if "fallback" not in table:
            problems.append(
                'With method = "unencrypted", "fallback" must say how to read what is still encrypted. Without that, '
                "leave [encryption] out."
            )
    else:
        key = _key(rest, "[encryption]", problems)
    fallback, takes_plain = None, False
    match table.get("fallback"):
        case None:
            pass
        case "unencrypted":
            takes_plain = True
        case dict() as old:
            fallback = _key(old, "fallback of [encryption]", problems)
        case _:
            problems.append(
                'The setting "fallback" of [encryption] must be "unencrypted" or a table such as '
                '{ passphrase = { env = "OLD" } }.'
            )
    return EncryptionSettings(key, fallback, takes_plain), problems


def _key(table: dict[str, Any], where: str, problems: list[str]) -> KeySource | None:
    unknown = [name for name in table if name not in ("passphrase", "key")]
    if unknown:
        problems.append(
            f'"{unknown[0]}" is not a setting of {where}.{did_you_mean(unknown[0], ("passphrase", "key", "method"))}'
        )
        return None
    if len(table) != 1:
        problems.append(f'{where} needs either "passphrase" or "key", which says where it comes from.')
        return None
    ((name, source),) = table.items()
    secret = _source(source, f'"{name}" of {where}', problems)
    return KeySource(secret, name == "passphrase") if secret is not None else None


def _source(source: Any, what: str, problems: list[str]) -> SecretSource | None:
    example = '{ env = "NAME" }, { file = "PATH" } or { command = ["PROGRAM", "ARGUMENT"] }'
    match source:
        case str():
            problems.append(
                f"{what} must not stand in this file, which is committed. Say where it comes from: {example}."
            )
        case {"env": str(name)} if len(source) == 1 and name:
            return SecretSource(env=name)
        case {"file": str(path)} if len(source) == 1 and path:
            return SecretSource(file=path)
        case {"command": [*words]} if (
            len(source) == 1 and words and all(isinstance(word, str) and word for word in words)
        ):
            return SecretSource(command=tuple(words))
        case _:
            problems.append(f"{what} must be one of {example}.")
    return None


def cipher(settings: EncryptionSettings, directory: Path, environment: Mapping[str, str]) -> Cipher:
    """The cipher that the settings ask for; no secret is asked for yet."""
    from harnessiac.storage.encryption import AesGcm, GivenKeys, Keys, PassphraseKeys

    def keys(source: KeySource | None) -> Keys | None:
        if source is None:
            return None
        made = PassphraseKeys if source.is_passphrase else GivenKeys
        return made(lambda: secret(source.secret, directory, environment))

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
    try:
        ended = subprocess.run(
            command,
            cwd=directory,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        reason = (
            f"it took more than {_TIMEOUT} seconds" if isinstance(problem, subprocess.TimeoutExpired) else str(problem)
        )
        raise Failed(error(_SUMMARY, f"The command {files.shown(command[0])} failed: {reason}.")) from None
    if ended.returncode:
        said = files.shown(ended.stderr.decode("utf-8", "replace").strip().partition("\n")[0][:200])
        detail = (
            f"The command {files.shown(command[0])} ended with code {ended.returncode}: {said or 'it said nothing'}."
        )
        raise Failed(error(_SUMMARY, detail))
    return ended.stdout[:_LIMIT]


def _text(content: bytes, where: str) -> str:
    try:
        text = content.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Failed(error("Unusable encryption key", f"The secret in {where} is not text in UTF-8.")) from None
    if not text:
        raise Failed(error(_SUMMARY, f"There is nothing in {where}."))
    return text
