"""What only tests can name: outputs of the run at hand, and of the runs before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

from harnessiac.diagnostics import Failed, did_you_mean, error
from harnessiac.language.functions.context import UNDECLARED
from harnessiac.language.syntax.nodes import AttributeStep, Traversal
from harnessiac.source import SourceFile
from harnessiac.values.value import Value, object_of


class Outputs(Struct, frozen=True):
    """output.name"""

    values: Mapping[str, Value]

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        name = _first_name(node, source)
        found = self.values.get(name)
        if found is None:
            hint = did_you_mean(name, self.values)
            detail = f'An output value with the name "{name}" has not been declared.{hint}'
            place = source.span(node.start, node.steps[0].end)
            raise Failed(error("Reference to undeclared output value", detail, place, code=UNDECLARED))
        return found, 1


class Runs(Struct, frozen=True):
    """run.name.output. `declared` names all runs of the file, also those that come later."""

    finished: Mapping[str, Mapping[str, Value]]
    declared: Collection[str]

    def resolve(self, node: Traversal, source: SourceFile) -> tuple[Value, int]:
        name = _first_name(node, source)
        found = self.finished.get(name)
        if found is not None:
            return object_of(dict(found)), 1
        only = (
            "You can only reference run blocks that are in the same test file and will execute before the current run "
            "block."
        )
        place = source.span(node.start, node.end)
        if name in self.declared:
            detail = f'The run block "{name}" has not executed yet. {only}'
            raise Failed(error("Reference to unavailable run block", detail, place, code=UNDECLARED))
        detail = f'The run block "{name}" does not exist within this test file. {only}'
        raise Failed(error("Reference to unknown run block", detail, place, code=UNDECLARED))


def _first_name(node: Traversal, source: SourceFile) -> str:
    step = node.steps[0] if node.steps else None
    if not isinstance(step, AttributeStep):
        detail = f'The "{node.root}" object cannot be accessed directly. Instead, access one of its attributes.'
        raise Failed(error("Invalid reference", detail, source.span(node.start, node.end), code=UNDECLARED))
    return step.name
