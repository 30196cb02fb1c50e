"""YAML text to a document: the one importer of PyYAML.

Only libyaml's events are used, in a loop: a loader that builds nodes by itself recurses in C and crashes on deep input.
Everything an attacker may stretch has a limit: characters, nodes (aliases expanded), depth, findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, Never, Protocol

from msgspec import Struct, field

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.documents.nodes import Document, Entry, Mapping, Node, Scalar, Sequence
from harnessiac.source import SourceFile, Span, TextOrigin


class Limits(Struct, frozen=True):
    """How much a document may hold: characters of text, nodes once aliases are expanded, levels of nesting."""

    characters: int = 8 * 1024 * 1024
    nodes: int = 500_000
    depth: int = 100


LIMITS: Final = Limits()

_FINDINGS = 20
_DIRECTIVES = 100
_CORE = "tag:yaml.org,2002:"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMERIC_START = frozenset("+-.0123456789")


def resolve(text: str) -> str | int | float | bool | None:
    """What a plain scalar means: YAML 1.2's core schema, with true and false as the only booleans.

    So `on`, `yes`, `1_000`, `12:30` and dates are strings, as they are to Harness. What JSON cannot hold (infinities,
    not-a-number, floats out of range) and whole numbers of more than 100 digits stay text.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC_START or len(text) > 100:
        return text
    if _INTEGER.match(text):
        return int(text)
    if _OCTAL.match(text):
        return int(text, 0)
    if _HEXADECIMAL.match(text):
        return int(text, 0)
    if _FLOAT.match(text):
        number = float(text)
        return number if abs(number) != float("inf") else text
    return text


def read(
    source: SourceFile, limits: Limits = LIMITS, origin: TextOrigin | None = None
) -> tuple[Document | None, list[Diagnostic]]:
    """The document in `source`, and what is wrong with it at its place in `origin` (without one, in `source`).

    No document if the text is not well-formed or passes a limit. With a duplicate key there is one (the first counts)
    and an error. An empty text is a null document. Never raises.
    """
    reader = _Reader(source, limits, origin or TextOrigin.of_file(source))
    try:
        return reader.document(), reader.findings
    except Failed as failed:
        return None, [*reader.findings, *failed.diagnostics]


class _Mark(Protocol):
    index: int


class _Event(Protocol):
    """What libyaml's events have in common; the rest depends on the class."""

    start_mark: _Mark
    end_mark: _Mark
    anchor: str | None
    tag: str | None
    implicit: Any
    value: str
    style: str
    flow_style: bool


class _Collection(Struct):
    """A mapping or sequence whose end is still to come. `size` and `height` count what is in it, aliases expanded."""

    event: _Event
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: Scalar | None = None
    key_is_duplicate: bool = False
    size: int = 1
    height: int = 1


class _Anchored(Struct, frozen=True):
    node: Node
    size: int
    height: int


