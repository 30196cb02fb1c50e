"""CSV text into rows, as strict as RFC 4180 and with Terraform's words for what is wrong."""

from __future__ import annotations

from harnessiac.language.functions.declaration import STRING, FunctionError, fail
from harnessiac.values.quoting import go_quoted
from harnessiac.values.types import ListType, ObjectType
from harnessiac.values.value import Value, string

_BARE = 'bare " in non-quoted-field'
_UNCLOSED = 'extraneous or missing " in quoted-field'


def decoded(text: str) -> Value:
    """A list of objects, one for each row after the first, which names the columns."""
    rows = _rows(text.replace("\r\n", "\n"))
    if not rows:
        fail("missing header line")
    _, names = rows[0]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise FunctionError("duplicate column name %s", shown=[go_quoted(name)])
    kind = ObjectType.of(dict.fromkeys(names, STRING))
    order = sorted(range(len(names)), key=names.__getitem__)
    items: list[Value] = []
    for line, cells in rows[1:]:
        if len(cells) != len(names):
            fail(f"CSV parse error on line {line}: wrong number of fields")
        items.append(Value(kind, {names[index]: string(cells[index]) for index in order}))
    return Value(ListType(kind), tuple(items))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Every row that is not empty, with the line it starts on."""
    rows: list[tuple[int, list[str]]] = []
    at, line, size = 0, 1, len(text)
    while at < size:
        if text[at] == "\n":
            at, line = at + 1, line + 1
            continue
        first, cells = line, []
        more = True
        while more:
            if text.startswith('"', at):
                cell, at, line = _quoted(text, at + 1, line)
            else:
                cell, at = _plain(text, at, line)
            cells.append(cell)
            more = text.startswith(",", at)
            at += 1
        line += 1
        rows.append((first, cells))
    return rows


def _plain(text: str, at: int, line: int) -> tuple[str, int]:
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    comma = text.find(",", at, end)
    end = comma if comma >= 0 else end
    cell = text[at:end]
    if '"' in cell:
        fail(f"CSV parse error on line {line}: {_BARE}")
    return cell, end


def _quoted(text: str, at: int, line: int) -> tuple[str, int, int]:
    parts: list[str] = []
    while True:
        end = text.find('"', at)
        if end < 0:
            fail(f"CSV parse error on line {line + text.count(chr(10), at)}: {_UNCLOSED}")
        parts.append(text[at:end])
        line += text.count("\n", at, end)
        at = end + 1
        if text.startswith('"', at):
            parts.append('"')
            at += 1
        elif at == len(text) or text[at] in ",\n":
            return "".join(parts), at, line
        else:
            fail(f"CSV parse error on line {line}: {_UNCLOSED}")
