"""The configuration directory: its files parsed, the modules it calls, and values for its variables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from harnessiac.diagnostics import Diagnostic, Failed, error, has_errors
from harnessiac.language.configuration import variables
from harnessiac.language.configuration.modules import ModuleTree, load_tree
from harnessiac.language.configuration.variables import Given
from harnessiac.language.syntax.pieces import ParsedFile
from harnessiac.phases import Phases
from harnessiac.source import SourceFile
from harnessiac.storage import files
from harnessiac.storage.backends.declaration import BackendBlock, backend_block
from harnessiac.storage.caches.parsed_files import SyntaxCache
from harnessiac.storage.configuration import sources
from harnessiac.storage.configuration.file_tree import DISK, FileTree

ENVIRONMENT_PREFIX = "TF_VAR_"


@dataclass(frozen=True, slots=True)
class ParsedDirectory:
    """`sources` are the files as they are read; `files` their syntax, in pieces, with override files merged in."""

    sources: tuple[SourceFile, ...]
    files: tuple[ParsedFile, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass
class ConfigurationDirectory:
    """The configuration at `path`, read from `tree`; each directory is read and parsed once.

    `environment` gives values for variables and the location of the cache of parsed files.
    """

    path: Path
    environment: Mapping[str, str]
    tree: FileTree = DISK
    phases: Phases = field(default_factory=Phases, repr=False)
    _parsed: dict[str, ParsedDirectory] = field(default_factory=dict, repr=False)

    @cached_property
    def cache(self) -> SyntaxCache:
        return SyntaxCache.of(self.environment)

    @property
    def exists(self) -> bool:
        """Whether there is any configuration file, valid or not."""
        try:
            names = self.tree.names(self.path)
        except OSError:
            return False
        return any(name.endswith((".tf", ".tf.json")) and not name.startswith(".") for name in names)

    def module_tree(self, more: SourceFile | None = None) -> tuple[ModuleTree, list[Diagnostic]]:
        """Return the root module and all modules it calls; `more` is a file to read after the others. Raises Failed."""
        root = self.path.as_posix()

        def read(folder: str) -> tuple[list[ParsedFile], list[Diagnostic]]:
            if folder == root:
                return self.root_files(more)
            parsed = self._directory(folder)
            return list(parsed.files), list(parsed.diagnostics)

        return load_tree(root, read)

    def root_module(self) -> ModuleTree | None:
        """Return the configuration without its diagnostics; None if it cannot be read."""
        try:
            return self.module_tree()[0]
        except Failed:
            return None

    def root_files(self, more: SourceFile | None = None) -> tuple[list[ParsedFile], list[Diagnostic]]:
        """Return the files of the root module with their syntax, in Terraform's order, then `more`. Raises Failed."""
        root = self._directory(self.path.as_posix())
        if more is None:
            return list(root.files), list(root.diagnostics)
        pieces, problems = self.cache.parsed_pieces(more)
        # An empty directory is no error if a file is about to be added.
        return [*root.files, *pieces], [*(root.diagnostics if root.files else ()), *problems]

    def read_again(self) -> None:
        """Forget the files of the root module: one was added."""
        self._parsed.pop(self.path.as_posix(), None)

    def backend_block(self) -> BackendBlock | None:
        """Return the backend block. Raises Failed."""
        return backend_block(self._directory(self.path.as_posix()).files)

    def backend_problems(self) -> list[Diagnostic]:
        """Return what is wrong in the backend block, whether or not it is initialized."""
        try:
            self.backend_block()
        except Failed as failure:
            return list(failure.diagnostics)
        return []

    def given_values(self) -> tuple[list[Given], list[Diagnostic]]:
        """Return values from the environment, then of terraform.tfvars and *.auto.tfvars: the later wins."""
        given = [
            Given(name.removeprefix(ENVIRONMENT_PREFIX), name, text=text, quiet=True)
            for name, text in sorted(self.environment.items())
            if name.startswith(ENVIRONMENT_PREFIX)
        ]
        diagnostics: list[Diagnostic] = []
        for source in sources.read_variables(self.path, self.tree):
            values, problems = self._variables(source)
            given += values
            diagnostics += problems
        return given, diagnostics

    def variable_file(self, path: str) -> list[Given]:
        """Return the values of a file given with -var-file. Raises Failed."""
        given, problems = self._variables(sources.read_variables_file(Path(path), self.tree))
        if has_errors(problems):
            raise Failed(*problems)
        return given

    def values_file(self, path: Path) -> ParsedFile:
        """Return the syntax of a file of values, such as one given with -backend-config. Raises Failed."""
        source = sources.read_text(path)
        parsed, problems = self._values(source)
        if has_errors(problems):
            raise Failed(*problems)
        return parsed

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of every configuration and variables file, by name. Raises Failed."""
        self.module_tree()
        read = [source for parsed in self._parsed.values() for source in parsed.sources]
        read += sources.read_variables(self.path, self.tree)
        return {source.name: hashlib.sha256(source.text.encode()).hexdigest() for source in read}

    def _variables(self, source: SourceFile) -> tuple[list[Given], list[Diagnostic]]:
        (_, body), problems = self._values(source)
        if has_errors(problems):
            return [], problems
        given, invalid = variables.read_file(source, body)
        return given, [*problems, *invalid]

    def _values(self, source: SourceFile) -> tuple[ParsedFile, list[Diagnostic]]:
        if source.name.endswith(".json"):
            from harnessiac.language.configuration.json_syntax import parse_values

            body, problems = parse_values(source)
        else:
            body, problems = self.cache.parsed(source)
        return (source, body), problems

    def _directory(self, path: str) -> ParsedDirectory:
        """Return a directory's files in Terraform's order. Raises Failed with every file that cannot be read."""
        if path not in self._parsed:
            self._parsed[path] = self._read(Path(path))
        return self._parsed[path]

    def _read(self, path: Path) -> ParsedDirectory:
        with self.phases.phase("read"):
            read = sources.read_configuration(path, self.tree)
        diagnostics: list[Diagnostic] = []
        primary = [piece for source in read.primary for piece in self._pieces(source, diagnostics)]
        overrides = [piece for source in read.overrides for piece in self._pieces(source, diagnostics)]
        merged = primary
        if overrides:
            from harnessiac.language.configuration.overrides import merge

            merged, unmerged = merge(primary, overrides)
            diagnostics += unmerged
        if not merged and not diagnostics:
            detail = (
                f"The directory {files.shown(path.absolute())} contains no hiac configuration (files that end in .tf "
                "or .tf.json)."
            )
            diagnostics.append(error("No configuration files", detail))
        return ParsedDirectory((*read.primary, *read.overrides), tuple(merged), tuple(diagnostics))

    def _pieces(self, source: SourceFile, diagnostics: list[Diagnostic]) -> list[ParsedFile]:
        """Return a file in pieces, each of which stands for a file of its own."""
        pieces, problems = self.cache.parsed_pieces(source)
        diagnostics += problems
        return pieces