class _Reader:
    def __init__(self, source: SourceFile, limits: Limits, origin: TextOrigin) -> None:
        self.source = source
        self.limits = limits
        self.origin = origin
        self.findings: list[Diagnostic] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._open: list[_Collection] = []
        self._root: Node | None = None
        self._nodes = 0
        self._bom = 1 if source.text.startswith("\ufeff") else 0

    def document(self) -> Document:
        self._check_text()
        try:
            import yaml
            from yaml._yaml import CParser
        except ImportError:
            self._fail(
                "YAML library unavailable",
                "PyYAML is installed without libyaml, which reads YAML safely and fast. "
                "Install a PyYAML wheel for this platform, or build it with libyaml's headers present.",
                0,
            )
        take: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start_mapping,
            yaml.SequenceStartEvent: self._start_sequence,
            yaml.MappingEndEvent: self._finish,
            yaml.SequenceEndEvent: self._finish,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._start_document,
        }
        try:
            parser: Any = CParser(self.source.text[self._bom :])
            while (event := parser.get_event()) is not None:
                handler = take.get(type(event))
                if handler is not None:
                    handler(event)
        except yaml.MarkedYAMLError as problem:
            mark = problem.problem_mark or problem.context_mark
            self._fail("Invalid YAML", self._explanation(problem), self._offset(mark) if mark else 0)
        return Document(self._root or Scalar(0, 0, None, ""), self.source, self.origin)

    def _check_text(self) -> None:
        text = self.source.text
        if len(text) > self.limits.characters:
            self._fail(
                "YAML document too large",
                f"The document has {len(text)} characters; no more than {self.limits.characters} are read.",
                0,
            )
        if bad := _FORBIDDEN.search(text):
            self._fail(
                "Invalid YAML",
                f"The character U+{ord(bad.group()):04X} must not be in a YAML document. "
                "In a double-quoted string it can be written as an escape sequence.",
                bad.start(),
            )
        if text.count("\n%") > _DIRECTIVES:
            self._fail("Invalid YAML", "The document has too many directives (lines that start with `%`).", 0)

    def _explanation(self, problem: Any) -> str:
        """The parser's words as sentences; it names problem and context, seldom the cause."""
        said = str(problem.problem or "the text is not well-formed")
        if problem.context and problem.context_mark:
            line = self._span(self._offset(problem.context_mark)).line
            said += f" {problem.context}, which starts on line {line}"
        detail = f"The text is not valid YAML: {said}."
        mark = problem.problem_mark
        if mark and self.source.text.startswith("\t", self._offset(mark)):
            detail += " A tab stands here: indent with spaces."
        elif "mapping values are not allowed" in said:
            detail += " A value that contains `: ` must be quoted, and keys of one mapping must be indented alike."
        return detail

    def _start_document(self, event: _Event) -> None:
        if self._root is not None:
            self._fail(
                "Multiple YAML documents",
                "Only one document may be here, and a second one starts. Remove it and its `---` line.",
                self._offset(event.start_mark),
            )

    def _scalar(self, event: _Event) -> None:
        self._count(1, event)
        start, end = event.start_mark.index + self._bom, event.end_mark.index + self._bom
        text, style, tag = event.value, event.style or "", event.tag
        value: str | int | float | bool | None = text
        if style in ("|", ">"):
            end = start + len(self.source.text[start:end].rstrip())
        if tag is not None and tag != "!":
            value = self._tagged(event, tag)
        elif not style and tag is None:
            value = resolve(text)
        self._add(Scalar(start, end, value, text, style), event, size=1, height=0)

    def _tagged(self, event: _Event, tag: str) -> str | int | float | bool | None:
        """The value of a scalar with one of the core tags, such as `!!str 12`."""
        value = resolve(event.value)
        match tag.removeprefix(_CORE) if tag.startswith(_CORE) else "":
            case "str":
                return event.value
            case "int" if isinstance(value, int) and not isinstance(value, bool):
                return value
            case "float" if isinstance(value, int | float) and not isinstance(value, bool):
                return float(value)
            case "bool" if isinstance(value, bool):
                return value
            case "null" if value is None:
                return None
            case "int" | "float" | "bool" | "null" as kind:
                self._fail("Invalid YAML", f"The value is tagged !!{kind} but is none.", self._offset(event.start_mark))
            case _:
                self._refuse_tag(event, tag)

    def _refuse_tag(self, event: _Event, tag: str) -> Never:
        written = tag.replace(_CORE, "!!")
        self._fail(
            "Unsupported YAML tag",
            f"The tag {written} has no meaning in a Harness document. Remove it.",
            self._offset(event.start_mark),
        )

    def _start_mapping(self, event: _Event) -> None:
        self._start(event, is_mapping=True)

    def _start_sequence(self, event: _Event) -> None:
        self._start(event, is_mapping=False)

    def _start(self, event: _Event, *, is_mapping: bool) -> None:
        self._count(1, event)
        if event.tag not in (None, "!", _CORE + ("map" if is_mapping else "seq")):
            self._refuse_tag(event, event.tag or "")
        self._check_depth(len(self._open) + 1, event)
        if self._open and self._open[-1].is_mapping and self._open[-1].key is None:
            self._refuse_key(self._offset(event.start_mark))
        if event.anchor:
            self._anchors[event.anchor] = None
        self._open.append(_Collection(event, is_mapping))

    def _finish(self, event: _Event) -> None:
        done = self._open.pop()
        start, end = self._offset(done.event.start_mark), self._offset(event.end_mark)
        node: Node
        if done.is_mapping:
            children = [entry.value for entry in done.entries.values()]
            node = Mapping(start, self._end(done, children, end), done.entries)
        else:
            node = Sequence(start, self._end(done, done.items, end), tuple(done.items))
        self._add(node, done.event, done.size, done.height)

    def _end(self, done: _Collection, children: list[Node], end: int) -> int:
        """A block ends where its last child does; libyaml ends it where the next thing starts."""
        if done.event.flow_style or not children:
            return end
        return max(self._offset(done.event.start_mark), children[-1].end)

    def _alias(self, event: _Event) -> None:
        at = self._offset(event.start_mark)
        name = event.anchor or ""
        if name not in self._anchors:
            self._fail("Invalid YAML", f"The alias *{name} has no anchor &{name} before it.", at)
        anchored = self._anchors[name]
        if anchored is None:
            self._fail("Invalid YAML", f"The alias *{name} stands inside what it refers to.", at)
        self._count(anchored.size, event)
        self._check_depth(len(self._open) + anchored.height, event)
        self._add(anchored.node, event, anchored.size, anchored.height, is_alias=True)

    def _add(self, node: Node, event: _Event, size: int, height: int, *, is_alias: bool = False) -> None:
        """Put a finished node where it belongs."""
        if event.anchor and not is_alias:
            self._anchors[event.anchor] = _Anchored(node, size, height)
        if not self._open:
            self._root = node
            return
        into = self._open[-1]
        into.size += size
        if height >= into.height:
            into.height = height + 1
        key = into.key
        if not into.is_mapping:
            into.items.append(node)
        elif key is not None:
            if not into.key_is_duplicate:
                into.entries[key.text] = Entry(key, node)
            into.key = None
        else:
            if not isinstance(node, Scalar):
                self._refuse_key(self._offset(event.start_mark))
            into.key = node
            into.key_is_duplicate = node.text in into.entries
            if into.key_is_duplicate:
                self._report_duplicate(node, into.entries[node.text].key)

    def _report_duplicate(self, key: Scalar, first: Scalar) -> None:
        line = self.origin.span(first.start, first.end).line
        self.findings.append(
            error(
                "Duplicate YAML key",
                f'The key "{shortened(key.text)}" was already set on line {line}. '
                "Each key may be set only once in a mapping.",
                self.origin.span(key.start, key.end),
            )
        )
        if len(self.findings) >= _FINDINGS:
            self._fail("Invalid YAML", "The document has more duplicate keys than are worth listing.", key.start)

    def _refuse_key(self, at: int) -> Never:
        self._fail(
            "Invalid YAML",
            "A mapping or a list is used as a key. Keys must be strings; "
            "a value that starts with `{` or `[`, such as a template placeholder, must be quoted.",
            at,
        )

    def _count(self, size: int, event: _Event) -> None:
        self._nodes += size
        if self._nodes > self.limits.nodes:
            self._fail(
                "YAML document too large",
                f"The document has more than {self.limits.nodes} values once its aliases are expanded.",
                self._offset(event.start_mark),
            )

    def _check_depth(self, depth: int, event: _Event) -> None:
        if depth > self.limits.depth:
            self._fail(
                "YAML document nested too deeply",
                f"Mappings and lists may be nested no more than {self.limits.depth} levels deep.",
                self._offset(event.start_mark),
            )

    def _offset(self, mark: _Mark) -> int:
        """Where `mark` is in the text; libyaml does not count a byte order mark."""
        return mark.index + self._bom

    def _span(self, at: int) -> Span:
        return self.origin.span(at, min(at + 1, len(self.source.text)))

    def _fail(self, summary: str, detail: str, at: int) -> Never:
        raise Failed(error(summary, detail, self._span(at)))


def shortened(text: str, most: int = 80) -> str:
    """`text` for a message: one line of printable characters, cut if it is long."""
    cut = text if len(text) <= most else text[: most - 3] + "..."
    return "".join(char if char.isprintable() else " " for char in cut)
