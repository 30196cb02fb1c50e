"""Resource addresses: what `harness_platform_service.web["a"]` means, how it is written and how it sorts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

InstanceKey = int | str | None
"""None for a single resource, an index for `count`, a key for `for_each`."""


def key_order(key: InstanceKey) -> tuple[int, int, str]:
    """No key before numbers before strings, as Terraform sorts them."""
    match key:
        case None:
            return (0, 0, "")
        case int():
            return (1, key, "")
        case str():
            return (2, 0, key)


def quoted(text: str) -> str:
    """`text` as an HCL string literal with its quotes."""
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return '"' + out.replace("${", "$${").replace("%{", "%%{") + '"'


def with_key(text: str, key: InstanceKey) -> str:
    """`text`, then the key in brackets, if there is one."""
    match key:
        case None:
            return text
        case int():
            return f"{text}[{key}]"
        case str():
            return f"{text}[{quoted(key)}]"


@dataclass(frozen=True, slots=True)
class ModuleStep:
    """One `module.name[key]` of a module path."""

    name: str
    key: InstanceKey = None

    def __str__(self) -> str:
        return with_key(f"module.{self.name}", self.key)


ModulePath = tuple[ModuleStep, ...]
"""From the root: () is the root module."""


@dataclass(frozen=True, slots=True)
class ResourceAddress:
    """A resource block inside a module instance: all its instances together. `mode` is managed or data."""

    type: str
    name: str
    module: ModulePath = ()
    mode: str = "managed"

    def __str__(self) -> str:
        data = "data." if self.mode == "data" else ""
        return "".join(f"{step}." for step in self.module) + f"{data}{self.type}.{self.name}"

    @property
    def configured(self) -> ResourceAddress:
        """The resource block, whichever instance of its module it is in: the same address without module keys."""
        if not self.module or all(step.key is None for step in self.module):
            return self
        return replace(self, module=tuple(ModuleStep(step.name) for step in self.module))

    def instance(self, key: InstanceKey = None) -> InstanceAddress:
        return InstanceAddress(self, key)

    def sort_key(self) -> tuple[object, ...]:
        module = tuple((step.name, key_order(step.key)) for step in self.module)
        return (module, self.mode != "data", self.type, self.name)


@dataclass(frozen=True, slots=True)
class InstanceAddress:
    """One instance of a resource."""

    resource: ResourceAddress
    key: InstanceKey = None

    def __str__(self) -> str:
        return with_key(str(self.resource), self.key)

    def sort_key(self) -> tuple[object, ...]:
        return (*self.resource.sort_key(), key_order(self.key))


DEPOSED_KEY = re.compile(r"[0-9a-f]{8}")
"""What tells several deposed objects of one instance apart."""


@dataclass(frozen=True, slots=True)
class DeposedAddress:
    """The leftover of an instance: what a replacement, created first, took the place of and is not destroyed yet."""

    instance: InstanceAddress
    deposed_key: str

    def __str__(self) -> str:
        return f"{self.instance} (deposed object {self.deposed_key})"

    @property
    def resource(self) -> ResourceAddress:
        return self.instance.resource

    def sort_key(self) -> tuple[object, ...]:
        return (*self.instance.sort_key(), self.deposed_key)


ObjectAddress = InstanceAddress | DeposedAddress
"""What a state holds: the current object of an instance, known by the instance alone, or a deposed one."""


def instance_of(address: ObjectAddress) -> InstanceAddress:
    """The instance whose object it is."""
    return address.instance if isinstance(address, DeposedAddress) else address


Target = ResourceAddress | InstanceAddress | ModulePath
"""What `-target` and `state list` take: an instance, all instances of a resource, or a module."""

LONGEST_INDEX = 18
"""Digits."""

_STEP = re.compile(
    r"""(?P<name>[^\W\d][\w-]*)          # an identifier
        (?:\[(?:(?P<index>\d+)|(?P<key>"(?:[^"\\]|\\.)*"))\])?  # [0] or ["key"]
        (?:\.|$)""",
    re.VERBOSE,
)


class InvalidAddress(ValueError):
    """The text is no resource address; the message says why."""


def _unquote(literal: str) -> str:
    simple = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}

    def escape(found: re.Match[str]) -> str:
        body = found.group(1)
        return chr(int(body[1:], 16)) if body[0] in "uU" else simple.get(body, "")

    text = re.sub(r"\\(u[0-9a-fA-F]{4}|U000[0-9a-fA-F]{5}|.)", escape, literal[1:-1])
    return text.replace("$${", "${").replace("%%{", "%{")


def parse_target(text: str) -> Target:
    """Read `type.name`, `type.name[0]`, `type.name["k"]`, with `data.` and `module.m[...].` before; or a module alone.

    Raises InvalidAddress.
    """
    steps: list[tuple[str, InstanceKey]] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if not found or (found.end() == len(text) and text.endswith(".")):
            raise InvalidAddress(f"{text!r} is not a resource address such as TYPE.NAME or TYPE.NAME[KEY].")
        key: InstanceKey = None
        if found["index"] is not None:
            if len(found["index"]) > LONGEST_INDEX:
                raise InvalidAddress(f"{text[:80]!r}... has an index that no resource can have.")
            key = int(found["index"])
        elif found["key"] is not None:
            key = _unquote(found["key"])
        steps.append((found["name"], key))
        at = found.end()
    module: list[ModuleStep] = []
    used = 0
    while len(steps) - used >= 2 and steps[used] == ("module", None):
        module.append(ModuleStep(*steps[used + 1]))
        used += 2
    del steps[:used]
    if module and not steps:
        return tuple(module)
    mode = "managed"
    if steps and steps[0] == ("data", None):
        mode = "data"
        del steps[0]
    if len(steps) != 2 or steps[0][1] is not None:
        raise InvalidAddress(f"{text!r} is not a resource address such as TYPE.NAME or TYPE.NAME[KEY].")
    resource = ResourceAddress(steps[0][0], steps[1][0], tuple(module), mode)
    return resource if steps[1][1] is None else resource.instance(steps[1][1])


def parse_instance(text: str) -> InstanceAddress:
    """Read the address of one instance; `type.name` is the instance without a key. Raises InvalidAddress."""
    match parse_target(text):
        case InstanceAddress() as instance:
            return instance
        case ResourceAddress() as resource:
            return resource.instance()
        case _:
            raise InvalidAddress(f"{text!r} names a module, not a resource instance.")


_DEPOSED = re.compile(rf"(?P<instance>.+) \(deposed object (?P<key>{DEPOSED_KEY.pattern})\)", re.DOTALL)


def parse_object(text: str) -> ObjectAddress:
    """Read the address of an object as it is printed. Raises InvalidAddress."""
    found = _DEPOSED.fullmatch(text)
    if found is None:
        return parse_instance(text)
    return DeposedAddress(parse_instance(found["instance"]), found["key"])


def selects(target: Target, instance: InstanceAddress) -> bool:
    """Whether `target` names `instance`, its resource or a module around it."""
    match target:
        case InstanceAddress():
            return target == instance
        case ResourceAddress():
            return _resource_matches(target, instance.resource)
        case _:
            return _inside(target, instance.resource.module)


def _resource_matches(target: ResourceAddress, resource: ResourceAddress) -> bool:
    same = (target.type, target.name, target.mode) == (resource.type, resource.name, resource.mode)
    return same and len(target.module) == len(resource.module) and _inside(target.module, resource.module)


def _inside(target: ModulePath, module: ModulePath) -> bool:
    return len(target) <= len(module) and all(
        t.name == m.name and (t.key is None or t.key == m.key) for t, m in zip(target, module, strict=False)
    )
