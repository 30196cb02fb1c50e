"""How fast hiac is, and how that compares with terraform doing as much: `make bench`, or `benchmarks/run.py -n 5`.

Each figure is the median of several runs of a fresh process, start-up included. terraform plans as many
`terraform_data` blocks, the resource it has built in, so that no provider's speed enters; without terraform on PATH
the column stays empty. Cold means: nothing cached. Everything happens in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
MANY = 1_000

CONNECTOR = """\
resource "harness_platform_connector_docker" "registry_{0}" {{
  identifier         = "registry_{0}"
  name               = "Registry {0}"
  description        = "Registry number {0}"
  org_id             = "default"
  project_id         = "benchmark"
  tags               = ["team:platform", "number:{0}"]
  type               = "DockerHub"
  url                = "https://registry-{0}.example.com/v2/"
  delegate_selectors = ["benchmark"]
  credentials {{
    username     = "admin"
    password_ref = "account.registry_{0}"
  }}
}}
"""

DATA = """\
resource "terraform_data" "registry_{0}" {{
  input = {{
    identifier         = "registry_{0}"
    name               = "Registry {0}"
    description        = "Registry number {0}"
    org_id             = "default"
    project_id         = "benchmark"
    tags               = ["team:platform", "number:{0}"]
    type               = "DockerHub"
    url                = "https://registry-{0}.example.com/v2/"
    delegate_selectors = ["benchmark"]
    credentials = {{
      username     = "admin"
      password_ref = "account.registry_{0}"
    }}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program with the environment it is measured in."""

    command: tuple[str, ...]
    environment: dict[str, str]

    def run(self, folder: Path, *args: str) -> float:
        """Seconds that one run takes; a failure ends the benchmark with what the program said."""
        started = time.perf_counter()
        ended = subprocess.run(
            [*self.command, *args],
            cwd=folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - started
        if ended.returncode != 0:
            sys.exit(f"{' '.join([*self.command, *args])} failed:\n{ended.stderr or ended.stdout}")
        return seconds


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report; seconds, `goal` and `terraform` where there are any."""

    name: str
    seconds: float
    goal: float | None
    terraform: float | None

    def __str__(self) -> str:
        goal = f"< {self.goal:.2f} s" if self.goal else ""
        if self.terraform is None:
            return f"{self.name:<44}{self.seconds:>8.3f} s{goal:>12}"
        ratio = self.seconds / self.terraform
        return f"{self.name:<44}{self.seconds:>8.3f} s{goal:>12}{self.terraform:>10.3f} s{ratio:>8.2f}"


def median(runs: int, once: Callable[[], float]) -> float:
    return statistics.median(once() for _ in range(runs))


def written(folder: Path, block: str, count: int) -> Path:
    """A new folder whose main.tf holds the block so many times."""
    folder.mkdir()
    (folder / "main.tf").write_text("\n".join(block.format(number) for number in range(count)))
    return folder


def rows(runs: int, root: Path, hiac: Tool, terraform: Tool | None) -> Iterator[Row]:
    cache = Path(hiac.environment["HIAC_CACHE_DIR"])
    plan, apply = ("plan", "-input=false"), ("apply", "-auto-approve", "-input=false")

    examples = root / "examples"
    shutil.copytree(REPOSITORY / "examples", examples)
    resources = sum(path.read_text().count('\nresource "') for path in examples.glob("*.tf"))
    many = written(root / "many", CONNECTOR, MANY)
    few_data, many_data = written(root / "few_data", DATA, resources), written(root / "many_data", DATA, MANY)
    if terraform is not None:
        terraform.run(few_data, "init", "-input=false")
        terraform.run(many_data, "init", "-input=false")

    def compared(once: Callable[[Tool], Callable[[], float]]) -> float | None:
        return median(runs, once(terraform)) if terraform is not None else None

    yield Row(
        "version",
        median(runs, lambda: hiac.run(root, "version")),
        0.06,
        compared(lambda tool: lambda: tool.run(root, "version")),
    )

    hiac.run(examples, *apply)
    if terraform is not None:
        terraform.run(few_data, *apply)
    yield Row(
        f"plan, examples ({resources} blocks), applied",
        median(runs, lambda: hiac.run(examples, *plan)),
        0.35,
        compared(lambda tool: lambda: tool.run(few_data, *plan)),
    )

    first = compared(lambda tool: lambda: tool.run(many_data, *plan))

    def cold() -> float:
        shutil.rmtree(cache, ignore_errors=True)
        return hiac.run(many, *plan)

    def anew() -> float:
        for name in ("state", ".harness"):
            shutil.rmtree(many / name, ignore_errors=True)
        return hiac.run(many, *apply)

    yield Row(f"plan, {MANY} docker connectors, new, cold", median(runs, cold), 2.5, first)
    yield Row(f"plan, {MANY} docker connectors, new, warm", median(runs, lambda: hiac.run(many, *plan)), 1.0, first)
    # terraform applies only once: it takes a minute or two.
    yield Row(
        f"apply, {MANY} docker connectors, warm",
        median(runs, anew),
        None,
        terraform.run(many_data, *apply) if terraform is not None else None,
    )
    yield Row(
        f"plan, {MANY} docker connectors, applied, warm",
        median(runs, lambda: hiac.run(many, *plan)),
        1.0,
        compared(lambda tool: lambda: tool.run(many_data, *plan)),
    )


def tools(root: Path) -> tuple[Tool, Tool | None]:
    """The hiac of this environment, and terraform if there is one."""
    # With PYTHONDONTWRITEBYTECODE every run would compile hiac anew, as no installed one does.
    ignored = ("TF_", "HIAC_", "PYTHONDONTWRITEBYTECODE")
    clean = {name: held for name, held in os.environ.items() if not name.startswith(ignored)}
    hiac = Tool((str(Path(sys.executable).parent / "hiac"),), clean | {"HIAC_CACHE_DIR": str(root / "cache")})
    found = shutil.which("terraform")
    quiet = clean | {"CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}
    return hiac, Tool((found,), quiet) if found else None


def main() -> None:
    options = argparse.ArgumentParser(description="Measure hiac, and terraform beside it.")
    options.add_argument("-n", "--runs", type=int, default=5, help="runs of which the median is taken (5)")
    runs: int = options.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        hiac, terraform = tools(root)
        print(f"{'median of ' + str(runs) + ' runs':<44}{'hiac':>10}{'goal':>12}", end="")
        print(f"{'terraform':>12}{'ratio':>8}" if terraform else "   (no terraform on PATH to compare with)")
        for row in rows(runs, root, hiac, terraform):
            print(row, flush=True)


if __name__ == "__main__":
    main()
