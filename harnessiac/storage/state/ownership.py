"""Who else owns documents of this folder: what the states of the other workspaces say."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from harnessiac.addresses import instance_of
from harnessiac.diagnostics import Failed
from harnessiac.plan.ownership import Owner, OwnerOf
from harnessiac.platform import document_path
from harnessiac.state.model import State
from harnessiac.storage.configuration import settings

if TYPE_CHECKING:
    from harnessiac.storage.project import Project


def elsewhere(project: Project) -> OwnerOf:
    """Looks documents up in the workspaces that write to the folder of `project`; each state is read once, if asked.

    A state that cannot be read owns nothing: it is for its own workspace to say what is wrong with it.
    """

    @cache
    def owners() -> dict[str, Owner]:
        found: dict[str, Owner] = {}
        for workspace in _others(project):
            for address, stored in _state(project, workspace).objects():
                managed = address.resource.mode == "managed"
                path = document_path(address.resource.type, stored.attributes) if managed else None
                if path is not None:
                    found.setdefault(path, Owner(workspace, instance_of(address)))
        return found

    return lambda path: owners().get(path)


def _others(project: Project) -> list[str]:
    """The other workspaces with the same documents folder; none where states have none."""
    try:
        names = [name for name in project.backend.workspaces() if name != project.workspace]
        return [n for n in names if _documents(project, n) == project.settings.documents]
    except Failed:
        return []


def _state(project: Project, workspace: str) -> State:
    try:
        return project.states_of(workspace).read()
    except Failed:
        return State()


def _documents(project: Project, workspace: str) -> Path:
    return settings.load(project.directory, workspace, project.file_tree).documents
