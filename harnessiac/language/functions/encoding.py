"""Functions between texts and their encoded forms: base64, character sets, URLs, CSV, JSON, YAML."""

from __future__ import annotations

import codecs
import re
import zlib
from urllib.parse import quote_plus, unquote_to_bytes

from harnessiac.language.functions import csv_text, json_text
from harnessiac.language.functions.arguments import MAX_RESULT
from harnessiac.language.functions.base64_text import from_base64, to_base64, utf8
from harnessiac.language.functions.declaration import (
    DYNAMIC,
    STRING,
    Call,
    Function,
    FunctionError,
    Parameter,
    fail,
    raw,
    text,
)
from harnessiac.values.quoting import go_quoted
from harnessiac.values.value import Value, string


def _decoded(content: str) -> bytes:
    try:
        return from_base64(content)
    except ValueError:
        raise FunctionError("failed to decode base64 data %s", shown=[go_quoted(content)]) from None


def _as_text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        fail("the result of decoding the provided string is not valid UTF-8")


_GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_EMPTY_LAST_BLOCK = b"\1\0\0\xff\xff"


def _base64gzip(content: str) -> str:
    """Without a time stamp and ended as Go's writer ends a flushed stream.

    The compressed bytes are zlib's: for texts with repetitions they can differ from those that Go chooses.
    """
    data = utf8(content)
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)
    if not data:
        body = b"\0\0\0\xff\xff"
    trailer = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return to_base64(_GZIP_HEADER + body + _EMPTY_LAST_BLOCK + trailer)


def _base64gunzip(content: str) -> str:
    data = _decoded(content)
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        out = inflate.decompress(data, MAX_RESULT)
    except zlib.error as error:
        raise FunctionError("failed to gunzip data: not valid gzip data") from error
    if inflate.unconsumed_tail:
        fail(f"the result would be longer than {MAX_RESULT} bytes")
    if not inflate.eof:
        fail("failed to gunzip data: unexpected EOF")
    return _as_text(out)


def _urldecode(content: str) -> str:
    bad = re.search(r"%(?![0-9A-Fa-f]{2})", content)
    if bad:
        raise FunctionError("invalid URL escape %s", shown=[go_quoted(content[bad.start() : bad.start() + 3])])
    return _as_text(unquote_to_bytes(content.replace("+", " ")))


_WINDOWS = tuple(f"windows-{number}" for number in (874, *range(1250, 1259)))
_PYTHON_NAMES = {
    "us-ascii": "ascii",
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
    "iso-8859-6-e": "iso8859-6",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "latin1": "iso8859-1",
    "latin2": "iso8859-2",
    "l1": "iso8859-1",
    **{name: name.replace("windows-", "cp") for name in _WINDOWS},
    **{f"ibm{page}": f"cp{page}" for page in ("037", 437, 850, 852, 855, 858, 860, 862, 863, 865, 866, 1047)},
    **{f"cp{page}": f"cp{page}" for page in ("037", 437, 850, 852, 855, 860, 862, 863, 865, 866)},
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "macintosh": "mac-roman",
    "mac": "mac-roman",
    "shift_jis": "cp932",
    "ms_kanji": "cp932",
    "euc-jp": "euc-jp",
    "iso-2022-jp": "iso2022-jp",
    "gbk": "gbk",
    "gb2312": "gbk",
    "gb18030": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5",
    "euc-kr": "cp949",
}


def _codec(name: str) -> codecs.CodecInfo:
    known = _PYTHON_NAMES.get(name.lower())
    try:
        return codecs.lookup(known or "")
    except LookupError:
        fail(
            "%s is not a supported IANA encoding name or alias in this Terraform version",
            1,
            go_quoted(name),
        )


def _textencode(content: str, encoding: str) -> str:
    codec = _codec(encoding)
    try:
        data = b"\xfe\xff" + content.encode("utf-16-be") if codec.name == "utf-16" else codec.encode(content)[0]
    except UnicodeEncodeError:
        fail(f"the given string contains characters that cannot be represented in {encoding.replace('%', '')}", 0)
    return to_base64(data)


def _textdecode(source: str, encoding: str) -> str:
    codec = _codec(encoding)
    try:
        data = from_base64(source)
    except ValueError:
        bad = re.search(r"[^A-Za-z0-9+/=\r\n]", source)
        offset = bad.start() if bad else len(source)
        fail(f"the given value is has an invalid base64 symbol at offset {offset}", 0)
    try:
        if codec.name == "utf-16" and data[:2] not in (b"\xfe\xff", b"\xff\xfe"):
            return data.decode("utf-16-be")
        return codec.decode(data)[0]
    except UnicodeDecodeError:
        fail(f"the given string contains symbols that are not defined for {encoding.replace('%', '')}", 0)


def _yamldecode(call: Call) -> Value:
    from harnessiac.language.functions import yaml_dialect

    return yaml_dialect.decoded(str(call.arguments[0].raw))


def _yamlencode(call: Call) -> Value:
    from harnessiac.language.functions import yaml_dialect

    return string(yaml_dialect.encoded(call.arguments[0]))


_STR = text("str")

FUNCTIONS = (
    Function(
        "base64decode",
        (_STR,),
        STRING,
        raw(lambda content: _as_text(_decoded(content))),
        "The text that a base64 text encodes.",
    ),
    Function(
        "base64encode",
        (_STR,),
        STRING,
        raw(lambda content: to_base64(utf8(content))),
        "A text's UTF-8 bytes in base64.",
    ),
    Function(
        "base64gunzip", (_STR,), STRING, raw(_base64gunzip), "The text that was compressed with gzip, then base64."
    ),
    Function("base64gzip", (_STR,), STRING, raw(_base64gzip), "A text compressed with gzip, in base64."),
    Function(
        "csvdecode",
        (_STR,),
        DYNAMIC,
        lambda call: csv_text.decoded(str(call.arguments[0].raw)),
        "The rows of a CSV text as objects, by the column names in its first line.",
    ),
    Function(
        "jsondecode",
        (_STR,),
        DYNAMIC,
        lambda call: json_text.decoded(str(call.arguments[0].raw)),
        "The value that a JSON text writes.",
    ),
    Function(
        "jsonencode",
        (Parameter("val", null=True, deep=True),),
        STRING,
        lambda call: string(json_text.encoded(call.arguments[0])),
        "A value as JSON text.",
    ),
    Function(
        "textdecodebase64",
        (text("source"), text("encoding")),
        STRING,
        raw(_textdecode),
        "The text that base64 encodes in the given character encoding.",
    ),
    Function(
        "textencodebase64",
        (text("string"), text("encoding")),
        STRING,
        raw(_textencode),
        "A text in the given character encoding, in base64.",
    ),
    Function(
        "urldecode", (_STR,), STRING, raw(_urldecode), "A text whose URL escapes are replaced by what they stand for."
    ),
    Function(
        "urlencode",
        (_STR,),
        STRING,
        raw(lambda content: quote_plus(utf8(content))),
        "A text escaped for use in a URL's query.",
    ),
    Function("yamldecode", (text("src"),), DYNAMIC, _yamldecode, "The value that a YAML text writes."),
    Function(
        "yamlencode",
        (Parameter("value", null=True, deep=True),),
        STRING,
        _yamlencode,
        "A value as YAML text.",
    ),
)
