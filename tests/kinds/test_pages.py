"""The pages under docs/kinds/ say what the declarations say. `make golden` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac import kinds, platform
from harnessiac.entities.hcl import hcl
from harnessiac.schema import reference

PAGES = Path(__file__).parents[2] / "docs" / "kinds"


def short(name: str) -> str:
    return name.removeprefix(kinds.PREFIX)


@pytest.mark.parametrize("name", kinds.names(), ids=short)
def test_page(name: str, golden: Callable[[Path, str], None]) -> None:
    kind = kinds.find(name)
    assert kind is not None
    example = reference.example(kind)
    block = hcl(kind, example.values, "example")
    image = platform.document(name, example.values)
    document = image.text or "" if image is not None else ""
    golden(PAGES / f"{short(name)}.md", reference.markdown(kind, block, document).rstrip("\n") + "\n")


def test_index(golden: Callable[[Path, str], None]) -> None:
    lines = ["# Kinds", "", "| resource | what it is |", "|---|---|"]
    for name in kinds.names():
        kind = kinds.find(name)
        assert kind is not None
        lines.append(f"| [{name}]({short(name)}.md) | {kind.title} |")
    golden(PAGES / "README.md", "\n".join(lines) + "\n")


def test_no_page_is_left_over() -> None:
    assert {p.stem for p in PAGES.glob("*.md")} == {"README", *map(short, kinds.names())}
