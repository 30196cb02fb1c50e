"""Changes as rows that open: fields, dependencies and the difference of the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from msgspec.structs import replace

from harnessiac import platform
from harnessiac.addresses import ResourceAddress
from harnessiac.reports.page.dependencies import Dependencies
from harnessiac.reports.page.markup import Markup, element, joined
from harnessiac.reports.text.changes import Entry, Field

_MOST_LINES = 600
_MOST_CHARACTERS = 60_000
"""Of one difference."""
_MOST_IN_ALL = 12_000_000
"""Characters of all differences."""
_MOST_COMPARED = 1_500_000
"""Characters of YAML in which fields are looked for, as that takes long; in the rest the difference has to do."""
_MOST_FIELDS = 100
_MOST_NAMES = 20
_LONGEST_PATH = 36
"""Characters of a field's path in the first line."""


class Rows:
    """Makes rows one after the other until the space for details is used up, most important first."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._dependencies = dependencies
        self._compared = 0
        self._written = 0

    def row(self, entry: Entry) -> Markup:
        fields = self._fields(entry)
        difference = entry.difference()
        return element(
            "details",
            element("summary", _head(entry, fields, difference)),
            element(
                "div",
                _notes(entry),
                _table(fields or ()),
                self._difference(difference),
                self._links(entry),
                class_="body",
            ),
            class_="row",
            id=anchor(entry),
            data_verb="by hand" if entry.drift else entry.verb.value,
            data_kind=entry.title,
            data_scope=entry.scope,
        )

    def _fields(self, entry: Entry) -> list[Field] | None:
        """Return the fields that change, or None if there is no more space to compare them."""
        change = entry.change
        argument = platform.authored_argument(change.address.resource.type) or ""
        sides = [(side or {}).get(argument) for side in (change.before, change.after)]
        size = sum(len(side) for side in sides if isinstance(side, str)) if sides[0] != sides[1] else 0
        if size and all(sides):
            if self._compared + size > _MOST_COMPARED:
                return None
            self._compared += size
        return entry.fields()

    def _difference(self, difference: str) -> Markup:
        if not difference:
            return Markup()
        lines = difference.splitlines(keepends=True)[2:]  # the names of the files are told in the row
        shown: list[str] = []
        size = 0
        for line in lines[:_MOST_LINES]:
            size += len(line)
            if size > _MOST_CHARACTERS:
                break
            shown.append(line)
        if self._written + size > _MOST_IN_ALL:
            shown = []
        self._written += sum(map(len, shown))
        left = len(lines) - len(shown)
        more = f"{left} more lines are not in this page; hiac plan shows them." if left else ""
        return joined(
            element("pre", "".join(shown), class_="difference") if shown else "",
            element("p", more, class_="quiet") if more else "",
        )

    def _links(self, entry: Entry) -> Markup:
        resource = entry.change.address.resource.configured
        needs = self._dependencies.needs.get(resource, ())
        users = self._dependencies.users.get(resource, ())
        return element(
            "p",
            self._names("Needs ", needs),
            self._names("Needed by ", users),
            element("a", "Link to this change", href=f"#{quote(anchor(entry))}", class_="self"),
            class_="links",
        )

    def _names(self, words: str, resources: Sequence[ResourceAddress]) -> Markup:
        if not resources:
            return Markup()
        names: list[str | Markup] = []
        for resource in resources[:_MOST_NAMES]:
            entry = self._dependencies.entries.get(resource)
            name = element("code", str(resource))
            names += [", " if names else "", element("a", name, href=f"#{quote(anchor(entry))}") if entry else name]
        more = f" and {len(resources) - _MOST_NAMES} more" if len(resources) > _MOST_NAMES else ""
        return element("span", words, names, more)


def anchor(entry: Entry) -> str:
    """Return the id of a row, the address, so that links stay valid from plan to plan."""
    return f"by-hand:{entry.address}" if entry.drift else entry.address


def _head(entry: Entry, fields: Sequence[Field] | None, difference: str) -> Iterable[str | Markup]:
    removed = entry.drift and entry.change.after is None
    word = ("deleted" if removed else "changed") if entry.drift else entry.verb.value
    yield element("span", word, class_=f"verb {'by-hand' if entry.drift else entry.verb.value}")
    yield element("b", entry.name or entry.identifier or entry.address)
    yield element("span", entry.title, " · ", entry.scope, class_="where")
    yield _size(difference)
    yield element("code", entry.address, class_="address")
    yield element("span", _gist(entry, fields), class_="gist")


def _size(difference: str) -> Markup:
    """Return the number of lines added and removed."""
    added, removed = difference.count("\n+"), difference.count("\n-")
    if not difference:
        return element("span", class_="size")
    return element(
        "span",
        element("ins", f"+{added - 1}") if added > 1 else "",  # one is in the name of the file
        element("del", f"−{removed}") if removed else "",
        class_="size",
    )


def _gist(entry: Entry, fields: Sequence[Field] | None) -> str:
    """Return the most important facts in a few words."""
    notes = list(map("".join, entry.notes()))
    if fields is None:
        return "; ".join([*notes, "yaml changed"])
    if fields:
        more = f" and {len(fields) - 1} more" if len(fields) > 1 else ""
        notes.append(f"{replace(fields[0], path=_tail(fields[0].path))}{more}")
    return "; ".join(notes)


def _tail(path: str) -> str:
    """Return the last steps of a long path, as the first are similar in every service."""
    tail = path
    while len(tail) > _LONGEST_PATH and "." in tail:
        tail = tail.partition(".")[2]
    return tail if tail == path else f"…{tail}"


def _notes(entry: Entry) -> Markup:
    notes = [
        element("li", *(element("code", part) if index % 2 else part for index, part in enumerate(note)))
        for note in entry.notes()
    ]
    return element("ul", notes, class_="notes") if notes else Markup()


def _table(fields: Sequence[Field]) -> Markup:
    if not fields:
        return Markup()
    rows = [_field(field) for field in fields[:_MOST_FIELDS]]
    left = len(fields) - len(rows)
    return joined(
        element("table", element("tbody", rows), class_="fields"),
        element("p", f"{left} more fields change.", class_="quiet") if left else "",
    )


def _field(field: Field) -> Markup:
    if field.before is None and field.after is None:
        values: list[str | Markup] = [field.kind.value]
    elif field.before == field.after:
        values = [element("code", field.before or ""), " changed"]
    else:
        values = [
            element("del", element("code", field.before)) if field.before is not None else "",
            " → " if field.before is not None and field.after is not None else "",
            element("ins", element("code", field.after)) if field.after is not None else "",
        ]
    return element("tr", element("th", element("code", field.path), scope="row"), element("td", values))
