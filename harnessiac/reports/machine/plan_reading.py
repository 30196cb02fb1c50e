"""Reports read from a plan's JSON: the inverse of `plan_json`, so that no format can show what the JSON lacks.

Members of Terraform's format are used where they exist, hiac's own elsewhere. Data that does not fit the format, or the
declaration of its resource type, is refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct, ValidationError, convert, field

from harnessiac import kinds
from harnessiac.addresses import (
    InvalidAddress,
    ObjectAddress,
    ResourceAddress,
    parse_instance,
    parse_object,
    parse_target,
)
from harnessiac.attributes import Attributes, Path
from harnessiac.diagnostics import Failed, error
from harnessiac.documents.image import DocumentImage
from harnessiac.plan.definition import Action, Change, Mode, OutputChange, Plan, Reason
from harnessiac.platform import authored_text
from harnessiac.reports.baseline import Gone, Since
from harnessiac.reports.machine.finding_reading import DiagnosticData, finding
from harnessiac.reports.machine.plan_json import ACTIONS, REPORT, REPORT_VERSION
from harnessiac.reports.report import Report, report
from harnessiac.schema.nodes import Body
from harnessiac.values import exactjson, typenames
from harnessiac.values.conversion import ConversionError
from harnessiac.values.conversion import convert as conform
from harnessiac.values.plain import NotPlain, from_plain

DEEPEST: Final = 150
"""Levels of nesting that are read: no plan of hiac's has so many."""

_SUMMARY = "Failed to read plan JSON"
_ACTIONS = {tuple(names): action for action, names in ACTIONS.items()}
_UI_ACTIONS = {action.short: action for action in reversed(Action)}

_Count = Annotated[int, Meta(ge=0, le=2**40)]


Needs = dict[str, tuple[ResourceAddress, ...]]


# The format, as far as it is read


class _Importing(Struct):
    id: str


class _ActualChange(Struct):
    actions: list[str]
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    before_sensitive: Any = False
    after_sensitive: Any = False
    replace_paths: list[list[str | int]] = []
    importing: _Importing | None = None


class _Image(Struct):
    path: str
    text: str | Literal[False] | None = False


class _Document(Struct):
    found: _Image | None = None
    written: _Image | None = None
    moves: bool = False
    keeps_text: bool = False
    taken_over_by: str | None = None


class _Change(Struct):
    address: str
    change: _ActualChange
    deposed: str | None = None
    previous_address: str | None = None
    action_reason: Reason | None = None
    hiac_document: _Document | None = None


class _OutputChange(Struct):
    actions: list[str]
    before: Any = None
    after: Any = None
    before_sensitive: bool = False
    after_sensitive: bool = False


class _Resource(Struct):
    address: str
    depends_on: list[str] = []
    deposed_key: str | None = None


class _Module(Struct):
    resources: list[_Resource] = []
    child_modules: list[_Module] = []


class _OutputValue(Struct):
    type: Any = None


class _Values(Struct):
    outputs: dict[str, _OutputValue] = {}
    root_module: _Module = field(default_factory=_Module)


class _State(Struct):
    values: _Values = field(default_factory=_Values)


class _Gone(Struct):
    address: str
    action: str


class _Since(Struct):
    ref: str
    commit: str
    unchanged: _Count
    known_findings: _Count
    gone: list[_Gone] = []
    problem: str = ""


class _Report(Struct):
    version: Literal[1]
    command: Literal["plan", "show", "apply", "diff", "test"]
    folder: str
    planned: bool
    mode: Mode
    shows_sensitive: bool
    diagnostics: list[DiagnosticData] = []


class _Plan(Struct):
    format_version: str
    hiac_report: _Report
    timestamp: str = ""
    planned_values: _Values = field(default_factory=_Values)
    prior_state: _State = field(default_factory=_State)
    resource_changes: list[_Change] = []
    resource_drift: list[_Change] = []
    output_changes: dict[str, _OutputChange] = {}
    hiac_since: _Since | None = None


