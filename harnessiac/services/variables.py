"""Variables: of a service, and of the script of a custom artifact source."""

from __future__ import annotations

import re

from harnessiac.codes.structure import PLAIN_SECRET
from harnessiac.documents import Mapping
from harnessiac.shapes.checking import Report, literal
from harnessiac.shapes.vocabulary import (
    NUMBER,
    VARIABLE_NAME,
    Anything,
    Field,
    Items,
    Picked,
    Record,
    Text,
    anything,
    flag,
    text,
)

_REFERENCE = re.compile(r"(?:account\.|org\.)?[a-zA-Z_][0-9a-zA-Z_$]{0,127}|[a-zA-Z]+://.*|")
_VALUES = {
    "String": Text,
    "Number": lambda: Text(takes_numbers=True, form=NUMBER),
    "Secret": Text,
}


def _names_a_secret(variable: Mapping, report: Report) -> None:
    """The value of a secret variable is a reference. It is not shown: it may be the secret."""
    value = variable.get("value")
    text = literal(value)
    if literal(variable.get("type")) != "Secret" or value is None or text is None or _REFERENCE.fullmatch(text):
        return
    detail = (
        "The value of a variable of the type Secret must be a reference, and this cannot be one. Write IDENTIFIER for "
        "a secret of the same project, org.IDENTIFIER or account.IDENTIFIER for one of a wider scope, or an expression."
    )
    report.add(PLAIN_SECRET, value, detail)


VARIABLES = Items(
    Record(
        (
            text("name", required=True, form=VARIABLE_NAME),
            text("type", required=True),
            Field("value", Anything()),
            Field("default", Anything()),
            flag("required"),
            *anything("description", "metadata"),
        ),
        picked=(Picked("type", "value", lambda: _VALUES), Picked("type", "default", lambda: _VALUES)),
        open=True,
        rules=(_names_a_secret,),
    ),
    unique="name",
    ordered=False,
)
