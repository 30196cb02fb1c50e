"""State files as they come from disk: nothing in them is trusted, and everything wrong is said in words.

Messages name the resource and the field but never a value: it may be secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from harnessiac.addresses import (
    DEPOSED_KEY,
    DeposedAddress,
    InstanceAddress,
    InstanceKey,
    ModulePath,
    ResourceAddress,
    parse_target,
)
from harnessiac.attributes import Path
from harnessiac.diagnostics import Diagnostic, error
from harnessiac.state.model import DEPTH, PROVIDER, TERRAFORM_VERSION, OutputValue, State, StoredInstance
from harnessiac.state.private import NewerNotes, digest_in
from harnessiac.state.strictjson import Unreadable, parsed, shown

if TYPE_CHECKING:
    from harnessiac.state.layout import File, Instance, PathStep, Resource

UNSUPPORTED: Final = "Unsupported state file format"
INVALID: Final = "Invalid state file format"
_FINDINGS = 20
_LONGEST_ADDRESS = 10_000
_IDENTIFIER = re.compile(r"[^\W\d][\w-]*")
_VERSION = re.compile(r"v?\d+(\.\d+){0,3}([-+][0-9A-Za-z.+-]+)?")


def read(name: str, content: bytes) -> tuple[State | None, list[Diagnostic]]:
    """Read the content of a state file; `name` is what it is called in messages.

    Never raises on any bytes. An empty file is an error: a state that does not exist yet has no file.
    """
    try:
        data = parsed(content)
    except Unreadable as problem:
        return None, [error(UNSUPPORTED, f"The state file {name} {problem}")]
    version_problem = _check_version(name, data)
    if version_problem is not None:
        return None, [version_problem]
    try:
        file = _validated(data)
    except Unreadable as problem:
        return None, [error(INVALID, f"The state file {name} is damaged: {p}") for p in problem.args]
    builder = _Builder(name)
    state = builder.build(file)
    if builder.diagnostics:
        return None, builder.diagnostics
    return state, []


def _check_version(name: str, data: Any) -> Diagnostic | None:
    if not isinstance(data, dict):
        return error(UNSUPPORTED, f"The state file {name} holds {_sort(data)} where a JSON object is required.")
    if "version" not in data:
        return error(
            UNSUPPORTED,
            f'The state file {name} does not have a "version" attribute, which is required to identify the format '
            "version.",
        )
    version = data["version"]
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return error(
            UNSUPPORTED,
            f"The version in the state file {name} is {_sort(version)}. A positive whole number is required.",
        )
    if version > 4:
        return error(
            UNSUPPORTED,
            f"The state file {name} uses format version {shown(str(version))}, which is not supported by this version "
            "of hiac. This state file may have been created by a newer version; upgrade hiac to use it.",
        )
    if version < 4:
        return error(
            UNSUPPORTED,
            f"The state file {name} uses format version {version}, which Terraform wrote before version 0.12. Let a "
            "newer Terraform upgrade it first.",
        )
    return None


def _sort(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a bool"
        case str():
            return "a string"
        case list():
            return "an array"
        case dict():
            return "an object"
        case _:
            return "a number that is not whole and positive"


# --- layout -------------------------------------------------------------------------------------------------------


def _validated(data: dict[str, Any]) -> File:
    from harnessiac.state.layout import ValidationError, checked

    try:
        return checked(data)
    except ValidationError as problem:
        if problem.error_count() > 1000:
            raise Unreadable(f"it has {problem.error_count()} fields of the wrong type.") from None
        found = problem.errors(include_url=False, include_context=False, include_input=False)
        sentences = [_sentence(data, list(e["loc"]), e["type"], e["msg"]) for e in found[:_FINDINGS]]
        if len(found) > _FINDINGS:
            sentences.append(f"{len(found) - _FINDINGS} more fields are wrong.")
        raise Unreadable(*dict.fromkeys(sentences)) from None


def _sentence(data: dict[str, Any], place: list[str | int], sort: str, message: str) -> str:
    """One finding in words."""
    where = ""
    if len(place) > 1 and place[0] == "resources" and isinstance(place[1], int):
        where = f" of {_resource_name(data['resources'][place[1]], place[1])}"
        place = place[2:] or place
        if len(place) > 1 and place[0] == "instances" and isinstance(place[1], int):
            where = f" of instance {place[1]}{where}"
            place = place[2:] or place
    elif len(place) > 2 and place[0] == "outputs":
        where = f' of output "{shown(str(place[1]))}"'
        place = place[2:]
    field = shown(".".join(str(step) for step in place))
    match sort:
        case "missing":
            return f'the field "{field}"{where} is missing.'
        case "extra_forbidden":
            return f'the field "{field}"{where} is not one that a state has.'
        case _:
            reason = message.removeprefix("Input should be ").removeprefix("a valid ")
            return f'the field "{field}"{where} is not valid: it should be {shown(reason)}.'


def _resource_name(resource: Any, position: int) -> str:
    if isinstance(resource, dict):
        labels = [label for label in (resource.get("type"), resource.get("name")) if isinstance(label, str)]
        if len(labels) == 2:
            return f"resource {shown('.'.join(labels))}"
    return f"the resource at position {position + 1}"


# --- meaning ------------------------------------------------------------------------------------------------------


class _Builder:
    def __init__(self, name: str) -> None:
        self.name = name
        self.diagnostics: list[Diagnostic] = []
        self.instances: dict[InstanceAddress, StoredInstance] = {}
        self.deposed: dict[DeposedAddress, StoredInstance] = {}
        self.modules: dict[str, ModulePath | None] = {}
        self.needed: dict[str, ResourceAddress | None] = {}

    def report(self, summary: str, detail: str) -> None:
        if len(self.diagnostics) < _FINDINGS:
            self.diagnostics.append(error(summary, f"{detail} It is in the state file {self.name}."))

    def build(self, file: File) -> State:
        if not file["lineage"].strip():
            self.report(INVALID, 'The field "lineage" is empty.')
        version = file["terraform_version"] or TERRAFORM_VERSION
        if not _VERSION.fullmatch(version):
            self.report(
                "Invalid Terraform version string",
                f'State file claims to have been written by Terraform version "{shown(version)}", which is not a '
                "valid version string.",
            )
        for resource in file["resources"] or ():
            self._resource(resource)
        outputs = {}
        for name, output in (file["outputs"] or {}).items():
            if _too_deep((output["value"], output["type"])):
                self.report(INVALID, f'The output "{shown(name)}" is nested too deeply.')
            elif not _is_type(output["type"]):
                self.report(
                    "Invalid output value type in state",
                    f'The state file has an invalid type specification for output "{shown(name)}".',
                )
            outputs[name] = OutputValue(output["value"], output["type"], output["sensitive"])
        if _too_deep(file["check_results"]):
            self.report(INVALID, 'The field "check_results" is nested too deeply.')
        checks = None if file["check_results"] is None else tuple(file["check_results"])
        return State(self.instances, outputs, file["lineage"], file["serial"], version, self.deposed, checks)

    def _resource(self, resource: Resource) -> None:
        label = shown(f"{resource['type']}.{resource['name']}")
        if resource["mode"] not in ("managed", "data"):
            self.report(
                "Invalid resource mode in state",
                f'State contains a resource with mode "{shown(resource["mode"])}" ("{shown(resource["type"])}" '
                f'"{shown(resource["name"])}") which is not supported.',
            )
            return
        if not (_IDENTIFIER.fullmatch(resource["type"]) and _IDENTIFIER.fullmatch(resource["name"])):
            self.report("Invalid address", f"Resource {label} is not a resource address such as TYPE.NAME.")
            return
        module = self._module(resource["module"])
        if module is None:
            self.report(
                "Invalid module instance address",
                f'Resource {label} is in "{shown(resource["module"] or "")}", which is not a module address such as '
                "module.NAME.",
            )
            return
        address = ResourceAddress(resource["type"], resource["name"], module, resource["mode"])
        for instance in resource["instances"]:
            self._instance(address, resource, instance)

    def _module(self, text: str | None) -> ModulePath | None:
        if not text:
            return ()
        if text not in self.modules:
            found = _target(text)
            self.modules[text] = found if isinstance(found, tuple) else None
        return self.modules[text]

    def _instance(self, resource: ResourceAddress, stored: Resource, instance: Instance) -> None:
        key = instance["index_key"]
        if not _is_key(key):
            self.report(
                "Invalid resource instance metadata in state",
                f"Resource {resource} has an instance with an invalid instance key: it is {_sort(key)}.",
            )
            return
        address = resource.instance(key)
        if instance["status"] not in (None, "", "tainted"):
            self.report(
                "Invalid resource instance metadata in state",
                f'Instance {address} has invalid status "{shown(instance["status"])}".',
            )
        if instance["attributes"] is None:
            old = "in a format that Terraform wrote before version 0.12" if instance["attributes_flat"] else "missing"
            self.report(INVALID, f"The attributes of instance {address} are {old}.")
            return
        if _too_deep(instance["attributes"]) or _too_deep(instance["identity"]):
            self.report(INVALID, f"The attributes of instance {address} are nested too deeply.")
            return
        digest, private = self._noted(address, instance["private"])
        found = StoredInstance(
            instance["attributes"],
            self._sensitive(address, instance["sensitive_attributes"] or ()),
            self._dependencies(address, instance["dependencies"] or instance["depends_on"] or ()),
            instance["create_before_destroy"],
            instance["status"] == "tainted",
            digest,
            instance["schema_version"],
            instance["provider"] or stored["provider"] or PROVIDER,
            private,
            instance["identity"],
            instance["identity_schema_version"] or 0,
        )
        if instance["deposed"] and not DEPOSED_KEY.fullmatch(instance["deposed"]):
            self.report(
                "Invalid resource instance metadata in state",
                f'Instance {address} has invalid deposed key "{shown(instance["deposed"])}": it must be eight '
                "hexadecimal digits.",
            )
        if instance["deposed"]:
            leftover = DeposedAddress(address, instance["deposed"])
            is_twice = leftover in self.deposed
            self.deposed[leftover] = found
        else:
            is_twice = address in self.instances
            self.instances[address] = found
        if is_twice:
            self.report(
                "Duplicate resource instance in state", f"Instance {address} appears multiple times in the state file."
            )

    def _noted(self, address: InstanceAddress, private: str | None) -> tuple[str | None, str | None]:
        """The document's digest if the private field holds one; else the field as it is."""
        try:
            digest = digest_in(private) if private is not None else None
        except NewerNotes as problem:
            self.report(
                UNSUPPORTED,
                f"A newer version of hiac wrote instance {address} (its notes have version {shown(str(problem))}). "
                "Upgrade hiac to use this state.",
            )
            digest = None
        return digest, None if digest is not None else private

    def _sensitive(self, address: InstanceAddress, paths: Iterable[list[PathStep]]) -> tuple[Path, ...]:
        found = []
        for path in paths:
            steps = [_step(step) for step in path]
            if not steps or None in steps:
                self.report(
                    "Invalid resource instance metadata in state",
                    f"Instance {address} has an invalid path among its sensitive attributes.",
                )
                continue
            found.append(tuple([step for step in steps if step is not None]))
        return tuple(found)

    def _dependencies(self, address: InstanceAddress, texts: Iterable[str]) -> tuple[ResourceAddress, ...]:
        found = []
        for text in texts:
            if text not in self.needed:
                target = _target(text)
                self.needed[text] = target if isinstance(target, ResourceAddress) else None
            needed = self.needed[text]
            if needed is None:
                self.report(
                    "Invalid address",
                    f'Instance {address} depends on "{shown(text)}", which is not a resource address such as '
                    "TYPE.NAME.",
                )
            else:
                found.append(needed)
        return tuple(found)


