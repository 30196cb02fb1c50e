"""Suggestions: the name that was probably meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac import diagnostics
from harnessiac.diagnostics import nearest

NAMES = ["url", "name", "type", "description", "delegate_selectors", "harness_platform_connector_docker"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ulr", "url"),
        ("urll", "url"),
        ("nmae", "name"),
        ("descripton", "description"),
        ("delegate_selector", "delegate_selectors"),
        ("harness_platform_connector_dokcer", "harness_platform_connector_docker"),
        ("harness_platform_docker", "harness_platform_connector_docker"),
        ("zzzzzz", None),
        ("x", None),
        ("", None),
        ("a" * 100_000, None),
    ],
)
def test_nearest(written: str, meant: str | None) -> None:
    assert nearest(written, NAMES) == meant


@given(st.text("abc", max_size=6), st.text("abcdefg", max_size=7))
def test_only_names_with_too_many_slips_are_left_out(left: str, right: str) -> None:
    near = diagnostics._slips(left, right) < diagnostics.MOST_SLIPS
    assert diagnostics._may_be_near(left, right) or not near
