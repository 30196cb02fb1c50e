"""Plans and states in Terraform's JSON formats ("1.2" and "1.0"), and the line-by-line stream of `-json`."""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from harnessiac import __version__
from harnessiac.addresses import InstanceAddress
from harnessiac.apply.executor import Completed, Errored, Event, Skipped, Started
from harnessiac.cli.views.findings import as_json as diagnostic_json
from harnessiac.diagnostics import Diagnostic
from harnessiac.plan.definition import Action, Attributes, Change, Mode, OutputChange, Path, Plan
from harnessiac.plan.steps import Operation, Step
from harnessiac.state.model import TERRAFORM_VERSION
from harnessiac.values import exactjson

PROVIDER = "registry.terraform.io/harness/harness"
ACTIONS: dict[Action, list[str]] = {
    Action.NO_OP: ["no-op"],
    Action.CREATE: ["create"],
    Action.UPDATE: ["update"],
    Action.DELETE: ["delete"],
    Action.REPLACE: ["delete", "create"],
    Action.REPLACE_CREATE_FIRST: ["create", "delete"],
    Action.FORGET: ["forget"],
}
UI_ACTIONS = {
    Action.NO_OP: "noop",
    Action.CREATE: "create",
    Action.UPDATE: "update",
    Action.DELETE: "delete",
    Action.REPLACE: "replace",
    Action.REPLACE_CREATE_FIRST: "replace",
    Action.FORGET: "remove",
}
UI_REASONS = {
    "replace_because_tainted": "tainted",
    "replace_by_request": "requested",
    "replace_by_triggers": "replace_triggered_by",
    "replace_because_cannot_update": "cannot_update",
}
MASK = "(sensitive value)"


def masked(values: Attributes | None, sensitive: Sequence[Path]) -> Attributes | None:
    """A copy of `values` in which what lies at the sensitive paths cannot be read."""
    if values is None or not sensitive:
        return values
    hidden: Attributes = copy.deepcopy(values)
    for path in sensitive:
        place: Any = hidden
        for step in path[:-1]:
            place = place[step] if _has(place, step) else None
        if _has(place, path[-1]) and place[path[-1]] is not None:
            place[path[-1]] = MASK
    return hidden


def _has(place: Any, step: str | int) -> bool:
    if isinstance(place, dict):
        return step in place
    return isinstance(place, list) and isinstance(step, int) and step < len(place)


def sensitivity(values: Any, sensitive: Sequence[Path]) -> Any:
    """Terraform's `*_sensitive` shape: true at sensitive places, containers as they are, everything else left out."""
    if () in sensitive:
        return True
    if isinstance(values, dict):
        found = {k: sensitivity(v, [p[1:] for p in sensitive if p[0] == k]) for k, v in values.items()}
        return {k: v for k, v in found.items() if v not in (False, None)}
    if isinstance(values, list):
        return [sensitivity(v, [p[1:] for p in sensitive if p[0] == i]) for i, v in enumerate(values)]
    return False


def instance_json(address: InstanceAddress) -> dict[str, Any]:
    out: dict[str, Any] = {"address": str(address)}
    if address.resource.module:
        out["module_address"] = ".".join(str(step) for step in address.resource.module)
    out |= {"mode": address.resource.mode, "type": address.resource.type, "name": address.resource.name}
    if address.key is not None:
        out["index"] = address.key
    out["provider_name"] = PROVIDER
    return out


def change_json(change: Change) -> dict[str, Any]:
    """A resource_change."""
    out = instance_json(change.address)
    if change.previous_address is not None:
        out["previous_address"] = str(change.previous_address)
    inner: dict[str, Any] = {
        "actions": ACTIONS[change.action],
        "before": masked(change.before, change.before_sensitive),
        "after": masked(change.after, change.after_sensitive) if change.action is not Action.DELETE else None,
        "after_unknown": {},
        "before_sensitive": sensitivity(change.before, change.before_sensitive) if change.before else False,
        "after_sensitive": sensitivity(change.after, change.after_sensitive) if change.after else False,
    }
    if change.importing is not None:
        inner["importing"] = {"id": change.importing}
    if change.replace_paths:
        inner["replace_paths"] = [list(path) for path in change.replace_paths]
    out["change"] = inner
    if change.reason is not None:
        out["action_reason"] = change.reason.value
    return out


