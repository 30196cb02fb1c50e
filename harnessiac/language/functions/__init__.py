"""The functions that expressions can call: a table of names, and the families that implement them.

A family is a module with a tuple FUNCTIONS of declarations; it is imported when one of its functions is first used.
A new function is a row in its family and its name here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Final

from harnessiac.language.functions import declaration
from harnessiac.language.functions.context import NO_CONTEXT, CallContext, FileAccess, FileKind, RenderTemplate
from harnessiac.language.functions.declaration import Function, FunctionError, Parameter, WrongArgumentCount
from harnessiac.values.value import Value

NAMESPACE: Final = "core::"
"""Every function can also be called with this before its name."""

FAMILIES: Final[dict[str, str]] = {
    "choices": "alltrue anytrue coalesce coalescelist contains index matchkeys one",
    "conversions": (
        "can ephemeralasnull issensitive list map nonsensitive sensitive tobool tolist tomap tonumber toset tostring "
        "try type"
    ),
    "dates": "formatdate plantimestamp timeadd timecmp timestamp",
    "encoding": (
        "base64decode base64encode base64gunzip base64gzip csvdecode jsondecode jsonencode textdecodebase64 "
        "textencodebase64 urldecode urlencode yamldecode yamlencode"
    ),
    "files": (
        "abspath basename dirname file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset "
        "filesha1 filesha256 filesha512 pathexpand"
    ),
    "formatting": "format formatlist",
    "hashing": "base64sha256 base64sha512 bcrypt md5 rsadecrypt sha1 sha256 sha512 uuid uuidv5",
    "mappings": "keys lookup merge transpose values zipmap",
    "network": "cidrcontains cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "numeric": "abs ceil floor log max min parseint pow range signum sum",
    "regular_expressions": "regex regexall replace",
    "sequences": "chunklist compact concat distinct element flatten length reverse slice sort",
    "sets": "setintersection setproduct setsubtract setunion",
    "strings": (
        "chomp endswith indent join lower split startswith strcontains strrev substr title trim trimprefix trimspace "
        "trimsuffix upper"
    ),
    "templates": "templatefile templatestring",
}

_HOMES: Final = {name: family for family, names in FAMILIES.items() for name in names.split()}


def names() -> tuple[str, ...]:
    """The names of all functions, in order."""
    return tuple(sorted(_HOMES))


def find(name: str) -> Function | None:
    """The function called `name`, with or without its namespace."""
    plain = name.removeprefix(NAMESPACE)
    family = _HOMES.get(plain)
    return None if family is None else _family(family)[plain]


@cache
def _family(family: str) -> dict[str, Function]:
    module = import_module(f"{__name__}.{family}")
    return {function.name: function for function in module.FUNCTIONS}


def call(name: str, arguments: Sequence[Value], context: CallContext = NO_CONTEXT) -> Value:
    """The value of a call of a known function. Raises FunctionError; LookupError for a name that is no function's."""
    function = find(name)
    if function is None:
        raise LookupError(name)
    return declaration.call(function, arguments, context)


__all__ = [
    "FAMILIES",
    "NAMESPACE",
    "NO_CONTEXT",
    "CallContext",
    "FileAccess",
    "FileKind",
    "Function",
    "FunctionError",
    "Parameter",
    "RenderTemplate",
    "WrongArgumentCount",
    "call",
    "find",
    "names",
]
