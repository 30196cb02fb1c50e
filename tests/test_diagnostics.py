"""Suggestions: the name that was probably meant."""

from __future__ import annotations

import pytest

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
