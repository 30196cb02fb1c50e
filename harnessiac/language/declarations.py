"""What a module declares: variables, locals, outputs, resources and the rest, as read but not evaluated."""

from __future__ import annotations

from dataclasses import dataclass, field

from harnessiac.language.syntax import Body, Expression
from harnessiac.source import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Condition:
    """A `validation`, `precondition`, `postcondition` or `assert` block."""

    condition: Expression
    error_message: Expression
    source: SourceFile
    span: Span


@dataclass(frozen=True, slots=True)
class Variable:
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


@dataclass(frozen=True, slots=True)
class Local:
    name: str
    source: SourceFile
    span: Span
    expression: Expression


@dataclass(frozen=True, slots=True)
class Output:
    name: str
    source: SourceFile
    span: Span
    value: Expression
    description: str | None = None
    sensitive: bool = False
    ephemeral: bool = False
    depends_on: tuple[Expression, ...] = ()
    preconditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """`ignore_changes` holds attribute paths as expressions; `ignore_all` for the keyword all."""

    create_before_destroy: Expression | None = None
    prevent_destroy: Expression | None = None
    ignore_changes: tuple[Expression, ...] = ()
    ignore_all: bool = False
    replace_triggered_by: tuple[Expression, ...] = ()
    preconditions: tuple[Condition, ...] = ()
    postconditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource block. `body` is the whole body; META_ARGUMENTS and META_BLOCKS in it are not for its kind."""

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

    @property
    def address(self) -> str:
        return f"data.{self.type}.{self.name}" if self.mode == "data" else f"{self.type}.{self.name}"


META_ARGUMENTS = frozenset({"count", "for_each", "depends_on", "provider"})
META_BLOCKS = frozenset({"lifecycle", "provisioner", "connection"})


@dataclass(frozen=True, slots=True)
class Backend:
    type: str
    source: SourceFile
    span: Span
    body: Body


@dataclass(frozen=True, slots=True)
class ProviderRequirement:
    """`source` is the provider's address as written, such as harness/harness."""

    name: str
    provider: str | None
    version: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class ProviderConfiguration:
    name: str
    alias: str | None
    source: SourceFile
    span: Span
    body: Body


@dataclass(frozen=True, slots=True)
class VersionConstraint:
    text: str
    span: Span


@dataclass(slots=True)
class Module:
    """One folder of configuration, read. Everything is keyed by its name; resources by their address text."""

    variables: dict[str, Variable] = field(default_factory=dict)
    locals: dict[str, Local] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    providers: dict[str, ProviderConfiguration] = field(default_factory=dict)
    required_providers: dict[str, ProviderRequirement] = field(default_factory=dict)
    required_versions: list[VersionConstraint] = field(default_factory=list)
    backend: Backend | None = None


def defining_range(span: Span) -> str:
    """A place as Terraform names it inside sentences: main.tf:3,1-13."""
    first, last = span.first, span.last
    end = f"{last.column}" if last.line == first.line else f"{last.line},{last.column}"
    return f"{span.filename}:{first.line},{first.column}-{end}"
