"""Readings of services are kept by configuration; a damaged or foreign entry is as if there were none."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import msgspec
import pytest
from msgspec import structs

from harnessiac.diagnostics import Severity
from harnessiac.entities.links import CONNECTOR, FilePath, Malformed, Reference, RuntimeInput, Scope
from harnessiac.entities.yaml_reading import KeptFinding, KeptLink, Reading
from harnessiac.shapes.vocabulary import Fitting
from harnessiac.source import Segment, SourceFile, TextOrigin
from harnessiac.storage.caches import entries, yaml_readings
from harnessiac.storage.caches.entries import Entries
from harnessiac.storage.caches.yaml_readings import KeptReadings

TARGETS = (
    Reference(Scope.ORGANIZATION, "hub", "acme", None),
    RuntimeInput("<+input>"),
    Malformed("No."),
    FilePath(Scope.PROJECT, "/a"),
)
WANTED = Fitting(("Gcp",), "store")
LINKS = tuple(
    KeptLink(("service", 0), "hub", (3, 6), target, CONNECTOR, "connectorRef", WANTED, None, ("nginx", (7, 9)))
    for target in TARGETS
)
FINDING = KeptFinding(Severity.WARNING, "S", "D.", (0, 1), None, None, "HIAC-SVC-001", (("a", "b"),))
READING = Reading(LINKS, (FINDING,))
SERVICE = """\
resource "harness_platform_service" "web" {
  identifier = "web"
  name       = "Web"
  org_id     = "acme"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      identifier: web
      name: Web
      serviceDefinition:
        type: Kubernetes
        spec:
          artifacts:
            primary:
              primaryArtifactRef: a
              sources:
                - identifier: a
                  type: DockerRegistry
                  spec: {connectorRef: hub, imagePath: library/nginx, tag: <+input>, colour: blue}
  EOT
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def readings(folder: Path, configuration: str = "/c") -> KeptReadings:
    """Readings as a new run finds them."""
    return KeptReadings(Entries(folder, ".services"), Path(configuration))


def filled(folder: Path, *keys: bytes) -> Path:
    made = readings(folder)
    for key in keys:
        assert made.find(key) is None
        made.add(key, READING)
    made.save()
    (entry,) = folder.iterdir()
    return entry


def test_what_is_kept_comes_back(folder: Path) -> None:
    entry = filled(folder, b"a", b"b")
    assert entry.stat().st_mode & 0o777 == 0o600
    again = readings(folder)
    assert again.find(b"a") == READING
    assert again.find(b"c") is None
    assert readings(folder, "/other").find(b"a") is None


def test_nothing_is_written_if_nothing_is_new(folder: Path) -> None:
    entry = filled(folder, b"a")
    before = entry.stat().st_mtime_ns, entry.stat().st_ino
    again = readings(folder)
    again.find(b"a")
    again.save()
    assert (entry.stat().st_mtime_ns, entry.stat().st_ino) == before


@pytest.mark.parametrize(
    ("name", "value"), [("FORMAT", "x"), ("__version__", "9"), ("stamp", lambda *_: "x"), ("_yaml_stamp", lambda: "x")]
)
def test_other_code_has_other_readings(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object) -> None:
    filled(folder, b"a")
    monkeypatch.setattr(yaml_readings, name, value)
    assert readings(folder).find(b"a") is None


def test_the_stamp_tells_one_version_of_a_room_from_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "services" / "codes").mkdir(parents=True)
    inner = tmp_path / "services" / "codes" / "structure.py"
    inner.write_text("a")
    (tmp_path / "source.py").write_text("a")
    monkeypatch.setattr("harnessiac.__path__", [str(tmp_path)])
    seen = set()
    for change in (lambda: None, lambda: inner.write_text("ab"), lambda: (tmp_path / "source.py").write_text("ab")):
        change()
        entries.stamp.cache_clear()
        seen.add(entries.stamp("services", "source.py", "missing.py"))
    entries.stamp.cache_clear()
    assert len(seen) == 3


