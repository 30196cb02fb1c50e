"""The engine as tables: `tables/NAME.txt` has cases, each a configuration with what exists, and the plan it gives.

A case begins with `### title`. Its parts begin with `-- word`: `before` is applied first, `edit` changes documents
then (`delete PATH`, `write PATH TEXT`, `replace PATH OLD => NEW`), `state` the state (`taint ADDRESS`, `forget
ADDRESS`, `depose ADDRESS`), `options` are those of the plan, `after` is the configuration that is planned (`before`
again where there is none), and `module NAME` that of the module `./NAME`. `plan` is what comes out, a line for each
change, drift, output and finding, and the steps in order; `make golden` rewrites it. Everything is in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harnessiac import workflow
from harnessiac.addresses import DeposedAddress, parse_instance, parse_target
from harnessiac.diagnostics import Diagnostic, Failed
from harnessiac.plan.definition import Action, Change, Mode, Plan
from harnessiac.plan.options import Options
from harnessiac.plan.steps import Gate, Step, steps
from tests.workflow.memory import Memory

TABLES = Path(__file__).parent / "tables"


def cases() -> Iterator[tuple[str, str, str]]:
    for path in sorted(TABLES.glob("*.txt")):
        for text in path.read_text().split("### ")[1:]:
            title, _, body = text.partition("\n")
            yield path.stem, title, body


def parts(body: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in body.splitlines():
        if line.startswith("-- "):
            name = line[3:].strip()
            found[name] = ""
        elif name:
            found[name] += f"{line}\n"
    return found


def options(text: str) -> Options:
    chosen = Options()
    for line in text.split("\n"):
        word, _, value = line.strip().partition("=")
        match word:
            case "destroy" | "refresh-only":
                chosen = replace(chosen, mode=Mode(word))
            case "target":
                chosen = replace(chosen, targets=(*chosen.targets, parse_target(value)))
            case "exclude":
                chosen = replace(chosen, excludes=(*chosen.excludes, parse_target(value)))
            case "replace":
                chosen = replace(chosen, replace=(*chosen.replace, parse_instance(value)))
            case "no-refresh":
                chosen = replace(chosen, refresh=False)
            case "force-delete":
                chosen = replace(chosen, force_delete=True)
            case "adopt":
                chosen = replace(chosen, adopt=True)
            case "":
                pass
            case _:
                raise AssertionError(line)
    return chosen


def edit(memory: Memory, text: str) -> None:
    documents = memory.documents.texts
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        path, _, change = rest.partition(" ")
        match word:
            case "delete":
                del documents[path]
            case "write":
                documents[path] = change.replace("\\n", "\n") + "\n"
            case "replace":
                old, new = change.split(" => ")
                assert old in documents[path], documents[path]
                documents[path] = documents[path].replace(old, new)
            case _:
                raise AssertionError(line)


def edit_state(memory: Memory, text: str) -> None:
    run = memory.next()
    state = run.states.read()
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        address = parse_instance(rest)
        stored = state.instances[address]
        match word:
            case "taint":
                state = state.with_instance(address, replace(stored, tainted=True))
            case "forget":
                state = replace(state, instances={a: i for a, i in state.instances.items() if a != address})
            case "depose":
                state = replace(state, deposed={**state.deposed, DeposedAddress(address, "0badcafe"): stored})
            case _:
                raise AssertionError(line)
    run.states.write(state)


def shown(plan: Plan) -> Iterator[str]:
    for change in plan.drift:
        yield f"drift {line(change)}"
    for change in plan.changes:
        if change.acts or change.keeps_text:
            yield line(change)
    for output in plan.outputs:
        if output.action is not Action.NO_OP:
            yield f"output {output.name} {output.action.value}: {output.before!r} -> {output.after!r}"
    order = [one for one in steps(plan) if isinstance(one, Step)]
    if len(order) > 1:
        yield "steps: " + ", ".join(f"{one.operation.value} {one.object}" for one in order)
    assert all(isinstance(one, Step | Gate) for one in steps(plan))


def line(change: Change) -> str:
    words = [str(change.address), change.action.value]
    if change.reason is not None:
        words.append(f"({change.reason.value})")
    if change.previous_address is not None:
        words.append(f"from {change.previous_address}")
    if change.importing is not None:
        words.append(f"imports {change.importing}")
    if change.replace_paths:
        words.append("forced by " + ", ".join(".".join(map(str, path)) for path in change.replace_paths))
    if change.moves_document:
        words.append(f"document {change.old_path} => {change.new_path}")
    if change.keeps_text:
        words.append("keeps its text")
    before, after = change.before or {}, change.after or {}
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    if change.before is not None and change.after is not None and names:
        words.append("changes " + ", ".join(names))
    return " ".join(words)


def finding(one: Diagnostic) -> str:
    said = f"{one.severity.value} {one.summary}" + (f" [{one.address}]" if one.address else "")
    option = next((option for option in ("-target", "-exclude") if f"the {option} option" in one.detail), None)
    moves = (line.split(": ", 1)[1] for line in one.detail.splitlines() if "→" in line)
    return "\n  ".join((said + (f" ({option})" if option else ""), *moves))


def modules(case: dict[str, str]) -> dict[str, str]:
    return {f"{name.split()[1]}/main.tf": text for name, text in case.items() if name.startswith("module ")}


def outcome(case: dict[str, str]) -> str:
    memory = Memory({})
    if "before" in case:
        memory = memory.next(main=case["before"])
        memory.texts |= modules(case)
        planned, _ = workflow.plan(memory, (), Options())
        for _ in workflow.apply(memory, planned):
            pass
    edit(memory, case.get("edit", ""))
    if "state" in case:
        edit_state(memory, case["state"])
    run = memory.next(main=case.get("after", case.get("before", "")))
    run.texts |= modules(case)
    try:
        plan, findings = workflow.plan(run, (), options(case.get("options", "")))
        lines = list(shown(plan))
    except Failed as failure:
        lines, findings = [], list(failure.diagnostics)
    lines += [finding(one) for one in findings]
    return "\n".join(lines or ["nothing to do"]) + "\n"


@pytest.mark.parametrize(
    ("table", "title", "body"), list(cases()), ids=lambda value: value if "\n" not in value else ""
)
def test_plan(table: str, title: str, body: str, request: pytest.FixtureRequest) -> None:
    case = parts(body)
    made = outcome(case)
    if request.config.getoption("--golden"):
        path = TABLES / f"{table}.txt"
        before = body.partition("-- plan\n")[0]
        path.write_text(path.read_text().replace(f"### {title}\n{body}", f"### {title}\n{before}-- plan\n{made}\n"))
        return
    assert made == case["plan"].rstrip("\n") + "\n"
