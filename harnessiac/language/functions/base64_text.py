"""Texts as bytes, and bytes as base64."""

from __future__ import annotations

import base64
import binascii


def utf8(content: str) -> bytes:
    return content.encode("utf-8", "surrogatepass")


def to_base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def from_base64(content: str) -> bytes:
    """Strict base64 with padding; line breaks are skipped. Raises ValueError."""
    clean = content.replace("\n", "").replace("\r", "")
    try:
        return base64.b64decode(clean.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error