def output_json(output: OutputChange) -> dict[str, Any]:
    hide = output.sensitive or output.before_sensitive
    return {
        "actions": ACTIONS[output.action],
        "before": MASK if hide and output.before is not None else output.before,
        "after": MASK if hide and output.after is not None else output.after,
        "after_unknown": False,
        "before_sensitive": output.before_sensitive,
        "after_sensitive": output.sensitive,
    }


def plan_json(plan: Plan) -> dict[str, Any]:
    """What `show -json PLAN` prints. Sensitive values are masked: hiac never prints them."""
    planned = [c for c in plan.changes if c.after is not None and c.action is not Action.DELETE]
    out: dict[str, Any] = {
        "format_version": "1.2",
        "terraform_version": TERRAFORM_VERSION,
        "variables": {v.name: {"value": MASK if v.sensitive else v.value} for v in plan.variables},
        "planned_values": {
            "outputs": {
                o.name: {
                    "sensitive": o.sensitive,
                    **({"type": o.after_type} if o.after_type is not None else {}),
                    "value": MASK if o.sensitive else o.after,
                }
                for o in plan.outputs
                if o.action is not Action.DELETE
            },
            "root_module": values_json(
                (c.address, c.after or {}, c.after_sensitive, [str(d) for d in c.dependencies]) for c in planned
            ),
        },
        "resource_changes": [change_json(c) for c in plan.changes],
        "output_changes": {o.name: output_json(o) for o in plan.outputs},
        "timestamp": plan.timestamp,
        "applyable": not plan.is_empty,
        "complete": True,
        "errored": False,
    }
    if plan.drift:
        out["resource_drift"] = [change_json(c) for c in plan.drift]
    return out


def values_json(
    instances: Iterable[tuple[InstanceAddress, Attributes, Sequence[Path], Sequence[str]]],
) -> dict[str, Any]:
    """The root_module of planned or stored values; instances of modules are nested below child_modules."""
    root: dict[str, Any] = {}
    modules: dict[str, dict[str, Any]] = {"": root}
    for address, values, sensitive, dependencies in instances:
        path = ""
        parent = root
        for step in address.resource.module:
            path = f"{path}.{step}" if path else str(step)
            if path not in modules:
                modules[path] = {"address": path}
                parent.setdefault("child_modules", []).append(modules[path])
            parent = modules[path]
        shown = masked(values, sensitive) or {}
        resource = {**instance_json(address), "schema_version": 0, "values": shown}
        resource.pop("module_address", None)
        resource["sensitive_values"] = sensitivity(values, sensitive) or {}
        if dependencies:
            resource["depends_on"] = list(dependencies)
        parent.setdefault("resources", []).append(resource)
    return root


