"""One configuration in which everything happens, reported in every format, against files that hold what is expected.

`everything/1` is applied; then somebody edits one document and makes another. `everything/2` creates, updates,
replaces, deletes, moves, imports, finds what was changed by hand, changes a secret and warns. `everything/3` fails.
`make golden` rewrites `everything/plan`, `validate` and `errors`, a file per format; review the difference.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harnessiac.cli.main import run
from harnessiac.reports.formats import FORMATS, ONLY_PLANS

EVERYTHING = Path(__file__).parent / "everything"
FOUND = """\
connector:
  name: Found
  identifier: found
  type: DockerRegistry
  spec:
    dockerRegistryUrl: https://found.example.com
    providerType: Other
    auth:
      type: Anonymous
    executeOnDelegate: true
"""
TIMES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
ASSETS = re.compile(r'(?s)(?<=<script>).*?(?=</script>)|(?<=_stylesheet">).*?(?=</style>)|(?<=sha256-)[\w+/=]+')
"""What comes with the page and is the same in each."""
VERSION = re.compile(r"(?<=hiac )\d+\.\d+\.\d+\b")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `plan`, `validate` and `errors`, a file per format in each."""
    folder, out = tmp_path_factory.mktemp("everything"), tmp_path_factory.mktemp("reports")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        shutil.copytree(EVERYTHING / "1", folder, dirs_exist_ok=True)
        assert run(["apply", "-auto-approve"]) == 0
        shutil.copytree(EVERYTHING / "2", folder, dirs_exist_ok=True)
        nexus = folder / ".harness/connectors/nexus.yaml"
        nexus.write_text(nexus.read_text().replace("nexus.example.com", "edited.example.com"))
        (folder / ".harness/connectors/found.yaml").write_text(FOUND)
        assert run(["plan", "-detailed-exitcode", *_formats("plan", out / "plan")]) == 2
        assert run(["validate", *_formats("validate", out / "validate")]) == 0
        shutil.copytree(EVERYTHING / "3", folder, dirs_exist_ok=True)
        assert run(["plan", *_formats("plan", out / "errors")]) == 1
    return out


def _formats(command: str, folder: Path) -> list[str]:
    folder.mkdir()
    return [f"-format={name}={folder / name}" for name in FORMATS if command == "plan" or name not in ONLY_PLANS]


CASES = [
    (what, name)
    for what in ("plan", "validate", "errors")
    for name in FORMATS
    if what != "validate" or name not in ONLY_PLANS
]


@pytest.mark.parametrize(("what", "name"), CASES)
def test_format(what: str, name: str, reports: Path, golden: Callable[[Path, str], None]) -> None:
    shown = VERSION.sub("X.Y.Z", TIMES.sub("TIME", (reports / what / name).read_text()))
    assert "kX9-hidden" not in shown
    if shown.startswith("{") and "\n" not in shown.strip():
        shown = json.dumps(json.loads(shown), indent=1, ensure_ascii=False) + "\n"
    if name == "html":
        shown = ASSETS.sub("…", shown)
    golden(EVERYTHING / what / f"{name}.txt", shown)
