"""Evaluated blocks: what an HCL body says once its expressions have values, with the place of everything.

The language room makes them, the schema room reads them; neither knows the other.
"""

from __future__ import annotations

from msgspec import Struct, field

from harnessiac.source import Span
from harnessiac.values.value import Value


class EvaluatedArgument(Struct, frozen=True):
    """`name = expression` with its value. `name_span` is the name, `span` the expression."""

    name: str
    value: Value
    name_span: Span
    span: Span


class EvaluatedBlock(Struct, frozen=True):
    """A body with its arguments and nested blocks in the order written (`dynamic` blocks already expanded).

    `header_span` is the block's type and labels, `span` its opening brace: where Terraform reports what is missing.
    `unknown_blocks` are types of nested blocks whose number is not known yet.
    """

    header_span: Span
    span: Span
    arguments: dict[str, EvaluatedArgument] = field(default_factory=dict)
    blocks: dict[str, list[EvaluatedBlock]] = field(default_factory=dict)
    unknown_blocks: frozenset[str] = frozenset()