class Stream:
    """Prints one JSON object a line, as `plan -json` and `apply -json` do."""

    def __init__(self) -> None:
        self.emit("version", f"hiac {__version__}", {"terraform": TERRAFORM_VERSION, "ui": "1.2"})

    def emit(self, type: str, message: str, payload: dict[str, Any], level: str = "info") -> None:
        line = {
            "@level": level,
            "@message": message,
            "@module": "terraform.ui",
            "@timestamp": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            **payload,
            "type": type,
        }
        sys.stdout.write(exactjson.dumps(line) + "\n")
        sys.stdout.flush()

    def diagnostics(self, found: Iterable[Diagnostic]) -> None:
        for finding in found:
            level = "error" if finding.is_error else "warn"
            title = f"{finding.severity.value.capitalize()}: {finding.summary}"
            self.emit("diagnostic", title, {"diagnostic": diagnostic_json(finding)}, level)

    def plan(self, plan: Plan) -> None:
        for change in plan.drift:
            self._change("resource_drift", change, "Drift detected")
        for change in plan.changes:
            if change.acts:
                self._change("planned_change", change, "Plan to")
        add, changed, destroy = plan.counts()
        counts = {"add": add, "change": changed, "import": plan.imports(), "remove": destroy, "operation": "plan"}
        imports = f"{plan.imports()} to import, " if plan.imports() else ""
        self.emit(
            "change_summary",
            f"Plan: {imports}{add} to add, {changed} to change, {destroy} to destroy.",
            {"changes": counts},
        )
        if plan.outputs:
            self.outputs(plan.outputs)

    def outputs(self, outputs: Iterable[OutputChange]) -> None:
        shown = {
            o.name: {
                "sensitive": o.sensitive,
                "action": UI_ACTIONS[o.action],
                **({} if o.sensitive else {"value": o.after}),
                **({"type": o.after_type} if o.after_type is not None else {}),
            }
            for o in outputs
        }
        self.emit("outputs", f"Outputs: {len(shown)}", {"outputs": shown})

    def applied(self, event: Event) -> None:
        """One step of an apply."""
        match event:
            case Started(step):
                if step.operation is not Operation.RECORD:
                    self.emit("apply_start", f"{_title(step)}: {_doing(step)}...", {"hook": _hook(step)})
            case Completed(step, seconds):
                if step.operation is not Operation.RECORD:
                    hook = _hook(step) | _identity(step) | {"elapsed_seconds": round(seconds)}
                    self.emit(
                        "apply_complete", f"{_title(step)}: {_done(step)} after {round(seconds)}s", {"hook": hook}
                    )
            case Errored(step, found):
                hook = _hook(step) | {"elapsed_seconds": 0}
                self.emit("apply_errored", f"{_title(step)}: {_doing(step)} failed", {"hook": hook})
                self.diagnostics(found)
            case Skipped(step):
                self.emit("log", f"{_title(step)}: not tried, because what it needs failed", {}, "warn")

    def summary(self, counts: tuple[int, int, int], mode: Mode) -> None:
        add, changed, destroy = counts
        verb = "destroy" if mode is Mode.DESTROY else "apply"
        text = (
            f"Destroy complete! Resources: {destroy} destroyed."
            if mode is Mode.DESTROY
            else f"Apply complete! Resources: {add} added, {changed} changed, {destroy} destroyed."
        )
        payload = {"add": add, "change": changed, "import": 0, "remove": destroy, "operation": verb}
        self.emit("change_summary", text, {"changes": payload})

    def _change(self, type: str, change: Change, words: str) -> None:
        payload: dict[str, Any] = {"resource": _resource(change.address), "action": UI_ACTIONS[change.action]}
        if change.reason is not None:
            payload["reason"] = UI_REASONS.get(change.reason.value, change.reason.value)
        if change.previous_address is not None:
            payload["previous_resource"] = _resource(change.previous_address)
        if change.importing is not None:
            payload["importing"] = {"id": change.importing}
        self.emit(type, f"{change.address}: {words} {UI_ACTIONS[change.action]}", {"change": payload})


def _resource(address: InstanceAddress) -> dict[str, Any]:
    return {
        "addr": str(address),
        "module": ".".join(str(step) for step in address.resource.module),
        "resource": f"{address.resource.type}.{address.resource.name}" + str(address)[len(str(address.resource)) :],
        "implied_provider": "harness",
        "resource_type": address.resource.type,
        "resource_name": address.resource.name,
        "resource_key": address.key,
    }


def _title(step: Step) -> str:
    return str(step.change.address)


def _doing(step: Step) -> str:
    return {Operation.CREATE: "Creating", Operation.UPDATE: "Modifying", Operation.DESTROY: "Destroying"}.get(
        step.operation, "Recording"
    )


def _done(step: Step) -> str:
    return {
        Operation.CREATE: "Creation complete",
        Operation.UPDATE: "Modifications complete",
        Operation.DESTROY: "Destruction complete",
    }.get(step.operation, "Recorded")


def _hook(step: Step) -> dict[str, Any]:
    names = {Operation.DESTROY: "delete", Operation.RECORD: "noop"}
    return {"resource": _resource(step.change.address), "action": names.get(step.operation, step.operation.value)}


def _identity(step: Step) -> dict[str, Any]:
    values = step.change.after if step.operation is not Operation.DESTROY else step.change.before
    return {"id_key": "id", "id_value": (values or {}).get("id")}
