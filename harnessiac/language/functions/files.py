"""Functions that read files, and those on their paths.

A relative path starts from the context's base directory. Contents come through the context's FileAccess.
"""

from __future__ import annotations

from collections.abc import Callable

from harnessiac.language.functions import paths
from harnessiac.language.functions.base64_text import to_base64
from harnessiac.language.functions.context import FileAccess, FileKind
from harnessiac.language.functions.declaration import (
    BOOL,
    SET_OF_STRING,
    STRING,
    Call,
    Function,
    FunctionError,
    fail,
    raw,
    text,
)
from harnessiac.language.functions.hashing import Digest, base64_digest, hex_digest
from harnessiac.values.quoting import go_quoted
from harnessiac.values.sets import set_of
from harnessiac.values.value import Value, boolean, string


def _files(call: Call) -> FileAccess:
    files = call.context.files
    if files is None:
        fail("files cannot be read here")
    return files


def _expanded(path: str, home: str | None) -> str:
    if not path.startswith("~"):
        return path
    if len(path) > 1 and path[1] not in "/\\":
        fail("cannot expand user-specific home dir")
    if home is None:
        fail("the home directory is not known")
    return paths.clean(home + path[1:])


def _place(call: Call, path: str) -> str:
    if "\0" in path:
        fail("a path must not contain a null character", 0)
    return paths.joined(call.context.base_directory, _expanded(path, call.context.home))


_MISSING = (
    "no file exists at %s; this function works only with files that are distributed as part of the configuration "
    "source code, so if this file will be created by a resource in this configuration you must instead obtain this "
    "result from an attribute of that resource"
)


def contents(call: Call, path: str) -> bytes:
    """The bytes of a file; FunctionError about the first argument when they cannot be had."""
    files = _files(call)
    try:
        return files.read(_place(call, path))
    except (FileNotFoundError, NotADirectoryError):
        raise FunctionError(_MISSING, 0, shown=[go_quoted(path)]) from None
    except IsADirectoryError:
        raise FunctionError("failed to read file: read %s: is a directory", 0, shown=[path]) from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "it cannot be opened").lower()
        raise FunctionError("failed to read file: open %s: %s", 0, shown=[path, reason]) from None


def text_contents(call: Call, path: str) -> str:
    try:
        return contents(call, path).decode("utf-8")
    except UnicodeDecodeError:
        raise FunctionError(
            "contents of %s are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents or "
            "the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead",
            shown=[go_quoted(path)],
        ) from None


def _first(call: Call) -> str:
    return str(call.arguments[0].raw)


def _fileexists(call: Call) -> Value:
    path = _first(call)
    try:
        kind = _files(call).kind(_place(call, path))
    except OSError:
        raise FunctionError("failed to stat %s", shown=[go_quoted(path)]) from None
    match kind:
        case None:
            return boolean(False)
        case FileKind.REGULAR:
            return boolean(True)
        case FileKind.DIRECTORY:
            raise FunctionError("%s is a directory, not a file", shown=[go_quoted(path)])
        case FileKind.OTHER:
            raise FunctionError("%s is not a regular file", shown=[go_quoted(path)])


def _fileset(call: Call) -> Value:
    path, pattern = [str(argument.raw) for argument in call.arguments]
    if "\0" in path + pattern:
        fail("a path must not contain a null character")
    base = paths.joined(call.context.base_directory, path)
    try:
        found = paths.found(paths.joined(base, pattern.lstrip("/")), _files(call))
    except paths.BadPattern as error:
        raise FunctionError("failed to glob pattern %s: %s", shown=[go_quoted(pattern), str(error)]) from None
    except paths.TooManyFiles:
        fail("the search would look at too many files")
    except OSError as error:
        raise FunctionError("failed to search for %s: %s", shown=[go_quoted(pattern), error.strerror or ""]) from None
    return set_of(STRING, [string(paths.relative(name, base)) for name in found])


def _digest(digest: Digest, algorithm: str) -> Callable[[Call], Value]:
    def body(call: Call) -> Value:
        try:
            return string(digest(algorithm, contents(call, _first(call))))
        except FunctionError as error:
            if isinstance(error.__context__, FileNotFoundError):
                raise FunctionError("open %s: no such file or directory", shown=[_first(call)]) from None
            raise

    return body


_PATH = text("path")


def _of_file(name: str, digest: Digest, algorithm: str, description: str) -> Function:
    return Function(name, (_PATH,), STRING, _digest(digest, algorithm), description)


FUNCTIONS = (
    Function(
        "abspath",
        (_PATH,),
        STRING,
        lambda call: string(paths.joined(call.context.base_directory, _first(call))),
        "A path made absolute.",
    ),
    Function("basename", (_PATH,), STRING, raw(paths.basename), "The last part of a path."),
    Function("dirname", (_PATH,), STRING, raw(paths.dirname), "A path without its last part."),
    Function(
        "file", (_PATH,), STRING, lambda call: string(text_contents(call, _first(call))), "The content of a text file."
    ),
    Function(
        "filebase64",
        (_PATH,),
        STRING,
        lambda call: string(to_base64(contents(call, _first(call)))),
        "The content of a file in base64.",
    ),
    _of_file("filebase64sha256", base64_digest, "sha256", "The SHA-256 digest of a file in base64."),
    _of_file("filebase64sha512", base64_digest, "sha512", "The SHA-512 digest of a file in base64."),
    Function("fileexists", (_PATH,), BOOL, _fileexists, "Whether there is a file at a path."),
    _of_file("filemd5", hex_digest, "md5", "The MD5 digest of a file in hexadecimal digits."),
    Function(
        "fileset",
        (_PATH, text("pattern")),
        SET_OF_STRING,
        _fileset,
        "The paths of the files below a directory that match a pattern.",
    ),
    _of_file("filesha1", hex_digest, "sha1", "The SHA-1 digest of a file in hexadecimal digits."),
    _of_file("filesha256", hex_digest, "sha256", "The SHA-256 digest of a file in hexadecimal digits."),
    _of_file("filesha512", hex_digest, "sha512", "The SHA-512 digest of a file in hexadecimal digits."),
    Function(
        "pathexpand",
        (_PATH,),
        STRING,
        lambda call: string(_expanded(_first(call), call.context.home)),
        "A path with ~ at its start replaced by the home directory.",
    ),
)
