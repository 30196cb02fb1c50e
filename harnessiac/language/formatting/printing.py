"""Values and blocks as canonical HCL, laid out as `terraform fmt` would lay them out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harnessiac.addresses import quoted
from harnessiac.language.syntax.templates import SPACE

Plain = str | bool | int | float | list["Plain"] | dict[str, "Plain"] | None

_DELIMITER = "EOT"


@dataclass(frozen=True, slots=True)
class Expression:
    """HCL to be printed as it is, such as a reference."""

    text: str


Parts = tuple[str | Expression, ...]
"""A text with expressions in it: each part that is a string stands for itself."""

Content = Plain | Parts


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A block: its arguments in the order they are printed, then its blocks."""

    type: str
    labels: tuple[str, ...] = ()
    arguments: tuple[tuple[str, Content], ...] = ()
    blocks: tuple[PrintedBlock, ...] = ()


def block(printed: PrintedBlock) -> str:
    """The block with its final line break."""
    return "\n".join(_block(printed, "")) + "\n"


def literal(value: Content) -> str:
    """A value on one line."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case list():
            return "[" + ", ".join(literal(item) for item in value) + "]"
        case dict() if not value:
            return "{}"
        case dict():
            return "{ " + ", ".join(f"{quoted(key)} = {literal(item)}" for key, item in value.items()) + " }"
        case (Expression(text=text),):
            return text
        case tuple():
            return '"' + "".join(_quoted_part(part) for part in value) + '"'
        case _:
            return str(value)


def _quoted_part(part: str | Expression) -> str:
    return f"${{{part.text}}}" if isinstance(part, Expression) else quoted(part)[1:-1]


def _block(printed: PrintedBlock, indent: str) -> Iterator[str]:
    header = " ".join([printed.type, *(quoted(label) for label in printed.labels)])
    if not printed.arguments and not printed.blocks:
        yield f"{indent}{header} {{}}"
        return
    yield f"{indent}{header} {{"
    inner = indent + "  "
    multiline = {name: lines for name, value in printed.arguments if (lines := _heredoc(name, value, inner))}
    width = max((len(name) for name, _ in printed.arguments if name not in multiline), default=0)
    is_first = True
    for name, value in printed.arguments:
        if name not in multiline:
            yield f"{inner}{name.ljust(width)} = {literal(value)}"
            is_first = False
    for lines in multiline.values():
        if not is_first:
            yield ""
        yield from lines
        is_first = False
    for nested in printed.blocks:
        if not is_first:
            yield ""
        yield from _block(nested, inner)
        is_first = False
    yield f"{indent}}}"


def _heredoc(name: str, value: Content, indent: str) -> list[str]:
    """The argument as an indented heredoc; nothing unless `value` is a text of whole lines that a heredoc can say.

    The indentation that all lines share is taken away again when a heredoc is read, so one line must have none; blank
    lines take no part in that, and are kept as they are.
    """
    parts: Parts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    if not parts or not isinstance(parts[-1], str) or not parts[-1].endswith("\n"):
        return []
    plain = "".join("" if isinstance(part, Expression) else part for part in parts)
    text = "".join(
        f"${{{part.text}}}" if isinstance(part, Expression) else part.replace("${", "$${").replace("%{", "%%{")
        for part in parts
    )
    lines = text.removesuffix("\n").split("\n")
    full = [line for line in lines if line.strip(SPACE)]
    if "\r" in plain or not full or all(line[0] in SPACE for line in full):
        return []
    end = _DELIMITER
    words = {line.strip(SPACE) for line in full}
    while end in words:
        end += "_"
    inner = indent + "  "
    return [
        f"{indent}{name} = <<-{end}",
        *(inner + line if line.strip(SPACE) else line for line in lines),
        f"{indent}{end}",
    ]
