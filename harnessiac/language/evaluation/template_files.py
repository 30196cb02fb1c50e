"""Renders templates that are not part of the configuration: files of templatefile, texts of templatestring."""

from __future__ import annotations

from collections.abc import Mapping

from harnessiac.diagnostics import Failed, error, has_errors
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.references import traversals
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.functions.context import UNDECLARED, CallContext
from harnessiac.source import SourceFile
from harnessiac.values.value import Value


def render_template(source: SourceFile, variables: Mapping[str, Value], calls: CallContext) -> Value:
    """The value of a template that sees only `variables`. Raises Failed."""
    from harnessiac.language.syntax.parsing import parse_template

    template, found = parse_template(source)
    if template is None or has_errors(found):
        raise Failed(*found)
    for mention in traversals(template):
        if mention.root not in variables:
            detail = "A template sees only the variables it is given; this name is none of them."
            place = source.span(mention.start, mention.start + len(mention.root))
            raise Failed(error("Unknown variable", detail, place, code=UNDECLARED))
    return evaluate(template, Scope(variables, calls=calls), source)
