"""The project as it was at a commit, beside the project as it is: its configuration, and its state and documents.

What lies outside of the repository is as it is now, as are the environment, the workspace and the keys of encryption:
no program that only the commit names is run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.language.variables import Given
from harnessiac.phases import Phases
from harnessiac.storage.backends.local import LocalBackend
from harnessiac.storage.backends.store import Backend
from harnessiac.storage.configuration import settings
from harnessiac.storage.documents.directory import DocumentFolder
from harnessiac.storage.encryption.ciphers import Cipher
from harnessiac.storage.history.git import Repository
from harnessiac.storage.history.revision_files import CommittedDocuments, CommittedStore, CommitTree
from harnessiac.storage.project import Project
from harnessiac.storage.state.workspace_state import States


@dataclass(kw_only=True)
class Past(Project):
    """`committed` is what the commit holds, `head` the same of what is checked out, `present` the project as it is.

    One that is `stateless` has its documents from the commit even if the state is kept elsewhere.
    `flaws` are what is wrong with its hiac.toml, in place of which the one of now counts, and with files of -var-file.
    """

    committed: CommitTree
    head: CommitTree
    present: Project
    stateless: bool = False
    flaws: tuple[Diagnostic, ...] = ()

    def variable_file(self, path: str) -> list[Given]:
        """The values of a file named by -var-file, of now if there was none at the commit. Raises Failed.

        What is wrong in one of the commit is a flaw.
        """
        if not self.committed.exists(Path(path)):
            return self.present.variable_file(path)
        try:
            return super().variable_file(path)
        except Failed as failure:
            self.flaws += failure.diagnostics
            return []

    @cached_property
    def _state_file(self) -> Path | None:
        """Where the state is in the repository; None if it is kept elsewhere."""
        if self.present.backend.type != "local":
            return None
        if self.state_path is not None:
            return self._if_kept(self.state_path)
        found = self.declared_backend()
        if found is not None and found.type != "local":
            return None
        backend = self.local_backend(found)
        return self._if_kept(backend.store(self.workspace).path) if isinstance(backend, LocalBackend) else None

    def _if_kept(self, path: Path) -> Path | None:
        return path if self.committed.holds(path) or self.head.holds(path) else None

    @cached_property
    def backend(self) -> Backend:
        return self.present.backend

    @cached_property
    def cipher(self) -> Cipher:
        return self.present.cipher

    @cached_property
    def states(self) -> States:
        """The state of the commit, where states are committed; else the one of now."""
        if self._state_file is None:
            return self.present.states
        return States(CommittedStore(self._state_file, self.committed), self.directory, self.cipher)

    @cached_property
    def documents(self) -> DocumentFolder:
        """The documents that belong to the state: those of the commit, if both are committed."""
        folder = self.settings.documents
        if (not self.stateless and self._state_file is None) or self._if_kept(folder) is None:
            return DocumentFolder(folder)
        return CommittedDocuments(folder, self.committed)


@contextmanager
def at_commits(project: Project, refs: list[str], option: str, *, stateless: bool = False) -> Iterator[list[Past]]:
    """The project as it was at each of some commits. Raises Failed."""
    repository = Repository(project.directory, project.environment)
    if not repository.has_commits():
        raise Failed(error(f"Invalid {option}", "This repository has no commit yet."))
    ids = [(ref, repository.resolve(ref, option)) for ref in refs]
    with repository.objects() as objects:

        def tree(ref: str, id: str) -> CommitTree:
            return CommitTree(repository.commit(ref, id, objects), project.directory)

        head = tree("HEAD", repository.resolve("HEAD", option))
        yield [_past(project, tree(ref, id), head, stateless=stateless) for ref, id in ids]


def _past(project: Project, tree: CommitTree, head: CommitTree, *, stateless: bool) -> Past:
    flaws: tuple[Diagnostic, ...] = ()
    try:
        found = settings.load(project.directory, project.workspace, tree)
    except Failed as failure:
        found, flaws = project.settings, failure.diagnostics
    return Past(
        project.directory,
        found,
        project.state_path,
        project.timestamp,
        project.workspace,
        project.environment,
        Phases(),
        file_tree=tree,
        committed=tree,
        head=head,
        present=project,
        stateless=stateless,
        flaws=flaws,
    )
