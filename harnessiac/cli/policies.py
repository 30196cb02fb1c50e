"""The policies of the repository, read for the judgment of plans."""

from __future__ import annotations

import os

from harnessiac.reports.judgment import Judge, without_policies
from harnessiac.storage.project import Project


def judge(project: Project) -> Judge:
    """Return a function that gives the findings about a plan; policies are read once. Raises Failed."""
    if not os.path.lexists(project.settings.policies.folder):
        return without_policies
    from harnessiac.reports import judgment
    from harnessiac.storage import files, repository
    from harnessiac.storage.policies import policy_files

    settings = project.settings.policies
    sources = policy_files.read(settings.folder, repository.root(project.directory))
    if not sources:
        return without_policies
    missing = policy_files.missing(settings, len(sources))
    if missing is not None:
        findings = [missing]
        return lambda plan, configuration: findings
    return judgment.judge(sources, files.shown(settings.folder), policy_files.evaluate)
