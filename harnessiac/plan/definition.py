"""What a plan is: frozen values that say what will happen to every instance, and exactly which document results.

Apply obeys a plan; it evaluates nothing again. Views render it; the plan file stores it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from harnessiac.addresses import (
    DeposedAddress,
    InstanceAddress,
    InstanceKey,
    ObjectAddress,
    ResourceAddress,
    instance_of,
    with_key,
)
from harnessiac.attributes import Attributes, Path
from harnessiac.documents.image import DocumentImage

"""Steps into an attributes dict: ("credentials", 0, "password_ref")."""


class Action(Enum):
    """What happens to a resource instance, named as Terraform's JSON names its lists of actions."""

    NO_OP = "no-op"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    REPLACE = "delete, create"
    REPLACE_CREATE_FIRST = "create, delete"
    FORGET = "forget"

    @property
    def short(self) -> str:
        """The action in one word, as Terraform's line-by-line JSON has it."""
        if self.replaces:
            return "replace"
        return {Action.NO_OP: "noop", Action.FORGET: "remove"}.get(self, self.value)

    @property
    def replaces(self) -> bool:
        return self in (Action.REPLACE, Action.REPLACE_CREATE_FIRST)

    @property
    def creates(self) -> bool:
        return self is Action.CREATE or self.replaces

    @property
    def deletes(self) -> bool:
        return self is Action.DELETE or self.replaces


class Reason(Enum):
    """Why an action was chosen where the difference alone does not say it; values as in Terraform's plan JSON."""

    REPLACE_CANNOT_UPDATE = "replace_because_cannot_update"
    REPLACE_TAINTED = "replace_because_tainted"
    REPLACE_BY_REQUEST = "replace_by_request"
    REPLACE_BY_TRIGGERS = "replace_by_triggers"
    DELETE_NO_CONFIG = "delete_because_no_resource_config"
    DELETE_WRONG_REPETITION = "delete_because_wrong_repetition"
    DELETE_COUNT_INDEX = "delete_because_count_index"
    DELETE_EACH_KEY = "delete_because_each_key"
    DELETE_NO_MODULE = "delete_because_no_module"


class Mode(Enum):
    NORMAL = "normal"
    DESTROY = "destroy"
    REFRESH_ONLY = "refresh-only"


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one resource instance, or to a deposed object of it: that one is only destroyed or forgotten.

    `before` is what is there now (None: nothing), `after` what will be (None: nothing). The `*_sensitive` paths name
    attributes whose values must not be shown. `replace_paths` are the attributes that force a replacement.
    `dependencies` are the resources it needs afterwards, `prior_dependencies` those it needed before.
    `observed` are the documents this change touches, as they were when the plan was made: apply refuses to touch
    others.
    `document` is the finished document after the change; None if the kind has none or the instance goes.
    `moves_document` says that the entity keeps its identity in the configuration but not on the platform (another
    identifier, organization or project), so its document is deleted in one place and created in another.
    `importing` is the id of the entity whose document is taken into the state, None if it is in there already.
    `keeps_text` says that the configuration writes the resource's YAML otherwise but means the same, so that document
    and state keep the text they have.
    `heir` is, in what is published, the object that has the document afterwards which this one lets go of.
    """

    address: ObjectAddress
    action: Action
    reason: Reason | None = None
    previous_address: InstanceAddress | None = None
    before: Attributes | None = None
    after: Attributes | None = None
    before_sensitive: tuple[Path, ...] = ()
    after_sensitive: tuple[Path, ...] = ()
    replace_paths: tuple[Path, ...] = ()
    dependencies: tuple[ResourceAddress, ...] = ()
    prior_dependencies: tuple[ResourceAddress, ...] = ()
    create_before_destroy: bool = False
    observed: tuple[DocumentImage, ...] = ()
    document: DocumentImage | None = None
    moves_document: bool = False
    importing: str | None = None
    keeps_text: bool = False
    heir: ObjectAddress | None = None

    @property
    def instance(self) -> InstanceAddress:
        """The instance that it is about, be it a deposed object of it."""
        return instance_of(self.address)

    @property
    def deposed(self) -> str | None:
        """The key of the deposed object that it is about."""
        return self.address.deposed_key if isinstance(self.address, DeposedAddress) else None

    @property
    def acts(self) -> bool:
        """Whether anything is done: to a document, or only to the state."""
        return self.action is not Action.NO_OP or self.previous_address is not None or self.importing is not None

    @property
    def execution(self) -> Action:
        """How it is carried out: an update whose document moves writes the new one before it deletes the old one."""
        moves = self.action is Action.UPDATE and self.moves_document and self.old_path not in (None, self.new_path)
        return Action.REPLACE_CREATE_FIRST if moves else self.action

    @property
    def old_path(self) -> str | None:
        """The document the instance had before, if any."""
        return self.observed[0].path if self.observed and self.before is not None else None

    @property
    def new_path(self) -> str | None:
        """The document the instance has afterwards, or had when it was forgotten, if any."""
        if self.document is not None:
            return self.document.path
        return None if self.action.deletes else self.old_path


@dataclass(frozen=True, slots=True)
class OutputChange:
    """An output value before and after; the values are plain JSON data, `*_type` Terraform's JSON type expressions."""

    name: str
    action: Action
    before: Any
    after: Any
    sensitive: bool
    before_sensitive: bool = False
    after_type: Any = None


