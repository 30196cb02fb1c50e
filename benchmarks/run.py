"""How fast hiac is, and how that compares with terraform doing as much: `make bench`, or `benchmarks/run.py --help`.

Each figure is of several runs of a fresh process, start-up included: the least and the median of its wall clock and
processor seconds, and its peak memory. Cold means: nothing cached. Everything happens in a temporary folder. terraform
manages as many `terraform_data` blocks; without it on PATH only hiac is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import configurations

SIZES = (100, 1_000, 3_000, 10_000)
PLAN = ("plan", "-input=false")
APPLY = ("apply", "-auto-approve", "-input=false")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a process: wall clock and processor seconds, peak memory in megabytes."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured of a tool; `what` and `resources` tell the figures apart."""

    tool: str
    what: str
    resources: int
    wall_min: float
    wall: float
    cpu_min: float
    cpu: float
    memory: float
    runs: int

    @staticmethod
    def of(tool: str, what: str, resources: int, runs: list[Run]) -> Figure:
        walls, cpus = [run.wall for run in runs], [run.cpu for run in runs]
        return Figure(
            tool,
            what,
            resources,
            round(min(walls), 4),
            round(statistics.median(walls), 4),
            round(min(cpus), 4),
            round(statistics.median(cpus), 4),
            round(statistics.median(run.memory for run in runs), 1),
            len(runs),
        )

    def __str__(self) -> str:
        times = f"{self.wall:>8.3f} s {self.wall_min:>8.3f} s {self.cpu:>8.3f} s"
        return f"{self.tool:<10}{self.what:<18}{self.resources:>7} {times} {self.memory:>8.1f} MB"


