"""Modules and the modules they call, read folder by folder into a tree.

How a folder is read is handed in, so this says nothing about disks.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from msgspec import Struct, field

from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error, warning
from harnessiac.language.configuration import loading, versions
from harnessiac.language.configuration.declarations import Module, ModuleCall
from harnessiac.language.configuration.loading import ParsedFile
from harnessiac.language.configuration.provider_blocks import provider_problems

MOST_MODULES = 20_000
"""So many module calls are followed in all; a tree that is larger was hardly meant."""
DEEPEST = 64
"""So many modules may be called one inside the other."""

ReadFolder = Callable[[str], tuple[list[ParsedFile], list[Diagnostic]]]
"""Gives the parsed files of a folder, by its path from where the user stands. Raises Failed if it cannot be read."""


class ModuleTree(Struct):
    """A module where it is called. `path` are the names of the calls that lead to it: () is the root module.

    `folder` is its path from where the user stands, which is what path.module says.
    """

    module: Module
    folder: str
    path: tuple[str, ...] = ()
    calls: dict[str, ModuleTree] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """What comes before the names of the module's own things: `module.a.module.b.`, nothing in the root."""
        return "".join(f"module.{name}." for name in self.path)

    @property
    def described(self) -> str:
        """The module as sentences name it."""
        return self.prefix.rstrip(".") or "the root module"

    def find(self, path: tuple[str, ...]) -> ModuleTree | None:
        """The module that a way of calls leads to, from this one."""
        found: ModuleTree | None = self
        for name in path:
            found = found.calls.get(name) if found is not None else None
        return found

    def all(self) -> list[ModuleTree]:
        """This module and all below it, outer ones first."""
        found = [self]
        for tree in found:
            found.extend(tree.calls.values())
        return found


def load_tree(folder: str, read: ReadFolder) -> tuple[ModuleTree, list[Diagnostic]]:
    """Read the root module in `folder` and every module that is called from there on."""
    modules: dict[str, Module] = {}
    diagnostics: list[Diagnostic] = []

    def module_in(place: str) -> Module:
        if place not in modules:
            files, problems = read(place)
            modules[place], found = loading.load(files)
            diagnostics.extend([*problems, *found])
        return modules[place]

    root = ModuleTree(module_in(folder), folder)
    todo: list[tuple[ModuleTree, tuple[str, ...]]] = [(root, (folder,))]
    count = 0
    for tree, around in todo:
        if tree.path:
            diagnostics += _misplaced(tree)
        for call in tree.module.calls.values():
            place = posixpath.normpath(posixpath.join(tree.folder, call.folder))
            if place in around or len(around) > DEEPEST:
                diagnostics.append(_endless(call, place, around))
                continue
            count += 1
            if count > MOST_MODULES:
                detail = f"More than {MOST_MODULES} modules are called in all."
                diagnostics.append(error("Too many modules", detail, call.span))
                return root, diagnostics
            try:
                module = module_in(place)
            except Failed as failure:
                detail = f'The directory {place} could not be read for module "{call.name}" at {_line(call)}.'
                reasons = " ".join(d.detail for d in failure.diagnostics)
                diagnostics.append(error("Unreadable module directory", f"{detail} {reasons}", call.folder_span))
                continue
            tree.calls[call.name] = ModuleTree(module, place, (*tree.path, call.name))
            diagnostics += _arguments(call, module)
            todo.append((tree.calls[call.name], (*around, place)))
    unsupported = [d for module in modules.values() for d in versions.unsupported(module)]
    if unsupported:
        return root, unsupported
    diagnostics += provider_problems(root.module)
    return root, list(dict.fromkeys(diagnostics))


def _line(call: ModuleCall) -> str:
    return f"{call.source.name}:{call.span.line}"


def _endless(call: ModuleCall, place: str, around: tuple[str, ...]) -> Diagnostic:
    if place in around:
        way = " -> ".join((*around[around.index(place) :], place))
        detail = f'Module "{call.name}" is called from inside itself, so there would be no end of modules: {way}.'
    else:
        detail = f'Module "{call.name}" is inside more than {DEEPEST} other modules.'
    return error("Module calls itself" if place in around else "Modules nested too deeply", detail, call.folder_span)


def _arguments(call: ModuleCall, module: Module) -> list[Diagnostic]:
    """What is missing among a call's arguments, and what the module does not know."""
    found = []
    for name, variable in module.variables.items():
        if variable.default is None and name not in call.arguments:
            detail = f'The argument "{name}" is required, but no definition was found.'
            found.append(error("Missing required argument", detail, call.span))
    for name, attribute in call.arguments.items():
        if name not in module.variables:
            detail = f'An argument named "{name}" is not expected here.{did_you_mean(name, module.variables)}'
            found.append(error("Unsupported argument", detail, call.source.span(attribute.start, attribute.name_end)))
    return found


def _misplaced(tree: ModuleTree) -> list[Diagnostic]:
    """What only means something in the root module."""
    found = []
    for one in tree.module.imports:
        detail = (
            f'An import block was detected in "{tree.described}". Import blocks are only allowed in the root module.'
        )
        found.append(error("Invalid import configuration", detail, one.span))
    backend = tree.module.backend
    if backend is not None:
        detail = (
            "Any selected backend applies to the entire configuration, so a backend in a module that is called has no "
            "effect. Remove the block, or keep it if the module is also used as a root module."
        )
        found.append(warning("Backend configuration ignored", detail, backend.span))
    return found
