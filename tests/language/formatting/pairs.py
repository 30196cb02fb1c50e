"""Reads pairs.txt: texts before and after formatting, with white space that editors would lose made visible."""

from __future__ import annotations

from pathlib import Path

_VISIBLE = str.maketrans({"␠": " ", "␉": "\t", "␍": "\r", "␂": "\ufeff"})


def load() -> dict[str, tuple[str, str]]:
    """Name of each pair, and the text before and after."""
    sections = Path(__file__).with_name("pairs.txt").read_text("utf-8").split("\n### ")[1:]
    pairs = {}
    for section in sections:
        name, _, rest = section.partition("\n")
        before, _, after = rest.partition("--->\n")
        assert name not in pairs, name
        pairs[name] = (_text(before), _text(after))
    return pairs


def _text(section: str) -> str:
    return (section.removesuffix("␄\n")).translate(_VISIBLE)
