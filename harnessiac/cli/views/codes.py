"""The page of a finding's code, as Markdown."""

from __future__ import annotations

from harnessiac.diagnostics import Code


def page(code: Code) -> str:
    """What the finding means, an example of it and of its mending where there is one, how to silence it."""
    parts = [f"# {code.id}: {code.summary}", f"Severity: {code.severity.value}.", code.page]
    parts += [f"{title}:\n\n```{code.language}\n{text.rstrip()}\n```" for title, text in _examples(code)]
    parts.append(
        "To silence it for one resource, put a comment above the resource block, in it or in its YAML:\n\n"
        f"```terraform\n# hiac:ignore {code.id} the reason\n```\n\n"
        f'For all resources set "ignore", "warning" or "error" in hiac.toml:\n\n'
        f'```toml\n[findings]\n"{code.id}" = "ignore"\n```'
    )
    return "\n\n".join(parts) + "\n"


def _examples(code: Code) -> list[tuple[str, str]]:
    return [(title, text) for title, text in (("Wrong", code.wrong), ("Right", code.right)) if text]
