"""The files embedded in the page, and the content security policy that allows only them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib.resources import files


def asset(name: str) -> str:
    """Return the text of a file of this package: page.css, page.js or a library in vendor/."""
    return files(__package__).joinpath(name).read_text("utf-8")


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return a content security policy that allows these texts, and no request, form or markup from scripts."""
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
