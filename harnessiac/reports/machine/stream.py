"""Plans and applies as Terraform's line-by-line JSON, the stream of `-json`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TextIO

from harnessiac import __version__
from harnessiac.addresses import DeposedAddress, ObjectAddress, instance_of
from harnessiac.apply.executor import Completed, Errored, Event, Skipped, Started
from harnessiac.diagnostics import Diagnostic
from harnessiac.plan.definition import Change, Mode, OutputChange, Plan
from harnessiac.plan.steps import Operation, Step
from harnessiac.reports.baseline import Since
from harnessiac.reports.findings import as_json as diagnostic_json
from harnessiac.reports.machine.yaml_fields import fields_json
from harnessiac.reports.text import progress
from harnessiac.reports.unprintable import visible
from harnessiac.state.model import TERRAFORM_VERSION
from harnessiac.values import exactjson

UI_REASONS = {
    "replace_because_tainted": "tainted",
    "replace_by_request": "requested",
    "replace_by_triggers": "replace_triggered_by",
    "replace_because_cannot_update": "cannot_update",
}


def log_line(type: str, message: str, payload: dict[str, Any], level: str = "info") -> str:
    """Return one object of the stream."""
    line = {
        "@level": level,
        "@message": message,
        "@module": "terraform.ui",
        "@timestamp": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        **payload,
        "type": type,
    }
    return visible(exactjson.dumps(line))


class Stream:
    """A stream that prints one JSON object a line, as `plan -json` and `apply -json` do."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self.emit("version", f"hiac {__version__}", {"terraform": TERRAFORM_VERSION, "ui": "1.2"})

    def emit(self, type: str, message: str, payload: dict[str, Any], level: str = "info") -> None:
        self._out.write(log_line(type, message, payload, level) + "\n")
        self._out.flush()

    def diagnostics(self, findings: Iterable[Diagnostic]) -> None:
        for finding in findings:
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

    def compared(self, since: Since) -> None:
        """Emit the commit that the plan was compared with, and the number of changes left out."""
        from harnessiac.reports.text import comparison

        words = " ".join(comparison.notes(since)) or comparison.title(since)
        self.emit("log", words, {"hiac_since": comparison.as_json(since)})

    def outputs(self, outputs: Iterable[OutputChange]) -> None:
        shown = {
            o.name: {
                "sensitive": o.sensitive,
                "action": o.action.short,
                **({} if o.sensitive else {"value": o.after}),
                **({"type": o.after_type} if o.after_type is not None else {}),
            }
            for o in outputs
        }
        self.emit("outputs", f"Outputs: {len(shown)}", {"outputs": shown})

    def applied(self, event: Event) -> None:
        """Emit an event of an apply."""
        match event:
            case Started(step):
                if step.operation is not Operation.RECORD:
                    self._step("apply_start", step, f"{progress.RUNNING[step.operation]}...")
            case Completed(step, seconds):
                if step.operation is not Operation.RECORD:
                    about = _identity(step) | {"elapsed_seconds": round(seconds)}
                    words = f"{progress.DONE[step.operation]} after {round(seconds)}s"
                    self._step("apply_complete", step, words, about)
            case Errored(step, errors):
                words = f"{progress.RUNNING[step.operation]} failed"
                self._step("apply_errored", step, words, {"elapsed_seconds": 0})
                self.diagnostics(errors)
            case Skipped(step):
                self.emit("log", f"{step.object}: not tried, because what it needs failed", {}, "warn")

    def _step(self, type: str, step: Step, words: str, about: dict[str, Any] | None = None) -> None:
        names = {Operation.DESTROY: "delete", Operation.RECORD: "noop"}
        hook = {"resource": _resource(step.object), "action": names.get(step.operation, step.operation.value)}
        self.emit(type, f"{step.object}: {words}", {"hook": hook | (about or {})})

    def summary(self, counts: tuple[int, int, int], mode: Mode, imported: int = 0) -> None:
        add, changed, destroy = counts
        verb = "destroy" if mode is Mode.DESTROY else "apply"
        payload = {"add": add, "change": changed, "import": imported, "remove": destroy, "operation": verb}
        self.emit("change_summary", progress.complete(counts, mode, imported), {"changes": payload})

    def _change(self, type: str, change: Change, words: str) -> None:
        payload: dict[str, Any] = {"resource": _resource(change.address), "action": change.action.short}
        if change.reason is not None:
            payload["reason"] = UI_REASONS.get(change.reason.value, change.reason.value)
        if change.previous_address is not None:
            payload["previous_resource"] = _resource(change.previous_address)
        if change.importing is not None:
            payload["importing"] = {"id": change.importing}
        payload |= fields_json(change)
        self.emit(type, f"{change.address}: {words} {change.action.short}", {"change": payload})


def _resource(of: ObjectAddress) -> dict[str, Any]:
    address = instance_of(of)
    deposed = {"deposed": of.deposed_key} if isinstance(of, DeposedAddress) else {}
    return {
        "addr": str(address),
        "module": ".".join(str(step) for step in address.resource.module),
        "resource": f"{address.resource.type}.{address.resource.name}" + str(address)[len(str(address.resource)) :],
        "implied_provider": "harness",
        "resource_type": address.resource.type,
        "resource_name": address.resource.name,
        "resource_key": address.key,
        **deposed,
    }


def _identity(step: Step) -> dict[str, Any]:
    values = step.change.after if step.operation is not Operation.DESTROY else step.change.before
    return {"id_key": "id", "id_value": (values or {}).get("id")}
