"""Each kind's resources and the documents they become: golden/NAME.tf and golden/NAME.yaml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac import kinds, platform
from harnessiac.schema.mapping import attributes, decode, encode
from harnessiac.schema.nodes import Kind
from harnessiac.schema.validation import validate
from harnessiac.values.blocks import EvaluatedBlock
from tests.kinds.literals import resources

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(path.stem for path in GOLDEN.glob("*.tf"))


def resources_of(name: str) -> list[tuple[str, Kind, EvaluatedBlock]]:
    found = []
    for type, label, block in resources(GOLDEN / f"{name}.tf"):
        kind = kinds.find(type)
        assert kind is not None
        found.append((label, kind, block))
    return found


def test_every_kind_with_documents_has_golden_files() -> None:
    with_documents = [name for name in kinds.names() if (kind := kinds.find(name)) and kind.document]
    assert [f"harness_platform_{name}" for name in FILES] == with_documents


@pytest.mark.parametrize("name", FILES)
def test_documents_are_as_expected(name: str, golden: Callable[[Path, str], None]) -> None:
    parts = []
    for label, kind, block in resources_of(name):
        assert [d for d in validate(kind, block) if d.is_error] == [], label
        image = platform.document(kind.name, attributes(kind, block).values)
        assert image is not None
        parts.append(f"# {label}\n{image.text}")
    golden(GOLDEN / f"{name}.yaml", "---\n".join(parts))


@pytest.mark.parametrize("name", FILES)
def test_documents_are_read_back_and_written_again(name: str) -> None:
    for label, kind, block in resources_of(name):
        values = attributes(kind, block)
        if platform.authored_text(kind.name, values.values) is not None:
            continue
        document = encode(kind, values)
        read, diagnostics = decode(kind, document)
        assert diagnostics == [], label
        assert encode(kind, read) == document, label
