"""What the artifact sources of a configuration need in all: permissions, hosts, feature flags, secrets.

Which of them a source needs is said by the guide to its type; here they are gathered by connector.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from harnessiac.addresses import InstanceAddress, Target, selects
from harnessiac.advice.source_needs import Connector, Reader, SourceNeeds, Used, secret
from harnessiac.entities.links import SECRET
from harnessiac.entities.lookup import Resolver, Where
from harnessiac.plan.desired import Desired
from harnessiac.services import SERVICE, guides
from harnessiac.services.guides import policies
from harnessiac.services.guides.guide import Access, Policy, Right, Role
from harnessiac.services.guides.hosts import Reached, filled, host_of, reached


class Granted(Struct, frozen=True):
    """What one identity must be allowed in one system. `within` is where, as far as the sources say it.

    `document` is one policy of AWS for all that `policies` allow; `actions` are those of a custom role of Azure that
    may take the place of `roles`.
    """

    system: str
    who: str
    within: tuple[str, ...]
    roles: tuple[Role, ...]
    policies: tuple[Policy, ...]
    document: Mapping[str, Any] | None
    actions: tuple[str, ...]
    rights: tuple[Right, ...]
    notes: tuple[str, ...]
    references: tuple[str, ...]


class ConnectorNeeds(Struct, frozen=True):
    """A connector with what its sources need; for a source that takes none, the source alone.

    `name` is its address, the path of its document, or what a reference says that leads nowhere. `where` is None
    without a connector. `undocumented` are the types of source of which nobody says what they need.
    """

    name: str
    where: Where | None
    type: str | None
    credentials: str | None
    delegates: tuple[str, ...]
    secrets: tuple[str, ...]
    uses: tuple[Used, ...]
    access: tuple[Granted, ...]
    undocumented: tuple[str, ...]
    hosts: tuple[Reached, ...]


class Shared(Struct, frozen=True, order=True):
    """A host, a feature flag or a secret, what it is for, and who needs it."""

    name: str
    why: str
    needed_by: tuple[str, ...]


class Permissions(Struct, frozen=True):
    """The sum. `open` are sources of which only a template or a pipeline's run knows more.

    Unless it `is_complete`, there are resources of which too little is known to be part of it.
    """

    connectors: tuple[ConnectorNeeds, ...] = ()
    hosts: tuple[Shared, ...] = ()
    flags: tuple[Shared, ...] = ()
    secrets: tuple[Shared, ...] = ()
    open: tuple[Shared, ...] = ()
    is_complete: bool = True


class _Users(Struct):
    """Collects who needs what, by name and reason."""

    found: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def add(self, name: str, why: str, who: str) -> None:
        self.found.setdefault((name, why), set()).add(who)

    def shared(self) -> tuple[Shared, ...]:
        return tuple(Shared(name, why, tuple(sorted(who))) for (name, why), who in sorted(self.found.items()))


def permissions(desired: Desired, resolver: Resolver, only: Target | None = None) -> Permissions:
    """What the services of the configuration need; with `only` those, or users of the connectors, that it selects."""
    reader = Reader(desired, resolver)
    gathered: dict[str, list[SourceNeeds]] = {}
    hosts, flags, secrets, unknown = _Users(), _Users(), _Users(), _Users()
    services = (address for address in desired.instances if address.resource.type == SERVICE)
    for address in sorted(services, key=InstanceAddress.sort_key):
        is_chosen = only is None or selects(only, address)
        for one in reader.sources(address):
            if not is_chosen and not _is_of(one.connector, only):
                continue
            if one.guide is None:
                unknown.add(one.used.source, one.open, str(address))
                continue
            name = one.connector.name if one.connector is not None else f"{address}: {one.used.source}"
            gathered.setdefault(name, []).append(one)
            for flag in one.guide.flags:
                if not flag.deployments or one.deployment in flag.deployments:
                    flags.add(flag.name, flag.why, str(address))
        for link in desired.references.named.get(address, ()) if is_chosen else ():
            if link.entity == SECRET:
                secrets.add(secret(link), "", str(address))
    needs = [_needs(name, sources) for name, sources in sorted(gathered.items())]
    for need in needs:
        for host in need.hosts:
            hosts.add(host.name, host.why, need.name)
        for one_secret in need.secrets:
            secrets.add(one_secret, "", need.name)
    return Permissions(
        tuple(needs),
        hosts.shared(),
        flags.shared(),
        secrets.shared(),
        unknown.shared(),
        desired.references.is_complete,
    )


def _is_of(connector: Connector | None, only: Target | None) -> bool:
    return (
        only is not None
        and connector is not None
        and connector.address is not None
        and selects(only, connector.address)
    )


def _needs(name: str, sources: list[SourceNeeds]) -> ConnectorNeeds:
    connector = sources[0].connector
    by_identity: dict[tuple[str, str], list[tuple[Access, SourceNeeds]]] = {}
    undocumented: set[str] = set()
    hosts: set[Reached] = set()
    for one in sources:
        hosts.update(_hosts(one))
        access = _access(one)
        if access is None:
            undocumented.add(one.used.type)
        else:
            by_identity.setdefault((access.system, access.who), []).append((access, one))
    return ConnectorNeeds(
        name,
        connector.where if connector is not None else None,
        connector.type if connector is not None else None,
        connector.credentials if connector is not None else None,
        connector.delegates if connector is not None else _unique(d for one in sources for d in one.delegates),
        connector.secrets if connector is not None else (),
        tuple(sorted({one.used for one in sources})),
        tuple(_granted(system, who, asked) for (system, who), asked in sorted(by_identity.items(), key=lambda i: i[0])),
        tuple(sorted(undocumented)),
        tuple(sorted(hosts)),
    )


def _hosts(one: SourceNeeds) -> Iterator[Reached]:
    assert one.guide is not None
    yield from reached(one.guide.hosts, one.field, one.of_connector)


# Through the connector for Docker registries it is the cloud behind it that must allow something.


def _behind(one: SourceNeeds) -> tuple[Access, re.Match[str]] | None:
    """What a cloud asks of the connector for Docker registries that leads to it."""
    url = one.of_connector("dockerRegistryUrl")
    if url is None:
        return None
    for guide in guides.every():
        other = guide.alternative
        found = re.fullmatch(other.host, host_of(url)) if other is not None else None
        if other is not None and found is not None:
            return other.access, found
    return None


def _access(one: SourceNeeds) -> Access | None:
    assert one.guide is not None
    behind = _behind(one)
    return behind[0] if behind is not None else one.guide.access


def _granted(system: str, who: str, asked: list[tuple[Access, SourceNeeds]]) -> Granted:
    wanted = list({id(access): access for access, _ in asked}.values())  # a role's template cannot be hashed
    documents = [
        policies.document(policy, _resources(policy, [one for access, one in asked if access.policy == policy]))
        for policy in _unique(access.policy for access in wanted if access.policy is not None)
    ]
    return Granted(
        system,
        who,
        tuple(sorted({place for access, one in asked if (place := _within(access, one)) is not None})),
        _unique(role for access in wanted for role in access.roles),
        _unique(access.policy for access in wanted if access.policy is not None),
        policies.merged(documents) if documents else None,
        _unique(action for access in wanted if access.custom is not None for action in access.custom.actions),
        _unique(right for access, one in asked for right in access.rights if _applies(right, one)),
        _unique(note for access in wanted for note in access.notes),
        _unique(access.at for access in wanted if access.at),
    )


def _unique(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))


def _applies(right: Right, one: SourceNeeds) -> bool:
    format = one.field("repositoryFormat")
    return not right.formats or format is None or format in right.formats


def _within(access: Access, one: SourceNeeds) -> str | None:
    if not access.within:
        return None
    place = filled(access.within, one.field, one.of_connector)
    return None if "<" in place else place


def _resources(policy: Policy, sources: list[SourceNeeds]) -> tuple[str, ...]:
    """The registries by their ARNs if every source says which it is, else everything."""
    if not policy.everywhere:
        return policies.EVERYTHING
    found = set()
    for one in sources:
        behind = _behind(one)
        account, region = behind[1].group("account", "region") if behind is not None else (None, None)
        account, region = account or one.field("registryId"), region or one.field("region")
        if account is None or region is None:
            return policies.EVERYTHING
        found.add(policies.registry_arn(account, region))
    return tuple(sorted(found))
