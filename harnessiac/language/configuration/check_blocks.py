"""Reads `check` blocks: conditions about the whole that warn instead of failing."""

from __future__ import annotations

from harnessiac.diagnostics import error
from harnessiac.language.configuration.block_parts import Diagnostics, conditions, header, is_name, span_of
from harnessiac.language.configuration.declarations import Check, Condition, Module, defining_range
from harnessiac.language.configuration.resource_blocks import read_checked_data
from harnessiac.language.evaluation.references import references
from harnessiac.language.syntax.body_schema import BodySchema, read
from harnessiac.language.syntax.nodes import Block
from harnessiac.source import SourceFile

CHECK = BodySchema({}, {"assert": (), "data": ("type", "name")})


def read_check(block: Block, source: SourceFile, module: Module, diagnostics: Diagnostics) -> None:
    name, span = block.labels[0].text, header(block, source)
    content = read(block.body, CHECK, source, diagnostics)
    is_name(block, 0, "check block", source, diagnostics)
    rules = tuple(
        rule for rule in conditions(content, "assert", source, diagnostics) if _says_something(rule, diagnostics)
    )
    if not rules:
        diagnostics.append(error("Zero assert blocks", "Check blocks must have at least one assert block.", span))
    data = [b for b in content.blocks if b.type == "data"]
    for nested in data[:1]:
        read_checked_data(nested, source, module, diagnostics)
    for extra in data[1:]:
        detail = f"This check block already has a data resource defined at {defining_range(header(data[0], source))}."
        diagnostics.append(error("Multiple data resource blocks", detail, header(extra, source)))
    if name in module.checks:
        detail = (
            f'A check block named "{name}" was already declared at {defining_range(module.checks[name].span)}. Check '
            "blocks must be unique within each module."
        )
        diagnostics.append(error(f'Duplicate check "{name}" configuration', detail, span))
        return
    module.checks[name] = Check(name, source, span, rules)


def _says_something(rule: Condition, diagnostics: Diagnostics) -> bool:
    """Whether the condition depends on anything; one that is always the same checks nothing."""
    if any(True for _ in references(rule.condition)):
        return True
    detail = (
        "The condition expression must refer to at least one object from elsewhere in the configuration, or else its "
        "result would not be checking anything."
    )
    diagnostics.append(error("Invalid assert expression", detail, span_of(rule.condition, rule.source)))
    return False
