"""The names that a service declares itself: its sidecars, variables, manifests and configuration files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from harnessiac.codes import expressions as codes
from harnessiac.documents import Mapping, Node, Scalar, Sequence
from harnessiac.documents.reading import shortened
from harnessiac.expressions.checking import COMPARED, Checker, Declared
from harnessiac.expressions.parsing import Step, argument
from harnessiac.expressions.runtime_inputs import Slip
from harnessiac.shapes.checking import literal


class ServiceNames:
    """The parts of one service by their names; None where an expression decides which there are."""

    def __init__(self, service: Mapping) -> None:
        self._service = service

    def slips(self, text: str, steps: tuple[Step, ...], checker: Checker) -> Iterator[Slip]:
        """What is wrong with an expression that names a part of the service."""
        match [step.name for step in steps[:3]]:
            case ["artifacts", "sidecars", name] if not steps[2].is_key and not steps[2].is_call:
                there = self._sidecars
                if there is not None and name not in there:
                    near = checker.near(name, tuple(islice(there, COMPARED)))
                    hint = f' Did you mean "{near}"?' if near else ""
                    if not near:
                        listed = ", ".join(shortened(one, 40) for one in islice(there, 5))
                        hint = f" Its sidecars are {listed}." if there else " It has no sidecars."
                    detail = f'The service has no sidecar "{shortened(name)}".{hint}'
                    yield Slip(codes.SIDECAR, steps[2].start, steps[2].end, detail)
            case ["serviceVariables", name, *_] if not steps[1].is_key and not steps[1].is_call:
                yield from checker.undeclared("variable", name, steps[1].start, self._variables)
            case ["manifests", name, _] if not steps[1].is_key and not steps[1].is_call:
                yield from checker.undeclared("manifest", name, steps[1].start, self._manifests)
            case ["configFile", _, *_] if steps[1].is_call:
                said = argument(text, steps[1])
                if said is not None:
                    yield from checker.undeclared("configuration file", *said, self._config_files)

    @cached_property
    def _sidecars(self) -> Declared | None:
        artifacts = self._spec.get("artifacts") if self._spec is not None else None
        if isinstance(artifacts, Scalar) or (artifacts is None and self._is_open):
            return None
        return _identifiers(artifacts.get("sidecars") if isinstance(artifacts, Mapping) else None, "identifier")

    @cached_property
    def _variables(self) -> Declared | None:
        return _identifiers(self._spec.get("variables") if self._spec is not None else None, "name")

    @cached_property
    def _manifests(self) -> Declared | None:
        return _identifiers(self._spec.get("manifests") if self._spec is not None else None, "identifier")

    @cached_property
    def _config_files(self) -> Declared | None:
        return _identifiers(self._spec.get("configFiles") if self._spec is not None else None, "identifier")

    @cached_property
    def _spec(self) -> Mapping | None:
        definition = self._service.get("serviceDefinition")
        spec = definition.get("spec") if isinstance(definition, Mapping) else None
        return spec if isinstance(spec, Mapping) else None

    @property
    def _is_open(self) -> bool:
        """Whether the service's definition is not written here, such as in one that an expression gives."""
        return self._spec is None


def _identifiers(node: Node | None, key: str) -> Declared | None:
    """The identifiers of a list's items, wrapped by a key or not; None if they cannot be told."""
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return {}
    if not isinstance(node, Sequence):
        return None
    found: Declared = {}
    for item in node.items:
        inner: Node | None = item
        if isinstance(item, Mapping) and key not in item.entries and len(item.entries) == 1:
            inner = next(iter(item.entries.values())).value
        name = literal(inner.get(key)) if isinstance(inner, Mapping) else None
        if name is None:
            return None
        found[name] = None
    return found
