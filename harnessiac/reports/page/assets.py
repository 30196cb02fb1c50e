"""The files that come with the page, and the policy under which a browser runs nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib.resources import files


def asset(name: str) -> str:
    """The text of a file of this package: page.css, page.js or a library in vendor/."""
    return files(__package__).joinpath(name).read_text("utf-8")


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """A content security policy: these texts and nothing else; no request, no form, no markup from a script."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
