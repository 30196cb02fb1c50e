"""Encryption at rest with AES-GCM, in the format of OpenTofu's state encryption.

A passphrase becomes a key by PBKDF2 with a salt that is stored beside the content, under the name that OpenTofu gives
it: with `key_provider "pbkdf2" "hiac"` and the same passphrase OpenTofu reads what is written here. Or it becomes one
by scrypt (RFC 7914), which OpenTofu does not know. Nothing is asked for before something has to be encrypted or
decrypted.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final, Protocol

from msgspec import MsgspecError, Struct, convert, structs

from harnessiac.diagnostics import Failed, error
from harnessiac.storage.encryption.ciphers import Decrypted, is_encrypted

VERSION: Final = "v0"
ITERATIONS: Final = 600_000
SHORTEST_PASSPHRASE: Final = 16
KEY_LENGTH: Final = 32

_NONCE = 12
_SALT = 32
_MOST_ITERATIONS = 10_000_000
_LONGEST_SALT = 1024
SCRYPT: Final = (2**17, 8, 1)
"""n, r and p of scrypt: 128 MiB, and about as long as PBKDF2 takes."""

_MOST_MEMORY = 2**29
_MOST_WORK = 2**24
"""Of scrypt: bytes, 128 n r; and n r p, 16 times what is written here."""

_PBKDF2 = "key_provider.pbkdf2."
_SCRYPT = "key_provider.hiac.scrypt"
_KEY = "key_provider.hiac.key"
_NAME = "hiac"


class Keys(Protocol):
    """Keys from one secret. Raise Failed where the secret cannot be had."""

    def fresh(self) -> tuple[bytes, dict[str, Any]]:
        """A key to encrypt with, and what must be stored to find it again."""
        ...

    def found(self, meta: dict[str, Any]) -> bytes | None:
        """The key for what was stored; None if that is of another sort of secret."""
        ...

    def is_current(self, meta: dict[str, Any]) -> bool:
        """Whether a new key would be made in the same way as the one for what was stored."""
        ...


class Pbkdf2(Struct, frozen=True):
    """How a passphrase became a key, by RFC 8018."""

    salt: bytes
    iterations: int
    hash_function: str
    key_length: int

    @property
    def is_fine(self) -> bool:
        """Whether it can be, and ends soon, whoever wrote it."""
        return (
            0 < len(self.salt) <= _LONGEST_SALT
            and 0 < self.iterations <= _MOST_ITERATIONS
            and self.hash_function in ("sha256", "sha512")
            and self.key_length in (16, 24, 32)
        )

    def key(self, passphrase: bytes) -> bytes:
        return hashlib.pbkdf2_hmac(self.hash_function, passphrase, self.salt, self.iterations, self.key_length)


class Scrypt(Struct, frozen=True):
    """How a passphrase became a key, by RFC 7914."""

    salt: bytes
    n: int
    r: int
    p: int
    key_length: int

    @property
    def is_fine(self) -> bool:
        """Whether it can be, ends soon and takes no more memory than there should be, whoever wrote it."""
        return (
            0 < len(self.salt) <= _LONGEST_SALT
            and self.n > 1
            and self.n & (self.n - 1) == 0
            and self.r > 0
            and self.p > 0
            and self._memory <= _MOST_MEMORY
            and self.n * self.r * self.p <= _MOST_WORK
            and self.key_length in (16, 24, 32)
        )

    @property
    def _memory(self) -> int:
        return 128 * self.r * (self.n + self.p + 2)

    def key(self, passphrase: bytes) -> bytes:
        try:
            return hashlib.scrypt(
                passphrase,
                salt=self.salt,
                n=self.n,
                r=self.r,
                p=self.p,
                maxmem=self._memory + 2**20,
                dklen=self.key_length,
            )
        except (ValueError, MemoryError):
            detail = f"The key could not be derived by scrypt, which needs {self._memory // 2**20} MiB of memory."
            raise Failed(error("Unusable encryption key", detail)) from None


Derivation = Pbkdf2 | Scrypt


class PassphraseKeys:
    """Keys derived from a passphrase, new ones by `derivation`.

    One run derives each key once and encrypts with one salt: it takes a while.
    """

    def __init__(self, secret: Callable[[], str], derivation: str = "pbkdf2") -> None:
        self._secret = secret
        self._derivation = derivation
        self._derived: dict[Derivation, bytes] = {}

    def fresh(self) -> tuple[bytes, dict[str, Any]]:
        new = self._new()
        how = next((one for one in self._derived if structs.replace(one, salt=new.salt) == new), new)
        stored = {**structs.asdict(how), "salt": base64.b64encode(how.salt).decode()}
        name = f"{_PBKDF2}{_NAME}" if isinstance(how, Pbkdf2) else _SCRYPT
        return self._key(how), {name: base64.b64encode(json.dumps(stored).encode()).decode()}

    def found(self, meta: dict[str, Any]) -> bytes | None:
        how = _derivation(meta)
        return None if how is None else self._key(how)

    def is_current(self, meta: dict[str, Any]) -> bool:
        return type(_derivation(meta)) is type(self._new())

    def _new(self) -> Derivation:
        salt = os.urandom(_SALT)
        if self._derivation == "scrypt":
            return Scrypt(salt, *SCRYPT, KEY_LENGTH)
        return Pbkdf2(salt, ITERATIONS, "sha512", KEY_LENGTH)

    def _key(self, how: Derivation) -> bytes:
        if how not in self._derived:
            self._derived[how] = how.key(self._passphrase.encode())
        return self._derived[how]

    @cached_property
    def _passphrase(self) -> str:
        passphrase = self._secret()
        if len(passphrase) < SHORTEST_PASSPHRASE:
            detail = f"The passphrase is too short: it needs at least {SHORTEST_PASSPHRASE} characters."
            raise Failed(error("Unusable encryption key", detail))
        return passphrase


class GivenKeys:
    """A key that is given as it is: 32 bytes in base64 or hexadecimal."""

    def __init__(self, secret: Callable[[], str]) -> None:
        self._secret = secret

    def fresh(self) -> tuple[bytes, dict[str, Any]]:
        return self._key, {_KEY: base64.b64encode(b"{}").decode()}

    def found(self, meta: dict[str, Any]) -> bytes | None:
        return self._key if _KEY in meta else None

    def is_current(self, meta: dict[str, Any]) -> bool:
        return _KEY in meta

    @cached_property
    def _key(self) -> bytes:
        text = self._secret()
        for decode in (bytes.fromhex, lambda t: base64.b64decode(t, validate=True)):
            try:
                key = decode(text)
            except (ValueError, binascii.Error):
                continue
            if len(key) == KEY_LENGTH:
                return key
        detail = f"The key is not {KEY_LENGTH} bytes in hexadecimal or base64, such as `openssl rand -hex 32` prints."
        raise Failed(error("Unusable encryption key", detail))


class AesGcm:
    """Encrypts with the first keys (None: not at all) and decrypts with these or those of `fallback`.

    `takes_plain` says that what is not encrypted is read too, until it is written the next time.
    """

    def __init__(self, keys: Keys | None, fallback: Keys | None = None, *, takes_plain: bool = False) -> None:
        self._keys = keys
        self._fallback = fallback
        self._takes_plain = takes_plain

    def ready(self) -> None:
        if self._keys is not None:
            _library()
            self._keys.fresh()

    def encrypt(self, data: bytes, *, serial: int | None = None, lineage: str | None = None) -> bytes:
        if self._keys is None:
            return data
        key, meta = self._keys.fresh()
        nonce = os.urandom(_NONCE)
        sealed = nonce + _library()(key).encrypt(nonce, data, None)
        state: dict[str, Any] = {} if serial is None else {"serial": serial, "lineage": lineage}
        content = {
            **state,
            "meta": meta,
            "encrypted_data": base64.b64encode(sealed).decode(),
            "encryption_version": VERSION,
        }
        return json.dumps(content, separators=(",", ":")).encode()

    def decrypt(self, name: str, data: bytes) -> Decrypted:
        if not is_encrypted(data):
            if self._keys is None or self._takes_plain:
                return Decrypted(data, self._keys is not None)
            detail = (
                f"The {name} is not encrypted, but encryption is configured. If that is because it is new, say "
                '`fallback = "unencrypted"` in [encryption] of hiac.toml until it has been written once.'
            )
            raise Failed(error("Content is not encrypted", detail))
        sealed, meta, outside = _opened(name, data)
        for keys in (self._keys, self._fallback):
            key = keys.found(meta) if keys is not None else None
            if keys is not None and key is not None and (plain := _unsealed(key, sealed)) is not None:
                is_stale = keys is not self._keys or not keys.is_current(meta)
                return Decrypted(plain, is_stale, outside.get("serial"), outside.get("lineage"))
        detail = (
            f"The {name} cannot be decrypted: it was encrypted with another passphrase or key than the one that is "
            "configured, or its content was changed. Nothing was written. If the key was replaced, name the old one in "
            "`fallback` of [encryption] in hiac.toml until everything has been written anew."
        )
        raise Failed(error("Decryption failed", detail))


def _opened(name: str, data: bytes) -> tuple[bytes, dict[str, Any], dict[str, Any]]:
    """The sealed bytes, what is stored about their key, and everything around them. Raises Failed."""
    content: dict[str, Any] = {}
    try:
        content = json.loads(data)
        version, meta = content.get("encryption_version"), content.get("meta")
        sealed = base64.b64decode(content["encrypted_data"], validate=True)
    except (ValueError, TypeError, KeyError, RecursionError):
        version, meta, sealed = None, None, b""
    if version != VERSION:
        shown = f" (its version is {version!r})" if isinstance(version, str) and version.isprintable() else ""
        detail = f"The {name} is encrypted in a way that this version of hiac does not know{shown[:60]}."
        raise Failed(error("Decryption failed", detail))
    if not isinstance(meta, dict) or len(sealed) <= _NONCE:
        raise Failed(error("Decryption failed", f"The {name} is damaged: it was cut off or edited."))
    return sealed, meta, content


def _unsealed(key: bytes, sealed: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    try:
        plain: bytes = _library()(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except (InvalidTag, ValueError):
        return None
    return plain


def _derivation(meta: dict[str, Any]) -> Derivation | None:
    """What is stored about a passphrase's key, if it is in order: others must not make us count forever."""
    for name, stored in meta.items():
        if name != _SCRYPT and not name.startswith(_PBKDF2):
            continue
        try:
            data = json.loads(base64.b64decode(stored, validate=True)) if isinstance(stored, str) else stored
            # This decodes the salt too.
            how: Derivation = convert(data, Scrypt) if name == _SCRYPT else convert(data, Pbkdf2)
        except (ValueError, TypeError, RecursionError, MsgspecError):
            continue
        if how.is_fine:
            return how
    return None


def _library() -> Any:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError:
        detail = (
            "Encryption needs the package cryptography, which is not installed. Install it with: pip install "
            '"harnessiac[encryption]"'
        )
        raise Failed(error("Package not installed", detail)) from None
    return AESGCM
