"""How what hiac writes for itself is encrypted: states, their backups, plan files.

One seam for all of them: `encrypt` gives bytes that `decrypt` takes back, one line of JSON in OpenTofu's format. What
is not encrypted goes through `PLAIN`, which changes nothing and refuses what is encrypted.
"""

from __future__ import annotations

import json
from typing import Protocol

from msgspec import Struct

from harnessiac.diagnostics import Failed, error


class Decrypted(Struct, frozen=True):
    """`is_stale` says that it was encrypted in another way than it would be now, or not at all.

    `serial` and `lineage` are what stands beside the encrypted content of a state, where nothing protects it.
    """

    data: bytes
    is_stale: bool = False
    serial: object = None
    lineage: object = None


class Cipher(Protocol):
    def ready(self) -> None:
        """Raises Failed if nothing could be encrypted, so that it is known before anything is done."""
        ...

    def encrypt(self, data: bytes, *, serial: int | None = None, lineage: str | None = None) -> bytes:
        """`data` so that it can be stored; serial and lineage of a state stay readable. Raises Failed."""
        ...

    def decrypt(self, name: str, data: bytes) -> Decrypted:
        """What `encrypt` was given; `name` says in messages where the bytes are from. Raises Failed."""
        ...


class _Plain:
    def ready(self) -> None:
        pass

    def encrypt(self, data: bytes, *, serial: int | None = None, lineage: str | None = None) -> bytes:
        return data

    def decrypt(self, name: str, data: bytes) -> Decrypted:
        if is_encrypted(data):
            detail = (
                f"The {name} is encrypted, and no key is configured. Say in [encryption] of hiac.toml where the key "
                "comes from."
            )
            raise Failed(error("Encrypted content", detail))
        return Decrypted(data)


PLAIN: Cipher = _Plain()


def is_encrypted(data: bytes) -> bool:
    """Whether this is what a cipher gave, hiac's or OpenTofu's."""
    if b'"encrypted_data"' not in data:
        return False
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "encrypted_data" in found and "encryption_version" in found
