"""The shape of a guide to an artifact source type; the guides themselves are the files in `data/`.

The example is arguments, from which HCL, YAML and requests are made; required permissions are a list, which the page of
the type prints and `hiac permissions` sums up. Sentences are for people, with no markup but `code`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

Plain = Any
"""Plain data as YAML has it: arguments of resources, fields of documents."""


class Connector(Struct, frozen=True, forbid_unknown_fields=True):
    """A connector as arguments of its resource. `kind` is the resource type without `harness_platform_connector_`.

    `prefix` is how a service of the example's project reaches it: `account.` where it is one of the account.
    """

    kind: str
    label: str
    arguments: Mapping[str, Plain]
    prefix: str = ""


class Variant(Struct, frozen=True, forbid_unknown_fields=True):
    """Another way to log in: the example's connector with other arguments. `name` is that of its part."""

    name: str
    title: str
    connector: Connector


class Service(Struct, frozen=True, forbid_unknown_fields=True):
    """A service with one artifact source. `spec` lacks `connectorRef`, which the connector gives."""

    label: str
    name: str
    identifier: str
    deployment: str
    source: str
    spec: Mapping[str, Plain]
    manifests: tuple[Mapping[str, Plain], ...] = ()
    primary: str = "<+input>"
    project: str = "CD_Docs"


_NEW_SERVICE = (
    "In the project, under CD (Deployments), open Services.",
    "Choose Manage Services, then New Service.",
    "Give the service a name and save it.",
    "Open Configuration.",
    "Under Service Definition choose {deployment}.",
    "Under Artifacts choose Add Artifact Source.",
    "As artifact repository type choose {manager}, then Continue.",
)
_SUBMIT = "Submit: the source is now part of the service definition."


class Procedure(Struct, frozen=True, forbid_unknown_fields=True):
    """Manual steps. `at` is the page of the vendor that describes them.

    With `manager`, the name of an artifact repository type, they add a source of that type to a new service in the
    Harness Manager, and `steps` are those after the type is chosen.
    """

    title: str
    steps: tuple[str, ...]
    at: str = ""
    manager: str = ""
    deployment: str = "Kubernetes"

    @property
    def all_steps(self) -> tuple[str, ...]:
        """Every step, those in the Harness Manager before and after its own included."""
        if not self.manager:
            return self.steps
        before = (step.format(deployment=self.deployment, manager=self.manager) for step in _NEW_SERVICE)
        return (*before, *self.steps, _SUBMIT)


class Role(Struct, frozen=True, forbid_unknown_fields=True):
    """A role that exists, by the name that people see and the one that tools take (empty if it has none)."""

    name: str
    id: str = ""


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """A policy of AWS. `everywhere` are those of its actions that cannot be allowed for single registries."""

    name: str
    arn: str
    description: str
    actions: tuple[str, ...]
    everywhere: tuple[str, ...] = ()


class CustomRole(Struct, frozen=True, forbid_unknown_fields=True):
    """A role of Azure to make: the actions it must hold, and a template with `xxxx` where names and ids go."""

    actions: tuple[str, ...]
    template: Mapping[str, Plain]
    notes: tuple[str, ...] = ()


class Right(Struct, frozen=True, forbid_unknown_fields=True):
    """A permission by its name. `when` says when it is needed; empty: always.

    `formats` are the values of `repositoryFormat` that need it, none: all.
    """

    name: str
    when: str = ""
    formats: tuple[str, ...] = ()


class Access(Struct, frozen=True, forbid_unknown_fields=True):
    """What whoever Harness logs in as must be allowed, in `system`. `who` is that identity, `at` the vendor's page.

    `roles` are all needed, unless there is a `custom` role to take instead. `within` is where they are granted, with
    `{field}` for a field of the source; empty: the documentation leaves it open.
    """

    system: str
    who: str
    roles: tuple[Role, ...] = ()
    policy: Policy | None = None
    custom: CustomRole | None = None
    rights: tuple[Right, ...] = ()
    notes: tuple[str, ...] = ()
    at: str = ""
    within: str = ""


class Host(Struct, frozen=True, forbid_unknown_fields=True):
    """A host that delegates must reach. In `name` `{field}` is a field of the source.

    `{@field}` stands for the host in a URL of the connector. A host that `needs` a field is reached by sources that
    have it. `cloud` is the connector's `azureEnvironmentType` that has it; empty: all, or all that are not said.
    """

    name: str
    why: str
    needs: str = ""
    cloud: str = ""


class FeatureFlag(Struct, frozen=True, forbid_unknown_fields=True):
    """A flag that Harness Support must turn on. `deployments` are the types that need it, none: all."""

    name: str
    why: str
    deployments: tuple[str, ...] = ()


class Alternative(Struct, frozen=True, forbid_unknown_fields=True):
    """The same images through the connector for Docker registries: settings, an example, what then holds.

    `host` is a pattern that matches such registries; it may have groups `account` and `region`. `access` is what
    whoever is behind the login must be allowed.
    """

    when: str
    settings: tuple[tuple[str, str], ...]
    connector: Connector
    host: str
    access: Access
    steps: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Guide(Struct, frozen=True, forbid_unknown_fields=True):
    """How to set up an artifact source of a type. `name` is the short one, `type` the platform's.

    `images`: whether SHA values and labels of its images can be shown. `packages` are the formats and types of package
    that can be deployed. `at` are the vendor's pages.
    """

    name: str
    type: str
    title: str
    intro: str = ""
    connector: Connector | None = None
    variants: tuple[Variant, ...] = ()
    service: Service | None = None
    procedures: tuple[Procedure, ...] = ()
    access: Access | None = None
    hosts: tuple[Host, ...] = ()
    limits: tuple[str, ...] = ()
    flags: tuple[FeatureFlag, ...] = ()
    packages: tuple[str, ...] = ()
    images: bool = False
    alternative: Alternative | None = None
    notes: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