def read(name: str, text: str, *, show_sensitive: bool = False, limit: int = 65_000) -> Report:
    """Return the report that the JSON `text` was made from; `name` is the file's name in messages. Raises Failed.

    Sensitive values are hidden unless `show_sensitive`, even if the JSON shows them. The configuration is not part of
    it.
    """
    try:
        data = exactjson.loads(text)
        _check_size(data)
        if not isinstance(data, dict) or REPORT not in data:
            raise _Unfit(
                f"it has no {REPORT}: it was not made by hiac, or by an older one. Make one with "
                "`hiac plan -format=json=FILE`"
            )
        version = data[REPORT].get("version") if isinstance(data[REPORT], dict) else None
        if isinstance(version, int) and version > REPORT_VERSION:
            raise _Unfit(f"a newer hiac made it (version {version} of {REPORT})")
        return _report(convert(data, _Plan), show_sensitive=show_sensitive, limit=limit)
    except (ValidationError, _Unfit, InvalidAddress) as problem:
        reason = str(problem)[:500]
    except RecursionError:
        reason = "it is nested too deeply"
    except ValueError:
        reason = "it is not JSON"
    raise Failed(error(_SUMMARY, f"The file {name} is no plan that hiac can show: {reason.rstrip('.')}."))


class _Unfit(Exception):
    """The data is not a plan; the message is the reason."""


def _check_size(data: Any) -> None:
    """Refuse what is nested more deeply than views can go, and numbers that are none."""
    level = [data]
    for _ in range(DEEPEST):
        if any(isinstance(value, float | Decimal) and not math.isfinite(value) for value in level):
            raise _Unfit("it holds a number that is infinite or none")
        level = [inner for value in level for inner in _parts(value)]
        if not level:
            return
    raise _Unfit(f"it is nested in more than {DEEPEST} levels")


def _parts(data: Any) -> Iterable[Any]:
    if isinstance(data, dict):
        return data.values()
    return data if isinstance(data, list) else ()


def _report(data: _Plan, *, show_sensitive: bool, limit: int) -> Report:
    about = data.hiac_report
    return report(
        about.command,
        _plan(data) if about.planned else None,
        [finding(diagnostic) for diagnostic in about.diagnostics],
        show_sensitive=show_sensitive and about.shows_sensitive,
        folder=about.folder,
        limit=limit,
        since=_since(data.hiac_since) if data.hiac_since is not None else None,
    )


def _plan(data: _Plan) -> Plan:
    after = dict(_needs(data.planned_values.root_module))
    before = dict(_needs(data.prior_state.values.root_module))
    types = data.planned_values.outputs
    return Plan(
        changes=tuple([_change(change, before, after) for change in data.resource_changes]),
        drift=tuple([_change(change, {}, {}) for change in data.resource_drift]),
        outputs=tuple([_output(name, change, types.get(name)) for name, change in data.output_changes.items()]),
        mode=data.hiac_report.mode,
        timestamp=data.timestamp,
    )


def _needs(module: _Module) -> Iterator[tuple[str, tuple[ResourceAddress, ...]]]:
    """Yield the dependencies of each object in a module and the modules below."""
    for resource in module.resources:
        if resource.depends_on:
            yield (
                _object(resource.address, resource.deposed_key),
                tuple([_resource(text) for text in resource.depends_on]),
            )
    for inner in module.child_modules:
        yield from _needs(inner)


def _object(instance: str, deposed: str | None) -> str:
    """Return the address of an object as it is printed."""
    return instance if deposed is None else f"{instance} (deposed object {deposed})"


def _resource(text: str) -> ResourceAddress:
    address = parse_target(text)
    if not isinstance(address, ResourceAddress):
        raise _Unfit(f"{text[:100]!r} in depends_on is not the address of a resource")
    return address


# Changes