@dataclass(frozen=True, slots=True)
class InputValue:
    """A root variable's value as plain data, for the plan file and `show -json`."""

    name: str
    value: Any
    sensitive: bool


class CheckStatus(Enum):
    """How what a configuration states about itself came off, the worst last; values as in Terraform's plan JSON."""

    PASS = "pass"
    UNKNOWN = "unknown"
    FAIL = "fail"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How all conditions about one thing came off.

    `kind` is check, output_value, resource or var. `module` is where it is declared, without keys; `prefix` the same
    with them, up to its last dot. `mode` and `type` are those of a resource, `key` that of its instance. `problems` are
    the messages of conditions that failed.
    """

    kind: str
    module: str
    mode: str
    type: str
    name: str
    key: InstanceKey
    prefix: str
    status: CheckStatus
    problems: tuple[str, ...] = ()

    @property
    def object(self) -> str:
        """The address of what is declared, without keys."""
        return f"{self.module}.{self._own}" if self.module else self._own

    @property
    def instance(self) -> str:
        """The address of the one that was checked."""
        return self.prefix + with_key(self._own, self.key)

    @property
    def _own(self) -> str:
        match self.kind:
            case "resource":
                return f"{'data.' if self.mode == 'data' else ''}{self.type}.{self.name}"
            case "output_value":
                return f"output.{self.name}"
            case _:
                return f"{self.kind}.{self.name}"


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything apply needs and everything a view shows.

    `changes` holds every instance, also those without a change, and every deposed object, in address order. `drift`
    says how documents differ from what the last apply wrote: before is the state's record, after is what is there
    (None: deleted by hand). `lineage` and `serial` are those of the state the plan was made against; an empty lineage
    is a state that did not exist yet. `checks` are the conditions that the configuration states, with how they came
    off.
    """

    changes: tuple[Change, ...]
    drift: tuple[Change, ...] = ()
    outputs: tuple[OutputChange, ...] = ()
    mode: Mode = Mode.NORMAL
    lineage: str = ""
    serial: int = 0
    variables: tuple[InputValue, ...] = ()
    targets: tuple[str, ...] = ()
    timestamp: str = ""
    checks: tuple[CheckResult, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether applying would change nothing, neither documents nor state nor outputs."""
        resources = any(c.acts for c in self.changes)
        outputs = any(o.action is not Action.NO_OP for o in self.outputs)
        return not (resources or outputs or (self.mode is Mode.REFRESH_ONLY and self.drift))

    def imports(self) -> int:
        """How many instances are imported."""
        return sum(c.importing is not None for c in self.changes)

    def counts(self) -> tuple[int, int, int]:
        """Instances to add, to change, to destroy; a replacement counts as one added and one destroyed."""
        return count(c.action for c in self.changes)


def count(actions: Iterable[Action]) -> tuple[int, int, int]:
    """How many of `actions` add, change and destroy."""
    add = change = destroy = 0
    for action in actions:
        add += action.creates
        change += action is Action.UPDATE
        destroy += action.deletes
    return add, change, destroy