IMPORTED = re.compile(r"^\s*from harnessiac(?:\.([\w.]+))? import (?:\(([^)]*)\)|([^\n(]+))", re.MULTILINE)


def imported_by(path: Path, package: Path) -> Iterator[Path]:
    """The modules of the package that a module imports, also inside functions."""
    for module, inside, beside in IMPORTED.findall(path.read_text()):
        base = package.joinpath(*module.split(".")) if module else package
        names = [name.split(" as ")[0].strip() for name in (inside or beside).split(",")]
        for candidate in (base, *(base / name for name in names if name)):
            yield from (found for found in (candidate.with_suffix(".py"), candidate / "__init__.py") if found.exists())


def test_the_stamp_covers_what_reading_a_service_imports(repository: Path) -> None:
    package = repository / "harnessiac"
    stamped = [package / room for room in yaml_readings.ROOMS]
    assert all(room.exists() for room in stamped)
    seen: set[Path] = {package / "__init__.py"}
    todo = [package / "entities/yaml_reading.py"]
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            assert any(path.is_relative_to(room) for room in stamped), f"{path} is not stamped"
            todo += imported_by(path, package)


def test_ranges_beyond_the_text_point_at_the_whole(folder: Path) -> None:
    source = SourceFile("main.tf", "x" * 10)
    origin = TextOrigin(source.span(2, 8), (Segment(0, 6, 2, 8),))
    far = Reading((LINKS[0], structs.replace(LINKS[0], range=(-5, 10**9))), (structs.replace(FINDING, subject=(7, 3)),))
    links, findings = far.placed(lambda: origin)
    assert [link.span for link in links] == [source.span(5, 8), origin.whole]
    assert findings[0].subject == origin.whole


def test_what_is_not_used_goes_when_there_is_much_of_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_readings, "SPARE", 1)
    filled(folder, *(b"old %d" % number for number in range(5)))
    made = readings(folder)
    made.find(b"old 4")
    made.add(b"new", READING)
    made.save()
    left = readings(folder)
    assert [key for key in (b"new", b"old 4", *(b"old %d" % n for n in range(4))) if left.find(key)] == [
        b"new",
        b"old 4",
        b"old 0",
        b"old 1",
        b"old 2",
    ]


@pytest.mark.parametrize("seed", range(60))
def test_mutated_entries_are_none(folder: Path, seed: int) -> None:
    """Also with a checksum that fits: what decodes has the right types, the rest is none."""
    entry = filled(folder, b"a", b"b")
    chance = random.Random(seed)
    content = bytearray(entry.read_bytes())
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(32, len(content))
        match chance.randrange(3):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                del content[at : at + chance.randrange(1, 9)]
            case _:
                content[at:at] = chance.randbytes(chance.randrange(1, 9))
    was_changed = bytes(content) != entry.read_bytes()
    entry.write_bytes(content)
    assert (readings(folder).find(b"a") is None) is was_changed
    payload = bytes(content[32:])
    entry.write_bytes(entries.checksum(bytes.fromhex(entry.name.removesuffix(".services")), payload) + payload)
    found = readings(folder).find(b"a")
    if found is not None:
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Reading) == found


def test_a_warm_run_prints_what_a_cold_one_does(
    hiac: Callable[..., CompletedProcess[str]], tmp_path: Path, folder: Path
) -> None:
    work = tmp_path / "work"
    work.mkdir()

    def run(*args: str) -> str:
        ended = hiac(*args, cwd=work, HIAC_CACHE_DIR=str(folder))
        return ended.stdout + ended.stderr

    (work / "main.tf").write_text(SERVICE)
    for args in (("validate", "-no-color"), ("validate", "-json"), ("plan", "-no-color"), ("references",)):
        cold = run(*args)
        assert [path.suffix for path in sorted(folder.iterdir())].count(".services") == 1
        assert run(*args) == cold
        for path in folder.iterdir():
            path.write_bytes(path.read_bytes()[:-1] + b"\xff")
        assert run(*args) == cold
    assert "colour" in run("validate")
    (work / "main.tf").write_text("\n\n" + SERVICE)
    assert "on main.tf line 21" in run("validate", "-no-color")
