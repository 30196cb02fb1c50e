"""Override files: what they declare replaces, part by part, what the other files declare.

Blocks are merged as syntax, before any of them is read: a block that an override file changes is afterwards one block,
whose file is the two files' texts joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from harnessiac.diagnostics import Diagnostic, Failed, error, warning
from harnessiac.language.configuration import type_constraints
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.syntax.nodes import Attribute, Block, Body, Expression, Template, Text, TupleNode
from harnessiac.language.syntax.placement import joined, placed
from harnessiac.source import SourceFile, Span
from harnessiac.values.conversion import ConversionError

ParsedFile = tuple[SourceFile, Body]
Item = Attribute | Block
Key = tuple[str, ...]

LABELS = {"variable": 1, "output": 1, "module": 1, "resource": 2, "data": 2}
"""How many labels the blocks have that are known by their labels."""

CONDITIONS = frozenset({"validation", "precondition", "postcondition"})
RECORDS = {
    "moved": "Records of moved objects can appear only in normal files, not in override files.",
    "import": "Import blocks can appear only in normal files, not in override files.",
}


def merge(files: Iterable[ParsedFile], overrides: Iterable[ParsedFile]) -> tuple[list[ParsedFile], list[Diagnostic]]:
    """The files as if what the override files say had been written in them, each override file after the one before."""
    merging = _Merging([_File(source, list(body.items), body) for source, body in files])
    for source, body in overrides:
        merging.add(source, body)
    return [file.parsed() for file in merging.files], merging.diagnostics


@dataclass
class _File:
    """A file whose items change. `sources` are the files that parts of its items are from, each with its offset."""

    source: SourceFile
    items: list[Item]
    body: Body
    sources: list[tuple[int, SourceFile]] = field(default_factory=list)
    size: int = 0
    _joined: SourceFile | None = None

    def __post_init__(self) -> None:
        self.sources.append((0, self.source))
        self.size = len(self.source.text) + 1

    def place_of(self, source: SourceFile) -> int:
        """The offset at which the text of `source` begins, once it is joined to the file."""
        for at, known in self.sources:
            if known is source:
                return at
        at = self.size
        self._joined = None
        self.sources.append((at, source))
        self.size += len(source.text) + 1
        return at

    @property
    def joined(self) -> SourceFile:
        """The file's text with those of the files that parts of it are from."""
        if len(self.sources) == 1:
            return self.source
        if self._joined is None:
            self._joined = joined(source for _, source in self.sources)
        return self._joined

    def parsed(self) -> ParsedFile:
        return self.joined, Body(self.body.start, self.body.end, tuple(self.items))


