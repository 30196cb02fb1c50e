"""Bytes as base64 and back, as Go reads and writes it."""

from __future__ import annotations

import base64
import binascii


def utf8(content: str) -> bytes:
    """Return the bytes of a text; halves of surrogate pairs, which HCL texts never have, are kept."""
    return content.encode("utf-8", "surrogatepass")


def to_base64(content: bytes) -> str:
    """Return bytes as base64, with padding, on one line."""
    return base64.b64encode(content).decode("ascii")


def from_base64(content: str) -> bytes:
    """Return the bytes of base64 with padding, line breaks skipped. Raises ValueError for all other text."""
    clean = content.replace("\n", "").replace("\r", "")
    try:
        return base64.b64decode(clean.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error
