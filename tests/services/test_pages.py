"""The page docs/findings.md says what the codes say. `make golden` writes it anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from harnessiac.codes.catalog import every
from harnessiac.reports.text.codes import page

PAGE = Path(__file__).parents[2] / "docs/findings.md"
HEAD = """\
# Findings

hiac reads the YAML of a service and says what the platform would refuse (errors) or what would not work (warnings), at
the line of the file in which the YAML is written (HIAC-SVC; from 090 on, of `hiac render`). Other findings are about
the arguments of connectors (HIAC-CON) and about the comments that silence others (HIAC-CFG). `hiac explain CODE` prints
one of the sections below.
"""


def test_page(golden: Callable[[Path, str], None]) -> None:
    sections = [HEAD, *("#" + page(code) for code in every().values())]
    golden(PAGE, "\n".join(sections))
