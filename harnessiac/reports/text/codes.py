"""The page of a finding's code, as Markdown."""

from __future__ import annotations

from harnessiac.diagnostics import Code


def page(code: Code) -> str:
    """Return the meaning of a finding, an example of it and of its correction, and how to silence it."""
    parts = [f"# {code.id}: {code.summary}", f"Severity: {code.severity.value}.", code.page]
    parts += [f"{title}:\n\n```{code.language}\n{text.rstrip()}\n```" for title, text in _examples(code)]
    parts.append(
        "To silence it for one resource, put a comment above the resource block, in it or in its YAML:\n\n"
        f"```terraform\n# hiac:ignore {code.id} the reason\n```\n\n"
        f'For all resources set "ignore", "warning" or "error" in hiac.toml:\n\n'
        f'```toml\n[findings]\n"{code.id}" = "ignore"\n```'
    )
    return "\n\n".join(parts) + "\n"


def page_of_rule(name: str, summary: str) -> str:
    """Return the page of a warning without a code."""
    return (
        f"# {name}: {summary}\n\nSeverity: warning.\n\n"
        "This warning has no code: it goes by its summary as one word, and its message says what is wrong and what "
        "to do.\n\n" + _levels(name)
    )


def page_of_error(name: str, summary: str) -> str:
    """Return the page of an error without a code."""
    return (
        f"# {name}: {summary}\n\nSeverity: error.\n\n"
        "This error has no code: it goes by its summary as one word, and its message says what is wrong and what to "
        "do. It cannot be silenced: nothing is planned or applied before it is mended.\n"
    )


def page_of_policy(name: str) -> str:
    """Return the page of a finding of the repository's own policies."""
    return (
        f"# {name}: a finding of a policy\n\n"
        "A rule in `policies/*.rego` of this repository says so of the plan: the name is `policy:PACKAGE.RULE`, or "
        "the code that the rule gives. Rules named `deny` or `violation` are errors, rules named `warn` warnings. "
        "What is wrong is written in the rule; change the rule to change the finding.\n"
    )


def _levels(name: str) -> str:
    return f'Set "ignore", "warning" or "error" in hiac.toml:\n\n```toml\n[findings]\n"{name}" = "ignore"\n```\n'


def _examples(code: Code) -> list[tuple[str, str]]:
    return [(title, text) for title, text in (("Wrong", code.wrong), ("Right", code.right)) if text]
