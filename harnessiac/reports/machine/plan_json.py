"""A plan in Terraform's JSON format "1.2", and the parts that it shares with the format of states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from harnessiac.addresses import DeposedAddress, InstanceAddress, ObjectAddress, instance_of
from harnessiac.attributes import Attributes, Path
from harnessiac.documents.image import DocumentImage
from harnessiac.plan.definition import Action, Change, CheckResult, CheckStatus, OutputChange, Plan
from harnessiac.platform import authored_text
from harnessiac.reports.findings import as_json as diagnostic_json
from harnessiac.reports.machine.configuration_json import configuration_json, default_provider
from harnessiac.reports.machine.relevance import relevant_attributes
from harnessiac.reports.machine.yaml_fields import fields_json
from harnessiac.reports.report import Report
from harnessiac.state.model import TERRAFORM_VERSION

DOCUMENT: Final = "hiac_document"
"""Beside `change`: the document that goes with it."""

REPORT: Final = "hiac_report"
"""What else people are told."""

REPORT_VERSION: Final = 1
"""Of hiac's own members of the format."""

ACTIONS: dict[Action, list[str]] = {
    Action.NO_OP: ["no-op"],
    Action.CREATE: ["create"],
    Action.UPDATE: ["update"],
    Action.DELETE: ["delete"],
    Action.REPLACE: ["delete", "create"],
    Action.REPLACE_CREATE_FIRST: ["create", "delete"],
    Action.FORGET: ["forget"],
}


def sensitivity(values: Any, sensitive: Sequence[Path]) -> Any:
    """Return Terraform's `*_sensitive` shape: true at sensitive paths, containers kept, everything else left out."""
    if () in sensitive:
        return True
    if isinstance(values, dict):
        members = {k: sensitivity(v, [p[1:] for p in sensitive if p[0] == k]) for k, v in values.items()}
        return {k: v for k, v in members.items() if v not in (False, None)}
    if isinstance(values, list):
        return [sensitivity(v, [p[1:] for p in sensitive if p[0] == i]) for i, v in enumerate(values)]
    return False


def instance_json(address: InstanceAddress, provider: str | None = None) -> dict[str, Any]:
    out: dict[str, Any] = {"address": str(address)}
    if address.resource.module:
        out["module_address"] = ".".join(str(step) for step in address.resource.module)
    out |= {"mode": address.resource.mode, "type": address.resource.type, "name": address.resource.name}
    if address.key is not None:
        out["index"] = address.key
    out["provider_name"] = provider or default_provider(address.resource.type.partition("_")[0])
    return out


