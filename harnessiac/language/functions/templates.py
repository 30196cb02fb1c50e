"""templatefile and templatestring. Parsing and evaluating a template is done by whoever made the context."""

from __future__ import annotations

import re
from dataclasses import replace

from harnessiac.diagnostics import Diagnostic, Failed
from harnessiac.language.functions.context import UNDECLARED
from harnessiac.language.functions.declaration import (
    DYNAMIC,
    STRING,
    Call,
    Function,
    FunctionError,
    Parameter,
    fail,
    text,
)
from harnessiac.language.functions.files import text_contents
from harnessiac.language.functions.sequences import convert
from harnessiac.source import SourceFile, Span
from harnessiac.values.quoting import go_quoted
from harnessiac.values.types import MapType, ObjectType
from harnessiac.values.value import UNKNOWN, Value

INLINE = "<templatestring argument>"
"""What diagnostics call the template of templatestring."""


def _render(call: Call, source: SourceFile, variables: Value) -> Value:
    render = call.context.render_template
    if render is None:
        fail("templates cannot be rendered here")
    if not isinstance(variables.type, MapType | ObjectType):
        fail("invalid vars value: must be a map", 1)
    if variables.raw is UNKNOWN:
        return Value(call.type, UNKNOWN)
    assert isinstance(variables.raw, dict)
    for name in variables.raw:
        if not name.replace("-", "_").isidentifier():
            fail(
                "invalid template variable name %s: must start with a letter, followed by zero or more letters, "
                "digits, and underscores",
                1,
                go_quoted(name),
            )
    try:
        return render(source, variables.raw, replace(call.context, inside_template=True))
    except Failed as failed:
        raise _explained(failed.diagnostics) from failed


def _explained(diagnostics: tuple[Diagnostic, ...]) -> FunctionError:
    first = diagnostics[0]
    place = first.subject
    if first.code == UNDECLARED and place is not None:
        root = re.split(r"[.\[\s]", place.text, maxsplit=1)[0]
        where = _where(place.source.span(place.start, place.start + len(root)))
        return FunctionError("vars map does not contain key %s, referenced at %s", 1, shown=[go_quoted(root), where])
    where = f"{_where(place)}: " if place is not None else ""
    more = len(diagnostics) - 1
    rest = f", and {more} other diagnostic(s)" if more else ""
    return FunctionError("%s", shown=[f"{where}{first.summary}; {first.detail}{rest}"])


def _where(place: Span) -> str:
    start, end = place.first, place.last
    to = f"{end.column}" if start.line == end.line else f"{end.line},{end.column}"
    return f"{place.filename}:{start.line},{start.column}-{to}"


def _refuse_recursion(call: Call, name: str) -> None:
    if call.context.inside_template:
        fail(f"cannot recursively call {name} from inside another template function")


def _templatefile(call: Call) -> Value:
    path, variables = call.arguments
    _refuse_recursion(call, "templatefile")
    name = str(path.raw)
    return _render(call, SourceFile(name, text_contents(call, name)), variables)


def _templatestring(call: Call) -> Value:
    template, variables = call.arguments
    _refuse_recursion(call, "templatestring")
    return convert(_render(call, SourceFile(INLINE, str(template.raw)), variables), STRING)


FUNCTIONS = (
    Function(
        "templatefile",
        (text("path"), Parameter("vars")),
        DYNAMIC,
        _templatefile,
        "The content of a file, rendered as a template with the given variables.",
    ),
    Function(
        "templatestring",
        (text("template"), Parameter("vars")),
        STRING,
        _templatestring,
        "A text from elsewhere, rendered as a template with the given variables.",
    ),
)