@dataclass(frozen=True, slots=True)
class Tool:
    """A program with the environment it is measured in."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]

    def run(self, folder: Path, *args: str) -> Run:
        """One run; a failure ends the benchmark with what the program said."""
        with tempfile.TemporaryFile() as said:
            started = time.perf_counter()
            process = subprocess.Popen(
                [*self.command, *args],
                cwd=folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            _, status, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                said.seek(0)
                sys.exit(f"{' '.join([*self.command, *args])} failed:\n{said.read().decode()[-2000:]}")
        unit = 1_000_000 if sys.platform == "darwin" else 1_000
        return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


@dataclass(frozen=True, slots=True)
class Bench:
    """Measures one tool, so many runs for each figure."""

    tool: Tool
    runs: int

    def figure(self, what: str, resources: int, once: Callable[[int], Run], runs: int | None = None) -> Figure:
        """`once` makes one run, given its number."""
        return Figure.of(self.tool.name, what, resources, [once(number) for number in range(runs or self.runs)])


def of_hiac(bench: Bench, root: Path, sizes: list[int]) -> Iterator[Figure]:
    hiac = bench.tool
    cache = Path(hiac.environment["HIAC_CACHE_DIR"])
    yield bench.figure("version", 0, lambda _: hiac.run(root, "version"), bench.runs * 3)
    for size in sizes:
        folder = configurations.mixed(root / f"mixed_{size}", size)

        def cold(_: int, folder: Path = folder) -> Run:
            shutil.rmtree(cache, ignore_errors=True)
            return hiac.run(folder, *PLAN)

        def anew(_: int, folder: Path = folder) -> Run:
            # Not deleted: just after many files were removed, new ones cost more.
            aside = Path(tempfile.mkdtemp(dir=root))
            for name in ("state", ".harness"):
                if (folder / name).exists():
                    (folder / name).rename(aside / name)
            return hiac.run(folder, *APPLY)

        def edited(number: int, folder: Path = folder) -> Run:
            configurations.edit(folder, number)
            return hiac.run(folder, *PLAN)

        def warm(_: int, folder: Path = folder) -> Run:
            return hiac.run(folder, *PLAN)

        yield bench.figure("plan, cold", size, cold)
        yield bench.figure("plan, warm", size, warm)
        yield bench.figure("apply", size, anew)
        yield bench.figure("nothing to do", size, warm)
        yield bench.figure("one line changed", size, edited)
        yield from _repeated(bench, root, size)


def of_terraform(bench: Bench, root: Path, sizes: list[int], most_applied: int) -> Iterator[Figure]:
    """Applying takes terraform a time that grows with the square of the size, so it is done once, up to a size."""
    terraform = bench.tool
    yield bench.figure("version", 0, lambda _: terraform.run(root, "version"), bench.runs * 3)
    for size in sizes:
        folder = configurations.data(root / f"data_{size}", size)
        terraform.run(folder, "init", "-input=false")

        def plan(_: int, folder: Path = folder) -> Run:
            return terraform.run(folder, *PLAN)

        def apply(_: int, folder: Path = folder) -> Run:
            return terraform.run(folder, *APPLY)

        def edited(number: int, folder: Path = folder) -> Run:
            configurations.edit(folder, number)
            return terraform.run(folder, *PLAN)

        yield bench.figure("plan, cold", size, plan, 1 if size > most_applied else None)
        if size <= most_applied:
            yield bench.figure("apply", size, apply, 1)
            yield bench.figure("nothing to do", size, plan)
            yield bench.figure("one line changed", size, edited)
            yield from _repeated(bench, root, size)


def _repeated(bench: Bench, root: Path, size: int) -> Iterator[Figure]:
    """One block with count or for_each, planned anew."""
    tool = bench.tool
    is_terraform = tool.name == "terraform"
    for by in configurations.REPETITIONS:
        folder = configurations.repeated(root / f"{tool.name}_{by}_{size}", size, by, terraform=is_terraform)
        if is_terraform:
            tool.run(folder, "init", "-input=false")

        def plan(_: int, folder: Path = folder) -> Run:
            return tool.run(folder, *PLAN)

        yield bench.figure(by, size, plan)


def tools(root: Path) -> tuple[Tool, Tool | None]:
    """The hiac of this environment, and terraform if there is one."""
    # With PYTHONDONTWRITEBYTECODE every run would compile hiac anew, as no installed one does.
    ignored = ("TF_", "HIAC_", "PYTHONDONTWRITEBYTECODE")
    clean = {name: held for name, held in os.environ.items() if not name.startswith(ignored)}
    hiac = str(Path(sys.executable).parent / "hiac")
    found = shutil.which("terraform")
    quiet = clean | {"CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}
    return (
        Tool("hiac", (hiac,), clean | {"HIAC_CACHE_DIR": str(root / "cache")}),
        Tool("terraform", (found,), quiet) if found else None,
    )


def told(options: argparse.Namespace, figures: list[Figure], terraform: Tool | None) -> dict[str, object]:
    """What is kept of a run of the benchmark, with what is needed to compare it with another."""
    version = None
    if terraform is not None:
        said = subprocess.run([*terraform.command, "version", "-json"], capture_output=True, text=True, check=True)
        version = json.loads(said.stdout)["terraform_version"]
    return {
        "python": platform.python_version(),
        "terraform": version,
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "runs": options.runs,
        "figures": [asdict(figure) for figure in figures],
    }


def _as_json(kept: dict[str, object]) -> str:
    """A line for each figure, so that two runs can be compared as text."""
    head = {name: value for name, value in kept.items() if name != "figures"}
    found = kept["figures"]
    assert isinstance(found, list)
    lines = ",\n  ".join(json.dumps(figure) for figure in found)
    return f'{json.dumps(head)[:-1]},\n "figures": [\n  {lines}\n ]}}\n'


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure hiac, and terraform beside it.")
    parser.add_argument("-n", "--runs", type=int, default=3, help="runs for each figure (3)")
    parser.add_argument("-s", "--sizes", default=",".join(map(str, SIZES)), help="numbers of resources (%(default)s)")
    parser.add_argument("-o", "--out", type=Path, help="keep the figures in this JSON file")
    parser.add_argument("--no-terraform", action="store_true", help="measure hiac only")
    parser.add_argument("--terraform-most", type=int, default=1_000, help="up to so many, terraform applies (1000)")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        hiac, terraform = tools(root)
        terraform = None if options.no_terraform else terraform
        print(f"{'':<28}{'resources':>7} {'median':>10} {'least':>10} {'processor':>10} {'memory':>11}")
        measured = of_hiac(Bench(hiac, options.runs), root, sizes)
        for figure in measured:
            figures.append(figure)
            print(figure, flush=True)
        if terraform is not None:
            for figure in of_terraform(Bench(terraform, options.runs), root, sizes, options.terraform_most):
                figures.append(figure)
                print(figure, flush=True)
        if options.out:
            options.out.write_text(_as_json(told(options, figures, terraform)))


if __name__ == "__main__":
    main()
