"""Arguments that several kinds share, word for word."""

from __future__ import annotations

from harnessiac.schema.nodes import Attribute, Choice, Group, Node
from harnessiac.schema.vocabulary import flag, strings, text

URL_OF = "Address of {}."
DELEGATES = "Only delegates with all of these tags are used."
ON_DELEGATE = "Whether requests go through a delegate instead of from the platform itself."
FORCE_DELETE = "Whether to delete the entity even while others refer to it. Kept in the state only."


def delegate_selectors(place: str = "delegateSelectors", *also: str, required: bool = False) -> Attribute:
    return strings("delegate_selectors", place, DELEGATES, also=also, required=required)


def execute_on_delegate(
    *,
    at: str = "executeOnDelegate",
    default: bool | None = None,
    unset: bool | None = None,
    omits: tuple[bool, ...] = (),
    computed: bool = False,
    extra: bool = False,
) -> Attribute:
    return flag(
        "execute_on_delegate",
        at,
        ON_DELEGATE,
        default=default,
        unset=unset,
        omits=omits,
        computed=computed,
        extra=extra,
    )


def force_delete() -> Attribute:
    return flag("force_delete", None, FORCE_DELETE, computed=True)


def either(
    name: str, place: str, what: str, *, choice: Choice = Choice.EXACTLY_ONE, reference: str | None = None
) -> Group:
    """A text, or the same as a reference to a secret: `name` and `name_ref`."""
    return Group(
        choice,
        (
            text(name, place, f"{what}."),
            text(f"{name}_ref", reference or f"{place}Ref", f"{what}, as a reference to a secret."),
        ),
    )


def login(choice: Choice = Choice.EXACTLY_ONE) -> tuple[Node, ...]:
    """A user name (or a reference to one) and a password."""
    return (either("username", "username", "User name", choice=choice), PASSWORD_REF)


PASSWORD_REF = text("password_ref", "passwordRef", "Reference to the secret that holds the password.", required=True)