@dataclass
class _Merging:
    files: list[_File]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    declared: dict[Key, tuple[_File, int]] = field(default_factory=dict)
    locals: dict[str, list[tuple[_File, int]]] = field(default_factory=dict)
    settings: list[tuple[_File, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for file in self.files:
            for index, item in enumerate(file.items):
                self._note(file, index, item)

    def _note(self, file: _File, index: int, item: Item) -> None:
        """Remember where the file declares what can be overridden."""
        if (key := _key(item)) is not None:
            self.declared.setdefault(key, (file, index))
        elif isinstance(item, Block) and item.type == "locals":
            for name in item.body.attributes:
                self.locals.setdefault(name, []).append((file, index))
        elif isinstance(item, Block) and item.type == "terraform":
            self.settings.append((file, index))

    def add(self, source: SourceFile, body: Body) -> None:
        """Merge one override file. What is not merged into others stays, and can be overridden in its turn."""
        rest = _File(source, [], body)
        for item in body.items:
            if not isinstance(item, Block) or self._stays(item, source):
                self._note(rest, len(rest.items), item)
                rest.items.append(item)
        if rest.items:
            self.files.append(rest)

    def _stays(self, block: Block, source: SourceFile) -> bool:
        """Merge a block; whether it stays as it is."""
        key = _key(block)
        if key is not None:
            found = self.declared.get(key)
            if found is not None:
                self._merge(*found, block, source)
                return False
            if block.type != "provider":
                self._missing(block, source)
            return block.type in ("provider", "variable")
        place = source.span(block.start, block.header_end)
        match block.type:
            case "locals" if not block.labels:
                self._override_locals(block, source)
            case "terraform" if not block.labels:
                self._override_settings(block)
            case "moved" | "import":
                summary = f"Cannot override '{block.type}' blocks"
                self.diagnostics.append(error(summary, RECORDS[block.type], place))
                return False
            case "check":
                detail = "Override files cannot override check blocks."
                self.diagnostics.append(error("Can't override check blocks", detail, place))
                return False
            case "removed":
                detail = "A removed block has no effect in an override file. Write it in a normal file."
                self.diagnostics.append(warning("Ignored removed block", detail, place))
                return False
        return True

    def _override_locals(self, block: Block, source: SourceFile) -> None:
        """Take out of the files before what the block defines again."""
        changed: dict[tuple[int, int], tuple[_File, set[str]]] = {}
        for item in block.body.items:
            if not isinstance(item, Attribute):
                continue
            places = self.locals.pop(item.name, [])
            for file, index in places:
                changed.setdefault((id(file), index), (file, set()))[1].add(item.name)
            if not places:
                detail = (
                    f'There is no local value named "{item.name}". An override file can only override a local value '
                    "that was already defined in a primary configuration file."
                )
                place = source.span(item.start, item.end)
                self.diagnostics.append(error("Missing base local value definition to override", detail, place))
        for (_, index), (file, names) in changed.items():
            base = file.items[index]
            if isinstance(base, Block):
                file.items[index] = _with_body(base, _without(base.body, names))

    def _override_settings(self, block: Block) -> None:
        """Take out of the terraform blocks before what this one says again."""
        nested = {inner.type for inner in block.body.blocks}
        elements = {name for b in block.body.blocks if b.type == "required_providers" for name in b.body.attributes}
        dropped = {"backend", "cloud"} if nested & {"backend", "cloud"} else set[str]()
        for file, index in self.settings:
            base = file.items[index]
            if not isinstance(base, Block):
                continue
            kept: list[Item] = []
            for inner in base.body.items:
                if isinstance(inner, Attribute):
                    kept += [] if inner.name in block.body.attributes else [inner]
                elif inner.type == "required_providers":
                    kept.append(_with_body(inner, _without(inner.body, elements)))
                elif inner.type not in dropped:
                    kept.append(inner)
            file.items[index] = _with_body(base, tuple(kept))

    def _missing(self, block: Block, source: SourceFile) -> None:
        names = [label.text for label in block.labels]
        match block.type:
            case "variable":
                summary = "Missing base variable declaration to override"
                what, rest = f'variable named "{names[0]}"', "a variable that was already declared"
            case "output":
                summary = "Missing base output definition to override"
                what, rest = f'output named "{names[0]}"', "an output that was already defined"
            case "module":
                summary = "Missing module call to override"
                what, rest = f'module call named "{names[0]}"', "a module call that was defined"
            case "data":
                summary = "Missing data resource to override"
                what, rest = f'{names[0]} data resource named "{names[1]}"', "a data block defined"
            case _:
                summary = "Missing resource to override"
                what, rest = f'{names[0]} resource named "{names[1]}"', "a resource block defined"
        detail = f"There is no {what}. An override file can only override {rest} in a primary configuration file."
        self.diagnostics.append(error(summary, detail, source.span(block.start, block.header_end)))

    def _merge(self, file: _File, index: int, override: Block, source: SourceFile) -> None:
        base = file.items[index]
        assert isinstance(base, Block)
        body = self._allowed(override, source)
        if override.type == "variable":
            body = self._fitting(base, file, override, body, source)
        at = file.place_of(source)
        body = placed(body, lambda offset: offset + at)
        file.items[index] = _with_body(base, _merged(base.body.items, body.items))

    def _allowed(self, override: Block, source: SourceFile) -> Body:
        """The body of an override block without what override files may not say, which is noted."""
        kept: list[Item] = []
        for item in override.body.items:
            if isinstance(item, Attribute):
                if item.name == "depends_on" and override.type != "variable":
                    expression = item.expression
                    named = expression.items[0] if isinstance(expression, TupleNode) and expression.items else None
                    if named is not None:
                        place = source.span(named.start, named.end)
                        detail = "The depends_on argument may not be overridden."
                        self.diagnostics.append(error("Unsupported override", detail, place))
                else:
                    kept.append(item)
            elif item.type in CONDITIONS and override.type in ("variable", "output"):
                self._no_condition(item, source)
            elif item.type == "lifecycle":
                for inner in item.body.blocks:
                    if inner.type in CONDITIONS:
                        self._no_condition(inner, source)
                rest = tuple(i for i in item.body.items if isinstance(i, Attribute) or i.type not in CONDITIONS)
                kept.append(_with_body(item, rest))
            else:
                kept.append(item)
        return Body(override.body.start, override.body.end, tuple(kept))

    def _no_condition(self, block: Block, source: SourceFile) -> None:
        detail = f'Override files cannot override "{block.type}" blocks.'
        place = source.span(block.start, block.header_end)
        self.diagnostics.append(error(f"Can't override {block.type} blocks", detail, place))

    def _fitting(self, base: Block, file: _File, override: Block, body: Body, source: SourceFile) -> Body:
        """The override of a variable; a type or default that does not go with the other of before is left out."""
        new, old = body.attributes, base.body.attributes
        if ("type" in new) == ("default" in new):
            return body
        if "type" in new and "default" in old:
            problem = _unfit(new["type"].expression, source, old["default"].expression, file.joined)
            detail = f"Overriding this variable's type constraint has made its default value invalid: {problem}."
            dropped = "type"
        elif "default" in new and "type" in old:
            problem = _unfit(old["type"].expression, file.joined, new["default"].expression, source)
            detail = (
                "The overridden default value for this variable is not compatible with the variable's type "
                f"constraint: {problem}."
            )
            dropped = "default"
        else:
            return body
        if problem is None:
            return body
        place: Span = source.span(override.start, override.header_end)
        self.diagnostics.append(error("Invalid default value for variable", detail, place))
        return Body(body.start, body.end, _without(body, {dropped}))


def _key(item: Item) -> Key | None:
    """What an item declares, if another block can override it."""
    if not isinstance(item, Block):
        return None
    labels = tuple(label.text for label in item.labels)
    if item.type == "provider" and len(labels) == 1:
        alias = item.body.attributes.get("alias")
        match alias.expression if alias is not None else None:
            case Template(parts=(Text(value=name),)):
                return ("provider", labels[0], name)
        return ("provider", labels[0])
    return (item.type, *labels) if LABELS.get(item.type) == len(labels) else None


def _with_body(block: Block, items: tuple[Item, ...]) -> Block:
    body = Body(block.body.start, block.body.end, items)
    return Block(block.start, block.end, block.type, block.type_end, block.labels, block.header_end, body)


def _without(body: Body, names: Iterable[str]) -> tuple[Item, ...]:
    dropped = set(names)
    return tuple(item for item in body.items if not (isinstance(item, Attribute) and item.name in dropped))


def _kind(block: Block) -> str:
    """The type of the blocks that a block stands for."""
    return block.labels[0].text if block.type == "dynamic" and block.labels else block.type


REPETITION = frozenset({"count", "for_each"})


def _merged(base: tuple[Item, ...], override: tuple[Item, ...]) -> tuple[Item, ...]:
    """Arguments of `override` stand in place of those of `base`; blocks of a type that it has, of all of that type.

    A lifecycle block is merged into the one that is there.
    """
    arguments = {item.name: item for item in override if isinstance(item, Attribute)}
    blocks = [item for item in override if isinstance(item, Block)]
    types = {_kind(block) for block in blocks} - {"lifecycle"}
    repeated = REPETITION if REPETITION & arguments.keys() else frozenset[str]()
    found: list[Item] = []
    for item in base:
        if isinstance(item, Attribute):
            if item.name in arguments:
                found.append(arguments.pop(item.name))
            elif item.name not in repeated:
                found.append(item)
        elif item.type == "lifecycle" and (into := next((b for b in blocks if b.type == "lifecycle"), None)):
            found.append(_with_body(item, _merged(item.body.items, into.body.items)))
            blocks.remove(into)
        elif _kind(item) not in types:
            found.append(item)
    return (*found, *arguments.values(), *blocks)


def _unfit(type: Expression, of_type: SourceFile, default: Expression, of_default: SourceFile) -> str | None:
    """Why a default is no value of a type; None if it is, or if what is wrong is said elsewhere."""
    constraint, problems = type_constraints.read(type, of_type)
    if problems:
        return None
    try:
        constraint.apply(evaluate(default, Scope.empty("Variables may not be used here."), of_default))
    except Failed:
        return None
    except ConversionError as problem:
        return str(problem)
    return None
