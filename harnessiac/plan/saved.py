"""A plan as the bytes of its file: two lines of JSON, the first says what the second is.

Reading trusts nothing: a file that is no plan, was cut off or edited, or comes from a newer hiac, is refused with a
reason. The checksum guards against accidents and hurried edits, not against who can compute one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.plan.definition import Plan
from harnessiac.values import exactjson

FORMAT: Final = "hiac plan"
VERSION: Final = 1
START: Final = b'{"format":"hiac plan",'
"""How every plan file begins."""

_SUMMARY = "Failed to read plan file"


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan with what it was made from.

    `inputs` are the configuration and variables files it was made from, by name, with the SHA-256 of their text.
    `created` is a time (RFC 3339, UTC), `hiac_version` the program that made it.
    """

    plan: Plan
    inputs: Mapping[str, str] = field(default_factory=dict)
    created: str = ""
    hiac_version: str = ""


def write(saved: SavedPlan) -> bytes:
    """The whole plan file. Holds variable values and documents in clear. Raises Failed for what JSON cannot say."""
    try:
        payload = _json(saved)
    except (ValueError, RecursionError):
        detail = "A value cannot be written as JSON: it is nested too deeply or holds half a surrogate pair."
        raise Failed(error("Failed to write plan file", detail)) from None
    header = {"format": FORMAT, "version": VERSION, "sha256": hashlib.sha256(payload).hexdigest()}
    return json.dumps(header, separators=(",", ":")).encode() + b"\n" + payload + b"\n"


def read(name: str, content: bytes) -> tuple[SavedPlan | None, list[Diagnostic]]:
    """Read the content of a plan file; `name` is what it is called in messages. Never raises on any bytes."""
    first, _, rest = content.partition(b"\n")
    payload = rest.removesuffix(b"\n")
    reason = _refused(first, payload)
    if reason is None:
        from pydantic import ValidationError

        try:
            return _with_values(_layout()(payload), exactjson.loads), []
        except ValidationError as problem:
            found = problem.errors(include_url=False, include_context=False, include_input=False)[0]
            place = ".".join(str(step) for step in found["loc"])[:200]
            reason = f"is not a plan that this version of hiac understands: {place or found['msg']}"
        except (ValueError, TypeError, RecursionError):
            reason = "is not a plan that this version of hiac understands"
    return None, [error(_SUMMARY, f"The file {name} {reason}.")]


def _refused(first: bytes, payload: bytes) -> str | None:
    """Why the header, or the payload it speaks of, is not to be read."""
    if not first.startswith(START):
        return "is not a plan file. Create one with `hiac plan -out=FILE`"
    header: Any = None
    if len(first) < 1000:
        with contextlib.suppress(ValueError, RecursionError):
            header = json.loads(first)
    if not isinstance(header, dict):
        return "is damaged: its first line cannot be read"
    version = header.get("version")
    if isinstance(version, int) and version > VERSION:
        return f"was made by a newer hiac (format {version}). Apply it with that version, or plan again"
    if version != VERSION:
        return "is damaged: it names no format version"
    if header.get("sha256") != hashlib.sha256(payload).hexdigest():
        return "is not as hiac wrote it: it was cut off or edited. Plan again"
    return None


def _json(saved: SavedPlan) -> bytes:
    from pydantic_core import to_json

    return to_json({"saved": _with_values(saved, exactjson.dumps)})


def _with_values(saved: SavedPlan, change: Callable[[Any], Any]) -> SavedPlan:
    """A saved plan whose outputs and variables are `change` of what they are: as JSON text no digit of them is lost."""
    plan = saved.plan
    outputs = [replace(one, before=change(one.before), after=change(one.after)) for one in plan.outputs]
    inputs = [replace(one, value=change(one.value)) for one in plan.variables]
    return replace(saved, plan=replace(plan, outputs=tuple(outputs), variables=tuple(inputs)))


@cache
def _layout() -> Callable[[bytes], SavedPlan]:
    """Reads a payload, with exact types and no field but those declared: pydantic, imported when it is needed."""
    from pydantic import BaseModel, ConfigDict

    class File(BaseModel):
        model_config = ConfigDict(strict=True, extra="forbid")
        saved: SavedPlan

    return lambda payload: File.model_validate_json(payload).saved