def _change(data: _Change, prior_needs: Needs, needs: Needs) -> Change:
    name, change = _object(data.address, data.deposed), data.change
    address = parse_object(name)
    action = _action(change.actions, data.address)
    previous = parse_instance(data.previous_address) if data.previous_address is not None else None
    before_sensitive, after_sensitive = tuple(_masked(change.before_sensitive)), tuple(_masked(change.after_sensitive))
    _check(address, change.before, before_sensitive)
    _check(address, change.after, after_sensitive)
    document = data.hiac_document or _Document()
    type = address.resource.type
    existing = _image(document.found, type, change.before)
    return Change(
        address,
        action,
        data.action_reason,
        previous,
        change.before,
        change.after,
        before_sensitive,
        after_sensitive,
        tuple([tuple(path) for path in change.replace_paths]),
        needs.get(name, ()),
        prior_needs.get(data.previous_address or name, ()),
        observed=(existing,) if existing is not None else (),
        document=_image(document.written, type, change.after),
        moves_document=document.moves,
        importing=change.importing.id if change.importing is not None else None,
        keeps_text=document.keeps_text,
        heir=parse_object(document.taken_over_by) if document.taken_over_by is not None else None,
    )


def _action(names: list[str], about: str) -> Action:
    action = _ACTIONS.get(tuple(names))
    if action is None:
        raise _Unfit(f"{about[:100]} has actions that hiac does not know")
    return action


def _image(data: _Image | None, type: str, attributes: Attributes | None) -> DocumentImage | None:
    if data is None:
        return None
    return DocumentImage(data.path, authored_text(type, attributes or {}) if data.text is False else data.text)


def _masked(mask: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the paths at which a mask is true."""
    if mask is True:
        yield path
    elif isinstance(mask, dict):
        for key, inner in mask.items():
            yield from _masked(inner, (*path, key))
    elif isinstance(mask, list):
        for index, inner in enumerate(mask):
            yield from _masked(inner, (*path, index))


def _check(address: ObjectAddress, values: Attributes | None, sensitive: tuple[Path, ...]) -> None:
    """Refuse attributes that are not what the kind declares."""
    kind = kinds.find(address.resource.type)
    body = kind.body if kind is not None else Body(())
    for path in _misfits(body, values or {}, frozenset(sensitive), ()):
        where = ".".join(str(step) for step in path)
        raise _Unfit(f"the attribute {where[:100]} of {str(address)[:100]} is not of the type that it has to be")


def _misfits(body: Body, values: Attributes, sensitive: frozenset[Path], parent: Path) -> Iterator[Path]:
    for name, value in values.items():
        here = (*parent, name)
        if value is None or here in sensitive:
            continue
        if name in body.blocks:
            if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
                yield here
                continue
            for index, item in enumerate(value):
                yield from _misfits(body.blocks[name].body, item, sensitive, (*here, index))
        elif name in body.attributes and not any(path[: len(here)] == here for path in sensitive):
            try:
                conform(from_plain(value), body.attributes[name].type)
            except (ConversionError, NotPlain, ValueError):
                yield here


# The rest


def _output(name: str, data: _OutputChange, value: _OutputValue | None) -> OutputChange:
    type = value.type if value is not None else None
    try:
        if type is not None:
            typenames.from_json(type)
        from_plain([data.before, data.after])
    except ValueError:
        raise _Unfit(f"the output {name[:100]} has no proper type or value") from None
    action = _action(data.actions, f"the output {name}")
    return OutputChange(name, action, data.before, data.after, data.after_sensitive, data.before_sensitive, type)


def _since(data: _Since) -> Since:
    gone = [Gone(gone_data.address, _gone_action(gone_data)) for gone_data in data.gone]
    return Since(data.ref, data.commit, data.unchanged, data.known_findings, tuple(gone), data.problem)


def _gone_action(data: _Gone) -> Action:
    action = _UI_ACTIONS.get(data.action)
    if action is None:
        raise _Unfit(f"{data.address[:100]} has an action that hiac does not know")
    return action
