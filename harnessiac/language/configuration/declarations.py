"""What a module declares: variables, locals, outputs, resources and the rest, as read but not evaluated."""

from __future__ import annotations

from msgspec import Struct, field

from harnessiac.addresses import ResourceAddress, Target
from harnessiac.language.syntax.nodes import Attribute, Body, Expression
from harnessiac.source import SourceFile, Span


class Condition(Struct, frozen=True):
    """A `validation`, `precondition`, `postcondition` or `assert` block."""

    condition: Expression
    error_message: Expression
    source: SourceFile
    span: Span


class Variable(Struct, frozen=True):
    """`type` is the constraint's expression (None: any), read when values are given to it."""

    name: str
    source: SourceFile
    span: Span
    type: Expression | None = None
    default: Expression | None = None
    description: str | None = None
    sensitive: bool = False
    ephemeral: bool = False
    nullable: bool = True
    validations: tuple[Condition, ...] = ()


class Local(Struct, frozen=True):
    name: str
    source: SourceFile
    span: Span
    expression: Expression


class Output(Struct, frozen=True):
    name: str
    source: SourceFile
    span: Span
    value: Expression
    description: str | None = None
    sensitive: bool = False
    ephemeral: bool = False
    depends_on: tuple[Expression, ...] = ()
    preconditions: tuple[Condition, ...] = ()


class Lifecycle(Struct, frozen=True):
    """`ignore_changes` holds attribute paths as expressions; `ignore_all` for the keyword all."""

    create_before_destroy: Expression | None = None
    prevent_destroy: Expression | None = None
    ignore_changes: tuple[Expression, ...] = ()
    ignore_all: bool = False
    replace_triggered_by: tuple[Expression, ...] = ()
    preconditions: tuple[Condition, ...] = ()
    postconditions: tuple[Condition, ...] = ()


class Resource(Struct, frozen=True):
    """A resource or data block. `body` is the whole body; META_ARGUMENTS and META_BLOCKS in it are not for its kind.

    `is_checked` says that it is a data block inside a check: what is wrong with it is only a warning.
    """

    mode: str
    type: str
    name: str
    source: SourceFile
    span: Span
    type_span: Span
    body: Body
    count: Expression | None = None
    for_each: Expression | None = None
    depends_on: tuple[Expression, ...] = ()
    provider: Expression | None = None
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    is_checked: bool = False

    @property
    def address(self) -> str:
        return f"data.{self.type}.{self.name}" if self.mode == "data" else f"{self.type}.{self.name}"


META_ARGUMENTS = frozenset({"count", "for_each", "depends_on", "provider"})
META_BLOCKS = frozenset({"lifecycle", "provisioner", "connection"})


class ModuleCall(Struct, frozen=True):
    """A module block. `folder` is its source as written, `arguments` are the values for the module's variables."""

    name: str
    source: SourceFile
    span: Span
    folder: str
    folder_span: Span
    body: Body
    arguments: dict[str, Attribute]
    count: Expression | None = None
    for_each: Expression | None = None
    depends_on: tuple[Expression, ...] = ()

    @property
    def repetition(self) -> str | None:
        """Which of count and for_each is set."""
        return "count" if self.count is not None else "for_each" if self.for_each is not None else None


class Moved(Struct, frozen=True):
    """A `moved` block. Its addresses are relative to the module that it stands in."""

    origin: Target
    destination: Target
    span: Span


class Removed(Struct, frozen=True):
    """A `removed` block: a resource or module, relative to the module it stands in, that is not declared any more."""

    origin: Target
    span: Span
    destroy: bool = True


class Import(Struct, frozen=True):
    """An `import` block. `to` may have keys that are only known when for_each is evaluated."""

    to: Expression
    resource: ResourceAddress
    id: Expression
    source: SourceFile
    span: Span
    for_each: Expression | None = None


class Check(Struct, frozen=True):
    name: str
    source: SourceFile
    span: Span
    asserts: tuple[Condition, ...] = ()


class Backend(Struct, frozen=True):
    type: str
    source: SourceFile
    span: Span
    body: Body


class ProviderRequirement(Struct, frozen=True):
    """`source` is the provider's address as written, such as harness/harness."""

    name: str
    provider: str | None
    version: str | None
    span: Span


class ProviderConfiguration(Struct, frozen=True):
    name: str
    alias: str | None
    source: SourceFile
    span: Span
    body: Body


class VersionConstraint(Struct, frozen=True):
    text: str
    span: Span


class Module(Struct):
    """One folder of configuration, read. Everything is keyed by its name; resources by their address text."""

    variables: dict[str, Variable] = field(default_factory=dict)
    locals: dict[str, Local] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    providers: dict[str, ProviderConfiguration] = field(default_factory=dict)
    calls: dict[str, ModuleCall] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    required_providers: dict[str, ProviderRequirement] = field(default_factory=dict)
    required_versions: list[VersionConstraint] = field(default_factory=list)
    backend: Backend | None = None


def defining_range(span: Span) -> str:
    """A place as Terraform names it inside sentences: main.tf:3,1-13."""
    first, last = span.first, span.last
    end = f"{last.column}" if last.line == first.line else f"{last.line},{last.column}"
    return f"{span.filename}:{first.line},{first.column}-{end}"


def defining_place(span: Span) -> str:
    """Where a statement begins, as Terraform names it inside sentences: main.tf:3,1."""
    first = span.first
    return f"{span.filename}:{first.line},{first.column}"
