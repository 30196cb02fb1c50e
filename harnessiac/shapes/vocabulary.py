"""The vocabulary in which YAML of entities is declared: fields, their shapes, and choices between them.

A declaration is data. `checking` holds a document against it; the tests generate documents from it. Wherever a value
may stand, the platform takes an expression (`<+input>`, `<+pipeline.name>`) as well, so no declaration says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from harnessiac.documents import Mapping as MappingNode
    from harnessiac.shapes.checking import Report


class Form(Struct, frozen=True):
    """What a text looks like as a whole: a regular expression, the words for it, an example."""

    pattern: re.Pattern[str]
    words: str
    example: str


ASKED = "<+input>"
"""A value that pipelines ask for."""

# The patterns are the platform's schema's; of its durations only those that it can read.
IDENTIFIER = Form(
    re.compile(r"[a-zA-Z_][0-9a-zA-Z_]{0,127}"),
    "an identifier: a letter or `_`, then up to 127 letters, digits and `_`",
    "my_image",
)
NAME = Form(
    re.compile(r"[a-zA-Z_0-9.-][-0-9a-zA-Z_\s.]{0,127}"),
    "a name: up to 128 letters, digits, spaces, `_`, `-` and `.`, no space first",
    "My image",
)
VARIABLE_NAME = Form(
    re.compile(r"[a-zA-Z_][0-9a-zA-Z_.$-]{0,127}"),
    "a name: a letter or `_`, then up to 127 letters, digits, `_`, `.`, `$` and `-`",
    "replicas",
)
VERSION_LABEL = Form(
    re.compile(r"[0-9a-zA-Z][^\s/&]{0,63}"), "a version: up to 64 characters, no space, `/` or `&`", "v1"
)
NUMBER = Form(re.compile(r"[+-]?[0-9]*\.?[0-9]+"), "a number", "8080")
DURATION = Form(
    re.compile(r"[1-9][0-9]+s|(?:[1-9][0-9]*[mhwd])+(?:\s?[0-9]+[smhwd])*|"),
    "a duration of at least ten seconds: numbers with the units w, d, h, m and s",
    "1h 30m",
)


class Fitting(Struct, frozen=True, array_like=True):
    """The types of connector that a place takes, and what the place is, such as `artifact source of type Gcr`."""

    types: tuple[str, ...]
    by: str


class Text(Struct, frozen=True):
    """A string. `options` are the only values; `takes_numbers` where the platform means text and number alike.

    `refers` is the type of entity that the string names, `fitting` the connectors among them that the place takes.
    """

    options: tuple[str, ...] = ()
    takes_numbers: bool = False
    form: Form | None = None
    refers: str = ""
    fitting: Fitting | None = None


class Flag(Struct, frozen=True):
    """true or false."""


class Texts(Struct, frozen=True):
    """A list of strings. `options` are the only values."""

    options: tuple[str, ...] = ()


class Anything(Struct, frozen=True):
    """Whatever stands there is not looked at."""


class Items(Struct, frozen=True):
    """A list. `unique` is the key that tells its items apart; `inside` the one key that wraps each of them.

    Unless it is `ordered`, the list means the same in any order, for the platform finds its items by that key.
    """

    item: Record
    unique: str = ""
    inside: str = ""
    ordered: bool = True


class OneOf(Struct, frozen=True):
    """Fields that exclude each other; with `needed` one of them must be there."""

    names: tuple[str, ...]
    needed: bool = True


class Picked(Struct, frozen=True):
    """The field `holds` has the shape that the text of the field `by` picks; with `needed` it must be there then.

    Where `by` is absent, is an expression or picks nothing, `holds` has the shape `otherwise`.
    """

    by: str
    holds: str
    shapes: Callable[[], Mapping[str, Callable[[], Shape]]]
    needed: bool = False
    otherwise: Shape = Anything()


class Needs(Struct, frozen=True):
    """What the text of the field `by` picks is another field: by that text, the name of one that must say something."""

    by: str
    fields: Mapping[str, str]


Rule = Callable[["MappingNode", "Report"], None]
"""What structure cannot say."""


class Record(Struct, frozen=True, eq=False, dict=True):
    """A mapping. In an `open` one only fields that look like a slip of a known name are reported."""

    fields: tuple[Field, ...]
    choices: tuple[OneOf, ...] = ()
    picked: tuple[Picked, ...] = ()
    open: bool = False
    rules: tuple[Rule, ...] = ()
    needs: tuple[Needs, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of all fields, in the order declared."""
        return [field.name for field in self.fields]

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The fields by their names."""
        return {field.name: field for field in self.fields}

    @cached_property
    def referring(self) -> dict[str, Text]:
        """The texts that name other entities, by their names."""
        return {
            field.name: field.shape for field in self.fields if isinstance(field.shape, Text) and field.shape.refers
        }

    @cached_property
    def picks(self) -> dict[str, Picked]:
        """The fields whose shape another field picks, by their names."""
        return {pick.holds: pick for pick in self.picked}


Shape = Text | Flag | Texts | Anything | Items | Record


class Field(Struct, frozen=True):
    """A key with the shape of its value. `usual` is what new configuration says there, though it may be left out."""

    name: str
    shape: Shape
    required: bool = False
    usual: str = ""


def text(
    name: str,
    *,
    required: bool = False,
    options: Iterable[str] = (),
    takes_numbers: bool = False,
    form: Form | None = None,
    usual: str = "",
    refers: str = "",
    fitting: Fitting | None = None,
) -> Field:
    return Field(name, Text(tuple(options), takes_numbers, form, refers, fitting), required, usual)


def texts(name: str, *, required: bool = False, options: Iterable[str] = (), usual: str = "") -> Field:
    return Field(name, Texts(tuple(options)), required, usual)


def flag(name: str) -> Field:
    return Field(name, Flag())


def anything(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, Anything()) for name in names)


def record(name: str, *fields: Field, required: bool = False, open: bool = False) -> Field:
    return Field(name, Record(fields, open=open), required)


def either(*names: str) -> OneOf:
    """Exactly one of these fields."""
    return OneOf(names)
