"""A folder that hiac works in: its settings, files, state, documents and lock, as the workflow sees them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from harnessiac import __version__
from harnessiac.diagnostics import Diagnostic, Failed, error, has_errors
from harnessiac.entities.lookup import KnownEntities
from harnessiac.language import variables
from harnessiac.language.functions.context import CallContext
from harnessiac.language.modules import ModuleTree, load_tree
from harnessiac.language.syntax import Body
from harnessiac.language.templatefiles import render_template
from harnessiac.language.variables import Given
from harnessiac.phases import Phases
from harnessiac.plan.definition import Plan
from harnessiac.plan.evaluator import Settings as EvaluationSettings
from harnessiac.plan.ownership import OwnerOf
from harnessiac.source import SourceFile
from harnessiac.state.model import State
from harnessiac.storage import files
from harnessiac.storage.backends import local
from harnessiac.storage.backends.store import Backend, StateStore
from harnessiac.storage.caches import parsed_files as cache
from harnessiac.storage.caches.yaml_readings import KeptReadings
from harnessiac.storage.configuration import function_files, settings, sources
from harnessiac.storage.configuration.file_tree import DISK, FileTree
from harnessiac.storage.configuration.reading import ConfigurationFolder, read_folder
from harnessiac.storage.configuration.settings import Settings
from harnessiac.storage.documents.directory import DocumentFolder
from harnessiac.storage.documents.writer import DocumentWriter
from harnessiac.storage.encryption.ciphers import PLAIN, Cipher
from harnessiac.storage.state import initialization, local_location, recovery, workspaces
from harnessiac.storage.state.data_directory import DataFolder
from harnessiac.storage.state.initialization import Declared, Noted
from harnessiac.storage.state.local_location import Change
from harnessiac.storage.state.workspace_state import States, parse

if TYPE_CHECKING:
    from harnessiac.plan.saved import SavedPlan

ParsedFile = tuple[SourceFile, Body]
ENVIRONMENT_PREFIX = "TF_VAR_"
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


@dataclass
class Project:
    """`directory` is where the user stands. `timestamp` is when this run began (RFC 3339, UTC).

    `file_tree` is where files of the configuration are read.
    """

    directory: Path
    settings: Settings
    state_path: Path | None
    timestamp: str
    workspace: str = "default"
    environment: dict[str, str] = field(default_factory=dict, repr=False)
    phases: Phases = field(default_factory=Phases, repr=False)
    file_tree: FileTree = field(default=DISK, repr=False)
    _modules: dict[str, ConfigurationFolder] = field(default_factory=dict, repr=False)

    @staticmethod
    def open(directory: Path = Path(), *, state_path: str | None = None) -> Project:
        """The project of a folder, the working directory unless another is given. Raises Failed for a bad hiac.toml."""
        environment = dict(os.environ)
        workspace = workspaces.selected(DataFolder(directory, environment), environment)
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        chosen = Path(state_path) if state_path else None
        if chosen is not None and not local.names_file(chosen):
            raise Failed(error("Invalid -state option", f"{files.shown(chosen)} is a directory; -state names a file."))
        return Project(directory, settings.load(directory, workspace), chosen, now, workspace, environment)

    # files

    @cached_property
    def _configuration(self) -> ConfigurationFolder:
        return read_folder(self.settings.configuration, self.phases, self.file_tree)

    @property
    def has_configuration(self) -> bool:
        """Whether there is any configuration, be it wrong."""
        try:
            names = self.file_tree.names(self.settings.configuration)
        except OSError:
            return False
        return any(name.endswith((".tf", ".tf.json")) and not name.startswith(".") for name in names)

    def parsed_files(self, more: SourceFile | None = None) -> tuple[list[ParsedFile], list[Diagnostic]]:
        """Every configuration file with its syntax, in Terraform's order, then one `more` that is not there yet."""
        folder = self._configuration
        if more is None:
            return list(folder.files), list(folder.diagnostics)
        parsed, problems = cache.parsed_pieces(more)
        # That a folder is empty is no fault when something is about to be put into it.
        return [*folder.files, *parsed], [*(folder.diagnostics if folder.files else ()), *problems]

    def read_again(self) -> None:
        """Forget the configuration: a file was put into it."""
        self.__dict__.pop("_configuration", None)

    def tree(self, more: SourceFile | None = None) -> tuple[ModuleTree, list[Diagnostic]]:
        """The root module (with one file `more` that is not there yet) and all it calls. Raises Failed."""
        root = self.settings.configuration.as_posix()

        def read(folder: str) -> tuple[list[ParsedFile], list[Diagnostic]]:
            if folder == root:
                return self.parsed_files(more)
            if folder not in self._modules:
                self._modules[folder] = read_folder(Path(folder), self.phases, self.file_tree)
            found = self._modules[folder]
            return list(found.files), list(found.diagnostics)

        return load_tree(root, read)

    def given_values(self) -> tuple[list[Given], list[Diagnostic]]:
        """Values from the environment, then from terraform.tfvars and *.auto.tfvars: the later wins."""
        given = [
            Given(name.removeprefix(ENVIRONMENT_PREFIX), name, text=text, quiet=True)
            for name, text in sorted(self.environment.items())
            if name.startswith(ENVIRONMENT_PREFIX)
        ]
        diagnostics: list[Diagnostic] = []
        for source in sources.read_variables(self.settings.configuration, self.file_tree):
            found, problems = _variables(source)
            given += found
            diagnostics += problems
        return given, diagnostics

    def variable_file(self, path: str) -> list[Given]:
        """The values of a file named by -var-file. Raises Failed."""
        given, problems = _variables(sources.read_variables_file(Path(path), self.file_tree))
        if has_errors(problems):
            raise Failed(*problems)
        return given

    @staticmethod
    def parsed_values(path: Path) -> ParsedFile:
        """The syntax of a file of values, such as one named by -backend-config. Raises Failed."""
        source = sources.read_text(path)
        body, problems = _values(source)
        if has_errors(problems):
            raise Failed(*problems)
        return source, body

    def evaluation(self, *, complete: bool) -> EvaluationSettings:
        """What evaluation may know of the world around."""
        calls = CallContext(
            base_directory=str(self.directory.resolve()),
            files=self.file_tree.functions(),
            home=self.environment.get("HOME"),
            timestamp=self.timestamp,
            new_uuid=function_files.new_uuid,
            new_salt=function_files.new_salt,
            render_template=render_template,
        )
        return EvaluationSettings(
            files.shown(self.settings.documents),
            self.workspace,
            str(self.directory.resolve()),
            complete,
            calls,
            self.documents.read if complete else None,
            self.settings.ignore_foreign,
            self.documents.paths,
            self.settings.findings,
            self.known_entities(state=complete),
            self.readings,
            self.phases,
        )

    @cached_property
    def readings(self) -> KeptReadings:
        """What the YAML of services was found to say before."""
        return KeptReadings.of(self.settings.configuration)

    def known_entities(self, *, state: bool = True) -> KnownEntities:
        """Where references are looked up that lead out of the configuration; what cannot be read is not there."""
        return KnownEntities(
            self._read_document, self._document_paths, self._state if state else lambda: None, self.documents_name
        )

    def _read_document(self, path: str) -> str | None:
        """The text of a document that is only looked into; None also if it cannot be read."""
        try:
            return self.documents.read(path)
        except Failed:
            return None

    def _document_paths(self) -> tuple[str, ...]:
        """All documents, to suggest names from; none if the folder cannot be read."""
        try:
            return self.documents.paths()
        except Failed:
            return ()

    def _state(self) -> State | None:
        """The state, to look into before it is read for good; None if it cannot be read, which is said then."""
        with self.phases.phase("state"):
            try:
                return self.states.seen()
            except Failed:
                return None

    # state and documents

    @cached_property
    def backend(self) -> Backend:
        """Where states are kept: the file of -state, a backend block, or where hiac.toml says. Raises Failed."""
        if self.state_path is not None:
            return local.only(self.state_path)
        found, noted = self.declared_backend(), self.noted_backend()
        chosen = initialization.agreed(found, noted)
        if chosen is not None:
            return initialization.opened(chosen.type, chosen.settings, self.environment)
        change = self.change_of_place(found, noted)
        if left := change.left(self.states_in):
            raise Failed(change.refusal(left, found.place if found is not None else None))
        return change.new

    def declared_backend(self) -> Declared | None:
        """The backend block. Raises Failed."""
        return initialization.declared(self._configuration.files)

    def backend_problems(self) -> list[Diagnostic]:
        """What is wrong in the backend block, whether or not it has been initialised."""
        try:
            self.declared_backend()
        except Failed as failure:
            return list(failure.diagnostics)
        return []

    def noted_backend(self) -> Noted | None:
        """The backend as it was initialised, if it is not the local one. Raises Failed."""
        return initialization.noted(self.data_folder, self.environment)

    def local_backend(self, found: Declared | None) -> local.LocalBackend:
        """The states in files. Raises Failed."""
        return local_location.opened(local_location.of(found, self.settings), self.directory)

    def change_of_place(self, found: Declared | None, noted: Noted | None) -> Change:
        """From where states in files were to where the configuration keeps them. Raises Failed."""
        return local_location.change(found, noted, self.settings, self.directory)

    def _note_place(self) -> None:
        """Note where states in files are, now that one is written; a folder that cannot be written to does without."""
        if self.state_path is not None or self.backend.type != "local":
            return
        with suppress(Failed):
            now = Noted("local", local_location.of(self.declared_backend(), self.settings), {})
            before = self.noted_backend()
            if before != now and (before is not None or now.block != local_location.STANDARD):
                initialization.note(self.data_folder, self.environment, now)

    @cached_property
    def cipher(self) -> Cipher:
        """How states and plan files are encrypted."""
        if self.settings.encryption is None:
            return PLAIN
        from harnessiac.storage.encryption import key_sources

        return key_sources.cipher(self.settings.encryption, self.directory, self.environment)

    @cached_property
    def states(self) -> States:
        """The state of the selected workspace."""
        return self.states_of(self.workspace)

    def states_of(self, workspace: str) -> States:
        """The state of any workspace."""
        return self.states_in(self.backend, workspace)

    @cached_property
    def owner_elsewhere(self) -> OwnerOf:
        """Who owns a document in the state of another workspace. The states are read when it is first asked."""
        from harnessiac.storage.state import ownership  # only documents in the way are asked for

        return ownership.elsewhere(self)

    def states_in(self, backend: Backend, workspace: str) -> States:
        """The state of a workspace in a backend, with what an interrupted apply of this checkout did to it."""
        store = backend.store(workspace)
        documents = self.documents if workspace == self.workspace else self._documents_of(workspace)
        return States(store, self.directory, self.cipher, self._journal_of(store, workspace), documents)

    def _documents_of(self, workspace: str) -> DocumentFolder:
        """Where another workspace has its documents."""
        return DocumentFolder(settings.load(self.directory, workspace, self.file_tree).documents)

    def _journal_of(self, store: StateStore, workspace: str) -> Path | None:
        """Where applies to a state keep their journal; None where nothing can be applied."""
        if self.file_tree is not DISK:
            return None
        beside = store.journal()
        return self.data_folder.path / f"{workspace}.journal" if beside is None else recovery.journal_path(beside)

    def notes(self) -> list[Diagnostic]:
        """What was found out about the state and not yet said."""
        return self.states.taken_notes() if "states" in self.__dict__ else []

    @property
    def data_folder(self) -> DataFolder:
        """What this checkout remembers."""
        return DataFolder(self.directory, self.environment)

    def read_state_file(self, path: Path) -> State:
        """The state in a file that must be there. Raises Failed."""
        content = local.LocalStore(path).read()
        if content is None:
            raise Failed(error("Failed to load state", f"There is no file {files.shown(path)}."))
        return parse(files.shown(path), content.data, self.cipher)

    # plan files

    def write_plan(self, path: str, plan: Plan) -> None:
        """Save a plan with the hashes of the files it was made from. Raises Failed."""
        from harnessiac.plan.saved import SavedPlan
        from harnessiac.storage import plan_files

        plan_files.save(Path(path), SavedPlan(plan, self._input_hashes(), self.timestamp, __version__), self.cipher)

    def read_plan(self, path: str) -> Plan:
        """The plan in a file. Raises Failed if a configuration or variables file is not what the plan was made from."""
        saved = self._saved_plan(path)
        now = self._input_hashes()
        changed = sorted(name for name in saved.inputs.keys() | now.keys() if saved.inputs.get(name) != now.get(name))
        if changed:
            detail = (
                "The given plan file can no longer be applied because files it was made from were changed after the "
                f"plan was created: {', '.join(changed[:5])}."
            )
            raise Failed(error("Saved plan is stale", detail))
        return saved.plan

    def shown_plan(self, path: str) -> tuple[Plan, Callable[[], ModuleTree | None]]:
        """The plan in a file, to look at, and what gives the configuration it was made from, while that is unchanged.

        Raises Failed.
        """
        saved = self._saved_plan(path)

        def configuration() -> ModuleTree | None:
            root = self.root_module()
            return root if root is not None and self._input_hashes() == saved.inputs else None

        return saved.plan, configuration

    def root_module(self) -> ModuleTree | None:
        """The configuration, to look at; None if it cannot be read."""
        try:
            return self.tree()[0]
        except Failed:
            return None

    def _saved_plan(self, path: str) -> SavedPlan:
        from harnessiac.storage import plan_files  # most plans are never saved

        return plan_files.load(Path(path), self.cipher)

    def _input_hashes(self) -> dict[str, str]:
        self.tree()
        read = [source for folder in (self._configuration, *self._modules.values()) for source in folder.sources]
        read += sources.read_variables(self.settings.configuration, self.file_tree)
        return {source.name: hashlib.sha256(source.text.encode()).hexdigest() for source in read}

    def is_plan_file(self, path: str) -> bool:
        """Whether there is a plan in a file; else it may hold a state."""
        from harnessiac.storage import plan_files

        return plan_files.is_plan(Path(path))

    def published_plan(self, path: str) -> str | None:
        """The text of a file that holds a plan as JSON; None if it is something else. Raises Failed."""
        from harnessiac.storage import plan_files

        return plan_files.published(Path(path))

    @cached_property
    def documents(self) -> DocumentFolder:
        return DocumentFolder(self.settings.documents)

    def document_writer(self) -> DocumentWriter:
        """Writes many documents, so that they last."""
        return DocumentWriter(self.documents)

    @property
    def has_policies(self) -> bool:
        """Whether there is a folder of policies."""
        return os.path.lexists(self.settings.policies.folder)

    @property
    def documents_name(self) -> str:
        return files.shown(self.settings.documents)

    @contextmanager
    def locked(
        self,
        operation: str,
        *,
        wait: str = "0s",
        enabled: bool = True,
        states: States | None = None,
        documents: bool = False,
    ) -> Iterator[None]:
        """Hold the lock of the state (or of another of `states`), to write; `wait` is a duration such as 30s.

        With `documents`, hold the documents folder too. What an interrupted apply did is saved first. Raises Failed.
        """
        seconds = duration(wait)
        written = states or self.states
        self._note_place()
        if not enabled:
            written.recover()
            yield
            return
        folder = self._held_folder(seconds) if documents else nullcontext()
        with written.store.locked(operation, timeout=seconds), folder:
            written.recover()
            yield

    def _held_folder(self, seconds: float) -> AbstractContextManager[None]:
        from harnessiac.storage.documents import directory_lock  # looking takes no lock

        return directory_lock.held(self.settings.documents, timeout=seconds)


def duration(text: str) -> float:
    """Seconds of a duration such as 30s or 1m30s. Raises Failed."""
    parts = _DURATION.findall(text)
    if text != "0" and (not parts or "".join(number + unit for number, unit in parts) != text):
        detail = f"{text!r} is not a duration such as 30s or 2m."
        raise Failed(error("Invalid -lock-timeout option", detail))
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def _values(source: SourceFile) -> tuple[Body, list[Diagnostic]]:
    if not source.name.endswith(".json"):
        return cache.parsed(source)
    from harnessiac.language.json_syntax import parse_values

    return parse_values(source)


def _variables(source: SourceFile) -> tuple[list[Given], list[Diagnostic]]:
    body, problems = _values(source)
    if has_errors(problems):
        return [], problems
    given, found = variables.read_file(source, body)
    return given, [*problems, *found]
