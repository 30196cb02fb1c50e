"""What `removed` blocks say of instances that are not declared any more: destroyed, or only forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from harnessiac.addresses import InstanceAddress, ModuleStep, ResourceAddress
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.language.configuration.declarations import Removed
from harnessiac.language.configuration.modules import ModuleTree


@dataclass(frozen=True, slots=True)
class Removals:
    """Whether to destroy, by resource and by the way of calls to a module."""

    resources: dict[ResourceAddress, bool]
    modules: dict[tuple[str, ...], bool]

    def forgets(self, address: InstanceAddress) -> bool:
        """Whether an instance that is not declared any more is to be left as it is."""
        configured = address.resource.configured
        if configured in self.resources:
            return not self.resources[configured]
        names = tuple(step.name for step in configured.module)
        for end in range(len(names), 0, -1):
            if names[:end] in self.modules:
                return not self.modules[names[:end]]
        return False


NO_REMOVALS = Removals({}, {})


def removals(root: ModuleTree) -> tuple[Removals, list[Diagnostic]]:
    """Every removed block of all modules; an error for each whose resource or module is still declared."""
    found = Removals({}, {})
    problems: list[Diagnostic] = []
    for tree in root.all():
        for one in tree.module.removed:
            problems += _add(found, tree, one)
    return found, problems


def _add(found: Removals, tree: ModuleTree, one: Removed) -> list[Diagnostic]:
    match one.origin:
        case ResourceAddress() as resource:
            inner = tree.find(tuple(step.name for step in resource.module))
            around = tuple(ModuleStep(name) for name in tree.path)
            address = ResourceAddress(resource.type, resource.name, (*around, *resource.module), resource.mode)
            declared = inner.module.resources.get(f"{resource.type}.{resource.name}") if inner is not None else None
            if declared is not None:
                detail = (
                    f"This statement declares that {address} was removed, but it is still declared in configuration."
                )
                return [error("Removed resource still exists", detail, declared.span)]
            found.resources.setdefault(address, one.destroy)
        case tuple() as module:
            names = tuple(step.name for step in module)
            outer = tree.find(names[:-1])
            call = outer.module.calls.get(names[-1]) if outer is not None else None
            path = (*tree.path, *names)
            if call is not None:
                said = ".".join(f"module.{name}" for name in path)
                detail = f"This statement declares that {said} was removed, but it is still declared in configuration."
                return [error("Removed module still exists", detail, call.span)]
            found.modules.setdefault(path, one.destroy)
        case _:
            pass
    return []
