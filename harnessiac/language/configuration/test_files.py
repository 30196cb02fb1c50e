"""Test files (*.tftest.hcl): runs of a configuration, and what must be true of them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from harnessiac.diagnostics import Diagnostic, error, warning
from harnessiac.language.configuration.block_parts import (
    Diagnostics,
    condition,
    header,
    is_name,
    items,
    references,
    span_of,
    static_bool,
    static_text,
)
from harnessiac.language.configuration.declarations import Condition, defining_range
from harnessiac.language.evaluation.findings import traversal_text
from harnessiac.language.evaluation.references import references as mentions
from harnessiac.language.syntax.body_schema import BodySchema, Content, read
from harnessiac.language.syntax.nodes import Attribute, Block, Body, Traversal
from harnessiac.source import SourceFile, Span

FILE = BodySchema(
    {},
    {
        "run": ("name",),
        "variables": (),
        "provider": ("name",),
        "mock_provider": ("name",),
        "override_resource": (),
        "override_data": (),
        "override_module": (),
        "test": (),
    },
)
RUN = BodySchema(
    {"command": False, "expect_failures": False, "providers": False, "parallel": False, "state_key": False},
    {
        "variables": (),
        "plan_options": (),
        "assert": (),
        "module": (),
        "override_resource": (),
        "override_data": (),
        "override_module": (),
    },
)
PLAN_OPTIONS = BodySchema({"mode": False, "refresh": False, "replace": False, "target": False})
MODULE = BodySchema({"source": True, "version": False})
INERT = frozenset({"provider", "mock_provider", "override_resource", "override_data", "override_module", "test"})


class PlanOptions(Struct, frozen=True):
    """`targets` and `replace` are addresses with their places."""

    refresh_only: bool = False
    refresh: bool = True
    targets: tuple[tuple[str, Span], ...] = ()
    replace: tuple[tuple[str, Span], ...] = ()


class ModuleUnderTest(Struct, frozen=True):
    """A local module that a run looks at instead of the configuration; `folder` as written."""

    folder: str
    span: Span


class Run(Struct, frozen=True):
    """`expect_failures` are what must fail: (address, its place)."""

    name: str
    span: Span
    is_apply: bool = True
    variables: dict[str, Attribute] = field(default_factory=dict)
    asserts: tuple[Condition, ...] = ()
    expect_failures: tuple[tuple[str, Span], ...] = ()
    options: PlanOptions = field(default_factory=PlanOptions)
    module: ModuleUnderTest | None = None


class TestFile(Struct, frozen=True):
    """A test file: values for all its runs, and the runs in their order."""

    __test__ = False  # no test of pytest's

    source: SourceFile
    variables: dict[str, Attribute]
    runs: tuple[Run, ...]

    @property
    def name(self) -> str:
        return self.source.name


def read_test_file(source: SourceFile, body: Body) -> tuple[TestFile, list[Diagnostic]]:
    """Sort the content of a test file."""
    found: Diagnostics = []
    content = read(body, FILE, source, found)
    runs: dict[str, Run] = {}
    for block in content.blocks:
        if block.type == "run":
            name = block.labels[0].text
            is_name(block, 0, "run block", source, found)
            run = _run(block, source, found)
            if name in runs:
                place = defining_range(runs[name].span)
                detail = f"This test file already has a run named {name} block defined at {place}."
                found.append(error('Duplicate "run" block names', detail, header(block, source)))
            runs.setdefault(name, run)
        elif block.type in INERT:
            found.append(_inert(block, source))
    return TestFile(source, _variables(content, "test file", source, found), tuple(runs.values())), found


def _inert(block: Block, source: SourceFile) -> Diagnostic:
    detail = (
        "hiac calls no provider, so there is nothing to configure, mock or override: resources are what the "
        "configuration says they are."
    )
    return warning(f"Ignored {block.type} block", detail, header(block, source))


def _variables(content: Content, where: str, source: SourceFile, found: Diagnostics) -> dict[str, Attribute]:
    """The arguments of the one variables block."""
    blocks = _at_most_one(content, "variables", where, source, found)
    given: dict[str, Attribute] = {}
    for block in blocks:
        for item in block.body.items:
            if isinstance(item, Attribute):
                given[item.name] = item
            else:
                detail = f'Blocks of type "{item.type}" are not expected here.'
                found.append(error("Unsupported block type", detail, source.span(item.start, item.type_end)))
    return given


def _at_most_one(content: Content, type: str, where: str, source: SourceFile, found: Diagnostics) -> list[Block]:
    blocks = [block for block in content.blocks if block.type == type]
    for extra in blocks[1:]:
        place = defining_range(header(blocks[0], source))
        detail = f"This {where} already has a {type} block defined at {place}."
        found.append(error(f'Multiple "{type}" blocks', detail, header(extra, source)))
    return blocks[:1]


def _run(block: Block, source: SourceFile, found: Diagnostics) -> Run:
    content = read(block.body, RUN, source, found)
    is_apply = _keyword(content, "command", ("apply", "plan"), source, found, "apply or plan.") != "plan"
    asserts = []
    for nested in content.blocks:
        if nested.type == "assert":
            rule = condition(nested, source, found)
            if rule is not None and _says_something(rule, found):
                asserts.append(rule)
        elif nested.type in INERT:
            found.append(_inert(nested, source))
    options = PlanOptions()
    for nested in _at_most_one(content, "plan_options", "run block", source, found):
        options = _plan_options(nested, source, found)
    module = None
    for nested in _at_most_one(content, "module", "run block", source, found):
        module = _module(nested, source, found)
    return Run(
        block.labels[0].text,
        header(block, source),
        is_apply,
        _variables(content, "run block", source, found),
        tuple(asserts),
        tuple(_expected(content, source, found)),
        options,
        module,
    )


def _says_something(rule: Condition, found: Diagnostics) -> bool:
    if any(True for _ in mentions(rule.condition)):
        return True
    detail = (
        "The condition expression must refer to at least one object from elsewhere in the configuration, or else its "
        "result would not be checking anything."
    )
    found.append(error("Invalid assert expression", detail, span_of(rule.condition, rule.source)))
    return False


def _keyword(
    content: Content, name: str, allowed: Iterable[str], source: SourceFile, found: Diagnostics, listed: str
) -> str | None:
    """An argument that is one of some names, written without quotes."""
    attribute = content.arguments.get(name)
    if attribute is None:
        return None
    match attribute.expression:
        case Traversal(root=word, steps=()) if word in allowed:
            return word
    detail = f'The "{name}" argument requires one of the following keywords without quotes: {listed}'
    found.append(error(f'Invalid "{name}" keyword', detail, span_of(attribute.expression, source)))
    return None


def _plan_options(block: Block, source: SourceFile, found: Diagnostics) -> PlanOptions:
    content = read(block.body, PLAN_OPTIONS, source, found)
    mode = _keyword(content, "mode", ("normal", "refresh-only"), source, found, "normal or refresh-only")
    refresh = static_bool(content, "refresh", source, found, default=True)
    if mode == "refresh-only" and not refresh:
        detail = 'The "refresh" argument cannot be false when mode is refresh-only: there would be nothing to do.'
        found.append(error("Incompatible plan options", detail, header(block, source)))
    return PlanOptions(
        mode == "refresh-only",
        refresh,
        tuple(_addresses(content.arguments.get("target"), source, found)),
        tuple(_addresses(content.arguments.get("replace"), source, found)),
    )


def _addresses(attribute: Attribute | None, source: SourceFile, found: Diagnostics) -> Iterable[tuple[str, Span]]:
    for item in references(attribute, source, found):
        if isinstance(item, Traversal):
            yield traversal_text(item), span_of(item, source)


def _module(block: Block, source: SourceFile, found: Diagnostics) -> ModuleUnderTest | None:
    content = read(block.body, MODULE, source, found)
    folder = static_text(content, "source", source, found)
    if folder is None:
        return None
    place = span_of(content.arguments["source"].expression, source)
    if folder.startswith(("./", "../")):
        return ModuleUnderTest(folder, place)
    detail = (
        f'hiac reads modules of the same repository only, by a path that begins with "./" or "../"; "{folder}" is '
        "none. Copy the module into the repository."
    )
    found.append(error("Invalid module source address", detail, place))
    return None


def _expected(content: Content, source: SourceFile, found: Diagnostics) -> Iterable[tuple[str, Span]]:
    """What expect_failures lists: things that state conditions."""
    for item in items(content.arguments.get("expect_failures"), source, found):
        place = span_of(item, source)
        text = traversal_text(item) if isinstance(item, Traversal) else ""
        if not isinstance(item, Traversal) or not item.steps:
            detail = "You must name a thing that states a condition, such as var.name or output.name."
            found.append(error("Invalid `expect_failures` reference", detail, place))
        elif item.root in ("local", "module", "path", "terraform", "each", "count", "self", "run"):
            detail = (
                f"You cannot expect failures from {text}. You can only expect failures from checkable objects "
                "such as input variables, output values, check blocks, managed resources and data sources."
            )
            found.append(error("Invalid `expect_failures` reference", detail, place))
        else:
            yield text, place
