"""The state as a value: every resource instance as it was when it was last applied or refreshed, and the outputs.

Nothing here knows of files or of JSON; `reading` and `writing` do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from harnessiac.addresses import DeposedAddress, InstanceAddress, ObjectAddress, ResourceAddress
from harnessiac.attributes import Attributes, Path

"""Steps into attributes: ("credentials", 0, "password_ref")."""


PROVIDER: Final = 'provider["registry.terraform.io/harness/harness"]'
DEPTH: Final = 200
"""How deep lists and maps may be nested in attributes and outputs."""

TERRAFORM_VERSION: Final = "1.11.4"
"""The Terraform whose file formats are written, as tools that read states expect to find one named."""


@dataclass(frozen=True, slots=True)
class StoredInstance:
    """One resource instance as it was last seen.

    `sensitive` are the attributes whose values must not be shown. `dependencies` are the resources it needs, so that
    it can be destroyed in the right order when its configuration is gone. `document_digest` is the SHA-256 (64
    hexadecimal digits) of the document written for it, None if there is none. `private` is what another program put
    there (base64), kept as it is; so are `identity` and its version.
    """

    attributes: Attributes
    sensitive: tuple[Path, ...] = ()
    dependencies: tuple[ResourceAddress, ...] = ()
    create_before_destroy: bool = False
    tainted: bool = False
    document_digest: str | None = None
    schema_version: int = 0
    provider: str = PROVIDER
    private: str | None = None
    identity: Attributes | None = None
    identity_schema_version: int = 0


@dataclass(frozen=True, slots=True)
class OutputValue:
    """A root output: plain JSON data with Terraform's JSON type expression ("string", ["list", "number"])."""

    value: Any
    type: Any
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Immutable by convention: the operations give a new state and share what did not change.

    States are equal when they say the same; `serial`, the count of versions written, takes no part. An empty
    `lineage` is a state that was never written. `deposed` are the objects that a replacement took the place of and that
    are not destroyed yet. `check_results` come from other programs and are kept.
    """

    instances: Mapping[InstanceAddress, StoredInstance] = field(default_factory=dict)
    outputs: Mapping[str, OutputValue] = field(default_factory=dict)
    lineage: str = ""
    serial: int = field(default=0, compare=False)
    terraform_version: str = TERRAFORM_VERSION
    deposed: Mapping[DeposedAddress, StoredInstance] = field(default_factory=dict)
    check_results: tuple[Any, ...] | None = None

    def with_instance(self, address: InstanceAddress, instance: StoredInstance) -> State:
        """Costs a copy of the table: for many use `with_instances`."""
        return self.with_instances({address: instance})

    def with_instances(self, instances: Mapping[InstanceAddress, StoredInstance]) -> State:
        return replace(self, instances={**self.instances, **instances})

    @property
    def addresses(self) -> list[InstanceAddress]:
        """Every instance of which there is anything, be it a deposed object, in order."""
        known = self.instances.keys() | {deposed.instance for deposed in self.deposed}
        return sorted(known, key=InstanceAddress.sort_key)

    def objects(self) -> Iterator[tuple[ObjectAddress, StoredInstance]]:
        """Everything there is, deposed objects last."""
        yield from self.instances.items()
        yield from self.deposed.items()

    def with_objects(self, objects: Mapping[ObjectAddress, StoredInstance]) -> State:
        """All instances and deposed objects replaced by these."""
        instances = {a: i for a, i in objects.items() if isinstance(a, InstanceAddress)}
        deposed = {a: i for a, i in objects.items() if isinstance(a, DeposedAddress)}
        return replace(self, instances=instances, deposed=deposed)

    def without(self, addresses: Iterable[InstanceAddress]) -> State:
        """What is not there is already gone. Deposed objects go with their instance."""
        gone = set(addresses)
        return replace(
            self,
            instances={a: i for a, i in self.instances.items() if a not in gone},
            deposed={d: i for d, i in self.deposed.items() if d.instance not in gone},
        )

    def moved(self, renames: Mapping[InstanceAddress, InstanceAddress]) -> State:
        """The instances under other addresses, their deposed objects with them.

        Where no instance of a resource stays behind and all went to one resource, dependencies follow there.
        """
        moved = {a: i for a, i in self.instances.items() if a not in renames}
        moved |= {renames[a]: i for a, i in self.instances.items() if a in renames}
        followed = _followed(self.addresses, renames)
        if followed:
            moved = {a: _depending(i, followed) for a, i in moved.items()}
        deposed = {
            DeposedAddress(renames.get(d.instance, d.instance), d.deposed_key): _depending(i, followed)
            for d, i in self.deposed.items()
        }
        return replace(self, instances=moved, deposed=deposed)

    def with_outputs(self, outputs: Mapping[str, OutputValue]) -> State:
        """All outputs replaced by these."""
        return replace(self, outputs=dict(outputs))

    def of_resource(self, resource: ResourceAddress) -> dict[InstanceAddress, StoredInstance]:
        """All instances of one resource."""
        return {a: i for a, i in self.instances.items() if a.resource == resource}

    @property
    def is_empty(self) -> bool:
        return not (self.instances or self.outputs or self.deposed)


def _followed(
    instances: Iterable[InstanceAddress], renames: Mapping[InstanceAddress, InstanceAddress]
) -> dict[ResourceAddress, ResourceAddress]:
    """Resources that moved as a whole, with where they went."""
    went: dict[ResourceAddress, set[ResourceAddress]] = {}
    for old, new in renames.items():
        went.setdefault(old.resource.configured, set()).add(new.resource.configured)
    stayed = {a.resource.configured for a in instances if a not in renames}
    return {
        old: min(new, key=ResourceAddress.sort_key) for old, new in went.items() if len(new) == 1 and old not in stayed
    }


def _depending(instance: StoredInstance, followed: Mapping[ResourceAddress, ResourceAddress]) -> StoredInstance:
    if followed.keys().isdisjoint(instance.dependencies):
        return instance
    renamed = (followed.get(needed, needed) for needed in instance.dependencies)
    return replace(instance, dependencies=tuple(dict.fromkeys(renamed)))


def digest(text: str) -> str:
    """What the state remembers of a document: its SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
