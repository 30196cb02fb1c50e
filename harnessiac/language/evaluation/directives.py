"""Templates with their directives carried out: what `%{ if … }` and `%{ for … }` leave, part by part."""

from __future__ import annotations

from collections.abc import Iterator

from harnessiac.diagnostics import Failed
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.repetition import items
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.nodes import Expression, Template, TemplateFor, TemplateIf
from harnessiac.source import SourceFile
from harnessiac.values.conversion import ConversionError, convert
from harnessiac.values.types import BOOL

MOST_PARTS = 100_000
"""A template that gives more parts is left as it is, for what is looked for in it is places for people."""


def carried_out(template: Template, scope: Scope, source: SourceFile) -> Template:
    """The parts that gave the template's text, in its order; the template itself where that cannot be told."""
    if not any(isinstance(part, TemplateIf | TemplateFor) for part in template.parts):
        return template
    parts: list[Expression] = []
    try:
        for part in _parts(template, scope, source):
            parts.append(part)
            if len(parts) > MOST_PARTS:
                return template
    except (Failed, ConversionError):
        return template
    return Template(template.start, template.end, tuple(parts), template.heredoc)


def _parts(template: Template, scope: Scope, source: SourceFile) -> Iterator[Expression]:
    for part in template.parts:
        match part:
            case TemplateIf(condition=condition, then=then, otherwise=otherwise):
                chosen = then if convert(evaluate(condition, scope, source), BOOL).raw is True else otherwise
                if chosen is not None:
                    yield from _parts(chosen, scope, source)
            case TemplateFor(key=key, value=name, collection=collection, body=body):
                for index, item in items(evaluate(collection, scope, source)):
                    names = {name: item} if key is None else {key: index, name: item}
                    yield from _parts(body, scope.child(names), source)
            case _:
                yield part
