"""From a block to its attributes: what the state keeps and documents are written from."""

from __future__ import annotations

import json
from dataclasses import dataclass

from harnessiac.schema.nodes import Attribute, Body, Kind, Plain
from harnessiac.schema.reading import converted, plain
from harnessiac.values.blocks import EvaluatedBlock
from harnessiac.values.conversion import ConversionError
from harnessiac.values.value import UNKNOWN, Value, all_marks, is_wholly_known

Path = tuple[str | int, ...]
Object = dict[str, Plain]


@dataclass(frozen=True, slots=True)
class Attributes:
    """The values of one resource in the shape of Terraform's state.

    Names are sorted, absent arguments null, absent blocks empty lists, sets sorted, defaults applied, `id` included.
    `sensitive` are paths that must never be shown, `unknown` paths that have no value yet (None in `values`).
    """

    values: Object
    sensitive: tuple[Path, ...] = ()
    unknown: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Which entity of the platform a resource is. `folder` is None when it has no document."""

    folder: str | None
    identifier: str
    org: str | None = None
    project: str | None = None

    @property
    def path(self) -> str | None:
        """The document's path below the documents folder, such as orgs/o/projects/p/connectors/c.yaml."""
        if self.folder is None:
            return None
        scope = ""
        if self.org:
            scope = f"orgs/{self.org}/"
            if self.project:
                scope += f"projects/{self.project}/"
        return f"{scope}{self.folder}s/{self.identifier}.yaml"

    @property
    def import_id(self) -> str:
        """`id`, `org/id` or `org/project/id`."""
        return "/".join(part for part in (self.org, self.project, self.identifier) if part)


def identity(kind: Kind, attributes: Attributes) -> Identity:
    values = attributes.values

    def named(key: str) -> str | None:
        value = values.get(key)
        return value if isinstance(value, str) and value else None

    return Identity(kind.folder, named("identifier") or "", named("org_id"), named("project_id"))


def attributes(kind: Kind, block: EvaluatedBlock) -> Attributes:
    """The attributes of a valid block. Of an invalid one: whatever can be read of it."""
    sensitive: list[Path] = []
    unknown: list[Path] = []
    values = _values(kind.body, block, (), sensitive, unknown)
    values["id"] = values.get("identifier")
    if ("identifier",) in unknown:
        unknown.append(("id",))
    return Attributes(dict(sorted(values.items())), tuple(sensitive), tuple(unknown))


def _values(body: Body, block: EvaluatedBlock, at: Path, sensitive: list[Path], unknown: list[Path]) -> Object:
    values: Object = {}
    arguments, nested = block.arguments, block.blocks
    attributes, blocks = body.attributes, body.blocks
    for name in body.names:
        attribute = attributes.get(name)
        if attribute is None:
            declared = blocks[name]
            if name in block.unknown_blocks:
                unknown.append((*at, name))
            found: list[Plain] = [
                _values(declared.body, one, (*at, name, index), sensitive, unknown)
                for index, one in enumerate(nested.get(name, ()))
            ]
            if declared.nesting == "set":
                found = [json.loads(one) for one in sorted({canonical(one) for one in found})]
            values[name] = found
            continue
        argument = arguments.get(name)
        if argument is None:
            values[name] = attribute.default
            continue
        value = argument.value
        raw = value.raw
        if value.marks or type(raw) is not str:
            if all_marks(value):
                sensitive.append((*at, name))
            if not is_wholly_known(value):
                unknown.append((*at, name))
        values[name] = _plain(attribute, value)
    sensitive.extend((*at, a.name) for a in attributes.values() if a.sensitive and (*at, a.name) not in sensitive)
    return values


def _plain(attribute: Attribute, value: Value) -> Plain:
    if value.raw is None or value.raw is UNKNOWN:
        return attribute.default if value.raw is None else None
    try:
        return plain(converted(value, attribute.type))
    except ConversionError:
        return None


def canonical(value: Plain) -> str:
    """What sets of blocks are sorted by."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