def change_json(change: Change) -> dict[str, Any]:
    """Return an entry of `resource_changes`."""
    out = instance_json(change.instance)
    if change.deposed is not None:
        out["deposed"] = change.deposed
    if change.previous_address is not None:
        out["previous_address"] = str(change.previous_address)
    inner: dict[str, Any] = {
        "actions": ACTIONS[change.action],
        "before": change.before,
        "after": change.after if change.action is not Action.DELETE else None,
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
    return out | fields_json(change) | _document_json(change)


def _document_json(change: Change) -> dict[str, Any]:
    """Return how a change affects a document, for which Terraform's format has no member; empty if it does not.

    The text is left out where it equals the argument with the YAML: in `after` for the document that is written, in
    `before` for the existing one.
    """
    if not change.acts and not change.keeps_text:
        return {}
    type = change.address.resource.type
    out: dict[str, Any] = {}
    if change.observed and change.before is not None:
        out["found"] = _image_json(change.observed[0], type, change.before)
    if change.document is not None:
        out["written"] = _image_json(change.document, type, change.after)
    out |= {"moves": True} if change.moves_document else {}
    out |= {"keeps_text": True} if change.keeps_text else {}
    out |= {"taken_over_by": str(change.heir)} if change.heir is not None else {}
    return {DOCUMENT: out} if out else {}


def _image_json(image: DocumentImage, type: str, attributes: Attributes | None) -> dict[str, Any]:
    is_argument = image.text is not None and image.text == authored_text(type, attributes or {})
    return {"path": image.path, **({} if is_argument else {"text": image.text})}


def report_json(report: Report) -> dict[str, Any]:
    """Return the members of a report besides its plan."""
    return {
        "version": REPORT_VERSION,
        "command": report.command,
        "folder": report.folder,
        "planned": report.plan is not None,
        "mode": (report.plan or Plan(())).mode.value,
        "shows_sensitive": report.shows_secrets,
        "diagnostics": [diagnostic_json(finding) for finding in report.findings],
    }


def output_json(output: OutputChange) -> dict[str, Any]:
    return {
        "actions": ACTIONS[output.action],
        "before": output.before,
        "after": output.after,
        "after_unknown": False,
        "before_sensitive": output.before_sensitive,
        "after_sensitive": output.sensitive,
    }


def plan_json(report: Report) -> dict[str, Any]:
    """Return what `show -json PLAN` prints."""
    plan = report.plan or Plan(())
    planned = [c for c in plan.changes if c.after is not None and c.action is not Action.DELETE]
    out: dict[str, Any] = {
        "format_version": "1.2",
        "terraform_version": TERRAFORM_VERSION,
        "variables": {v.name: {"value": v.value} for v in plan.variables},
        "planned_values": {
            "outputs": {
                o.name: _output_value(o.after, o.after_type, sensitive=o.sensitive)
                for o in plan.outputs
                if o.action is not Action.DELETE
            },
            "root_module": values_json(
                (c.address, c.after or {}, c.after_sensitive, [str(d) for d in c.dependencies]) for c in planned
            ),
        },
    }
    if plan.drift:
        out["resource_drift"] = [change_json(c) for c in plan.drift]
    out["resource_changes"] = [change_json(c) for c in plan.changes]
    out["output_changes"] = {o.name: output_json(o) for o in plan.outputs}
    if prior := _prior_state(plan):
        out["prior_state"] = prior
    root = report.configuration()
    if root is not None:
        out["configuration"] = configuration_json(root)
        out["relevant_attributes"] = [
            {"resource": resource, "attribute": list(path)} for resource, path in relevant_attributes(root, plan)
        ]
    if plan.checks:
        out["checks"] = _checks(plan.checks)
    if report.since is not None:
        from harnessiac.reports.text import comparison

        out["hiac_since"] = comparison.as_json(report.since)
    out[REPORT] = report_json(report)
    return out | {
        "timestamp": plan.timestamp,
        "applyable": not plan.is_empty and not report.errored,
        "complete": True,
        "errored": report.errored,
    }


def _output_value(value: Any, type: Any, *, sensitive: bool) -> dict[str, Any]:
    return {"sensitive": sensitive, **({"type": type} if type is not None else {}), "value": value}


def _prior_state(plan: Plan) -> dict[str, Any]:
    """Return the state that the plan starts from, with drift applied; empty if there was none."""
    there = [c for c in plan.changes if c.before is not None and c.importing is None]
    outputs = [o for o in plan.outputs if o.action is not Action.CREATE]
    if not there and not outputs:
        return {}
    values: dict[str, Any] = {}
    if outputs:
        values["outputs"] = {o.name: _output_value(o.before, None, sensitive=o.before_sensitive) for o in outputs}
    values["root_module"] = values_json(
        (c.previous_address or c.address, c.before or {}, c.before_sensitive, [str(d) for d in c.prior_dependencies])
        for c in there
    )
    return {"format_version": "1.0", "terraform_version": TERRAFORM_VERSION, "values": values}


def _checks(results: Iterable[CheckResult]) -> list[dict[str, Any]]:
    """Return the results of conditions, grouped by the object that declares them."""
    out: dict[tuple[str, str], dict[str, Any]] = {}
    for result in results:
        address: dict[str, Any] = {"kind": result.kind, "to_display": result.object, "name": result.name}
        address |= {
            key: text for key, text in (("module", result.module), ("mode", result.mode), ("type", result.type)) if text
        }
        entry = out.setdefault((result.kind, result.object), {"address": address, "status": result.status.value})
        entry["status"] = max(entry["status"], result.status.value, key=_WORST.index)
        own: dict[str, Any] = {"to_display": result.instance}
        own |= {"module": result.prefix.rstrip(".")} if result.prefix else {}
        own |= {"instance_key": result.key} if result.key is not None else {}
        instance: dict[str, Any] = {"address": own, "status": result.status.value}
        if result.problems:
            instance["problems"] = [{"message": message} for message in result.problems]
        entry.setdefault("instances", []).append(instance)
    return list(out.values())


_WORST = tuple(status.value for status in CheckStatus)


def values_json(
    objects: Iterable[tuple[ObjectAddress, Attributes, Sequence[Path], Sequence[str]]],
    providers: Mapping[ObjectAddress, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return the root_module of planned or stored values, free of secrets, with modules nested in child_modules.

    `providers` are the full names of providers other than harness.
    """
    root: dict[str, Any] = {}
    modules: dict[str, dict[str, Any]] = {"": root}
    for of, values, sensitive, dependencies in objects:
        address = instance_of(of)
        path = ""
        parent = root
        for step in address.resource.module:
            path = f"{path}.{step}" if path else str(step)
            if path not in modules:
                modules[path] = {"address": path}
                parent.setdefault("child_modules", []).append(modules[path])
            parent = modules[path]
        resource = {**instance_json(address, providers.get(of)), "schema_version": 0, "values": values}
        resource.pop("module_address", None)
        resource["sensitive_values"] = sensitivity(values, sensitive) or {}
        if isinstance(of, DeposedAddress):
            resource["deposed_key"] = of.deposed_key
        if dependencies:
            resource["depends_on"] = list(dependencies)
        parent.setdefault("resources", []).append(resource)
    return root
