"""The files of guides: each is read whole, and none is left over."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from harnessiac.services import guides
from harnessiac.services.guides.guide import Guide

DATA = Path(guides.__file__).parent / "data"


def test_every_type_has_a_file_and_every_file_a_type() -> None:
    assert {path.stem for path in DATA.glob("*")} == set(guides.names())


@pytest.mark.parametrize("type", guides.TYPES)
def test_a_guide_is_of_its_type(type: str) -> None:
    guide = guides.of_type(type)
    assert guide is not None
    assert (guide.name, guide.type) == (guides.TYPES[type], type)


@pytest.mark.parametrize(
    "changed",
    [{"titel": "x"}, {"title": 1}, {"hosts": [{"name": "x"}]}, {"access": {"system": "AWS", "who": "x", "y": 1}}],
)
def test_an_unknown_missing_or_mistyped_field_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"name": "x", "type": "X", "title": "X", **changed}, Guide)