def _target(text: str) -> object:
    if len(text) > _LONGEST_ADDRESS:
        return None
    try:
        return parse_target(text)
    except ValueError:
        return None


def _is_key(key: InstanceKey | Any) -> bool:
    match key:
        case None | str():
            return True
        case bool():
            return False
        case int():
            return 0 <= key < 2**63
        case _:
            return False


def _step(step: PathStep) -> str | int | None:
    """A step of a sensitive path; None if it is none."""
    match step["type"], step["value"]:
        case "get_attr", str(name):
            return name
        case "index", {"value": bool()}:
            return None
        case "index", {"value": str() | int() as key, "type": "string" | "number"}:
            return key
        case _:
            return None


def _is_type(type: Any) -> bool:
    """Whether this is one of Terraform's JSON type expressions."""
    match type:
        case "string" | "number" | "bool" | "dynamic":
            return True
        case ["list" | "set" | "map", element]:
            return _is_type(element)
        case ["tuple", list(elements)]:
            return all(_is_type(element) for element in elements)
        case ["object", dict(attributes)] | ["object", dict(attributes), list()]:
            return all(_is_type(attribute) for attribute in attributes.values())
        case _:
            return False


def _too_deep(value: Any) -> bool:
    """Whether containers in `value` are nested beyond what can safely be walked."""
    level = [value]
    for _ in range(DEPTH + 1):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    """The containers directly in `value`."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return []
    return [inner for inner in value if isinstance(inner, (dict, list))]
