"""Where the text of an expression was written down: in the file that `templatefile` or `file` read, or where it is."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from harnessiac.diagnostics import Failed
from harnessiac.language.evaluation.directives import carried_out
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.origins import origins
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.functions import NAMESPACE, paths
from harnessiac.language.syntax.nodes import Call, Expression, Parentheses, Template, TemplateWrap
from harnessiac.source import SourceFile, TextOrigin


def written(expression: Expression, source: SourceFile, scope: Scope, text: str) -> TextOrigin:
    """Which parts of `text`, the value of `expression` in `source`, stand where: in the file it was read from, if any.

    The file is read again, so this is for when a place is asked for. If it cannot be, or is another meanwhile, the text
    stands where the expression does.
    """
    inner = expression
    while isinstance(inner, Parentheses | TemplateWrap):
        inner = inner.expression
    if isinstance(inner, Call) and inner.arguments:
        match inner.name.removeprefix(NAMESPACE):
            case "templatefile":
                return _of_template(inner, source, scope, text) or origins(expression, source, text)
            case "file":
                file = _file(inner, source, scope)
                if file is not None and file.text == text:
                    return TextOrigin.of_file(file)
    if isinstance(inner, Template):
        expression = carried_out(inner, scope, source)
    return origins(expression, source, text)


def _of_template(call: Call, source: SourceFile, scope: Scope, text: str) -> TextOrigin | None:
    from harnessiac.language.syntax.parsing import parse_template

    file = _file(call, source, scope)
    if file is None:
        return None
    template, _ = parse_template(file)
    if not isinstance(template, Template):
        return None
    template = msgspec.structs.replace(template, heredoc=True)  # as in a heredoc, a backslash in a file is a backslash
    with suppress(Failed):
        variables = evaluate(call.arguments[1], scope, source).raw if len(call.arguments) > 1 else None
        if isinstance(variables, dict):
            template = carried_out(template, Scope(variables, calls=scope.calls), file)
    found = origins(template, file, text)
    return found if any(segment.is_copy for segment in found.segments) else None


def _file(call: Call, source: SourceFile, scope: Scope) -> SourceFile | None:
    """The file that the first argument names."""
    files, base = scope.calls.files, scope.calls.base_directory
    try:
        name = evaluate(call.arguments[0], scope, source).raw
        if files is None or not isinstance(name, str) or "\0" in name or name.startswith("~"):
            return None
        place = paths.joined(base, name)
        content = files.read(place).decode("utf-8")
    except (Failed, OSError, ValueError):
        return None
    return SourceFile(paths.relative(place, paths.clean(base)), content)
