"""Functions that make digests, identifiers and ciphertext, and the one that decrypts."""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from collections.abc import Callable
from importlib import import_module
from typing import Any

from harnessiac.language.functions.arguments import whole
from harnessiac.language.functions.base64_text import from_base64, to_base64, utf8
from harnessiac.language.functions.declaration import (
    STRING,
    Call,
    Function,
    FunctionError,
    fail,
    number,
    raw,
    text,
)
from harnessiac.values.value import UNKNOWN, Value, string


def hex_digest(algorithm: str, content: bytes) -> str:
    return hashlib.new(algorithm, content, usedforsecurity=False).hexdigest()


def base64_digest(algorithm: str, content: bytes) -> str:
    return to_base64(hashlib.new(algorithm, content, usedforsecurity=False).digest())


Digest = Callable[[str, bytes], str]


def _digest(digest: Digest, algorithm: str) -> Callable[[str], str]:
    return lambda content: digest(algorithm, utf8(content))


_NAMESPACES = {
    "dns": uuid.NAMESPACE_DNS,
    "url": uuid.NAMESPACE_URL,
    "oid": uuid.NAMESPACE_OID,
    "x500": uuid.NAMESPACE_X500,
}
_HEX = re.compile(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")


def _uuidv5(namespace: str, name: str) -> str:
    known = _NAMESPACES.get(namespace) or _namespace(namespace)
    digest = hashlib.sha1(known.bytes + utf8(name), usedforsecurity=False).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))


def _namespace(given: str) -> uuid.UUID:
    inner = given
    match len(given):
        case 36 | 32:
            pass
        case 45 if given[:9].lower() == "urn:uuid:":
            inner = given[9:]
        case 38:
            inner = given[1:-1]
        case size:
            raise FunctionError(f"uuidv5() doesn't support namespace %s (invalid UUID length: {size})", shown=[given])
    if not (_HEX.fullmatch(inner) or re.fullmatch("[0-9A-Fa-f]{32}", inner)):
        raise FunctionError("uuidv5() doesn't support namespace %s (invalid UUID format)", shown=[given])
    return uuid.UUID(inner)


def _uuid(call: Call) -> Value:
    make = call.context.new_uuid
    return Value(STRING, make() if make else UNKNOWN)


def _extra(function: str, module: str) -> Any:
    """A module of a package that only harnessiac[crypto] brings."""
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        fail(f"{function}() needs the Python package {package}; install harnessiac[crypto]")


_BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_BASE64_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
COSTLIEST = 15
"""The greatest cost bcrypt is asked for here: each step doubles the time, and 15 takes seconds."""


def _bcrypt(call: Call) -> Value:
    content, *costs = call.arguments
    if len(costs) > 1:
        fail("bcrypt() takes no more than two arguments", 2)
    cost = whole(costs[0].raw) if costs else 10
    data = utf8(str(content.raw))
    if len(data) > 72:
        fail("error occurred generating password bcrypt: password length exceeds 72 bytes")
    if cost > 31:
        fail(f"error occurred generating password crypto/bcrypt: cost {cost} is outside allowed inclusive range 4..31")
    if cost > COSTLIEST:
        fail(f"the cost must not be greater than {COSTLIEST}", 1)
    make = call.context.new_salt
    if make is None:
        return Value(STRING, UNKNOWN)
    bcrypt = _extra("bcrypt", "bcrypt")
    salt = base64.b64encode(make()).decode("ascii").rstrip("=")
    salt = salt.translate(str.maketrans(_BASE64_ALPHABET, _BCRYPT_ALPHABET))
    cost = 10 if cost < 4 else cost
    return string(str(bcrypt.hashpw(data, f"$2a${cost:02d}${salt}".encode("ascii")), "ascii"))


def _rsadecrypt(ciphertext: str, private_key: str) -> str:
    try:
        data = from_base64(ciphertext)
    except ValueError:
        raise FunctionError(
            "failed to decode input %s: cipher text must be base64-encoded", 0, shown=[f'"{ciphertext}"']
        ) from None
    asymmetric = "cryptography.hazmat.primitives.asymmetric"
    padding, rsa = _extra("rsadecrypt", f"{asymmetric}.padding"), _extra("rsadecrypt", f"{asymmetric}.rsa")
    serialization = _extra("rsadecrypt", "cryptography.hazmat.primitives.serialization")
    unsupported = _extra("rsadecrypt", "cryptography.exceptions").UnsupportedAlgorithm
    pem = utf8(private_key)
    in_ssh_form = b"OPENSSH PRIVATE KEY" in pem
    load = serialization.load_ssh_private_key if in_ssh_form else serialization.load_pem_private_key
    try:
        key = load(pem, None)
    except (ValueError, TypeError, unsupported):
        fail("invalid private key: not an RSA private key in PEM format without a passphrase", 1)
    if not isinstance(key, rsa.RSAPrivateKey):
        fail("invalid private key type: an RSA private key is required", 1)
    try:
        return str(key.decrypt(data, padding.PKCS1v15()), "utf-8")
    except ValueError:
        fail("failed to decrypt: crypto/rsa: decryption error")


_STR = text("str")


def _of_text(name: str, digest: Digest, algorithm: str, description: str) -> Function:
    return Function(name, (_STR,), STRING, raw(_digest(digest, algorithm)), description)


FUNCTIONS = (
    _of_text("base64sha256", base64_digest, "sha256", "The SHA-256 digest of a text in base64."),
    _of_text("base64sha512", base64_digest, "sha512", "The SHA-512 digest of a text in base64."),
    Function(
        "bcrypt",
        (_STR,),
        STRING,
        _bcrypt,
        "A text hashed with bcrypt and a random salt, at the given cost (10).",
        variadic=number("cost"),
    ),
    _of_text("md5", hex_digest, "md5", "The MD5 digest of a text in hexadecimal digits."),
    Function(
        "rsadecrypt",
        (text("ciphertext"), text("privatekey")),
        STRING,
        raw(_rsadecrypt),
        "Decrypts base64 text with an RSA private key in PEM format.",
    ),
    _of_text("sha1", hex_digest, "sha1", "The SHA-1 digest of a text in hexadecimal digits."),
    _of_text("sha256", hex_digest, "sha256", "The SHA-256 digest of a text in hexadecimal digits."),
    _of_text("sha512", hex_digest, "sha512", "The SHA-512 digest of a text in hexadecimal digits."),
    Function("uuid", (), STRING, _uuid, "A random UUID."),
    Function(
        "uuidv5",
        (text("namespace"), text("name")),
        STRING,
        raw(_uuidv5),
        "The version 5 UUID of a name in a namespace: dns, url, oid, x500 or a UUID.",
    ),
)
