"""The page of a finding's code, as Markdown."""

from __future__ import annotations

from harnessiac.services.codes import Code


def page(code: Code) -> str:
    """What the finding means, and an example of it and of its mending where there is one."""
    parts = [f"# {code.id}: {code.summary}", f"Severity: {code.severity.value}.", code.page]
    parts += [f"{title}:\n\n```yaml\n{text.rstrip()}\n```" for title, text in _examples(code)]
    return "\n\n".join(parts) + "\n"


def _examples(code: Code) -> list[tuple[str, str]]:
    return [(title, text) for title, text in (("Wrong", code.wrong), ("Right", code.right)) if text]
