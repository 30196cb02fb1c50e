"""Evaluates policies in a process of its own: run as a program, with nothing but regopy and the standard library.

Standard input is {"modules": [text, …], "input": text, "rules": [reference, …]}, standard output {"errors": [{"module",
"offset", "length", "message"}, …], "results": [JSON text or null, …], "failures": {reference: message}}; places are in
bytes.

A policy sees no environment, opens no file or connection, and has so much memory and time.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import threading
import time
from typing import Any

MEMORY = 2 << 30
"""In bytes. The library reserves far more addresses than it uses, so that the system's own limits are no help."""
SECONDS = 20
"""Of processor time."""
MORE_MEMORY = 30
"""For each byte of the plan."""
BYTES_A_SECOND = 1_000_000
"""Of the plan, for each of which there is another second."""
MOST_ERRORS = 20

_ERROR = re.compile(r"\(error \d+:m(\d+)\.rego\|(\d+)\|(\d+)\s+\(errormsg (\d+):")
_MESSAGE = re.compile(r"\(errormsg (\d+):")
_UNSAID = "its values conflict, as if it is set to two at once, or it goes through more of them than the library can"
"""Where the library says only that there is an error."""


def main() -> None:
    asked = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # The library prints what it finds.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    from regopy import Interpreter

    _confine(len(asked["input"]))
    json.dump(_evaluated(Interpreter, asked), answer)
    answer.flush()


def _confine(size: int) -> None:
    """Allow what a plan of this size, in bytes, needs.

    Without descriptors left nothing can be opened, and so nothing be read or reached.
    """
    seconds = SECONDS + size // BYTES_A_SECOND
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_watch, args=(MEMORY + MORE_MEMORY * size,), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _watch(limit: int) -> None:
    """End the process when it has used too much memory."""
    unit = 1 if sys.platform == "darwin" else 1024
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < limit:
        time.sleep(0.05)
    os._exit(3)


def _evaluated(interpreter: Any, asked: dict[str, Any]) -> dict[str, Any]:
    engine = interpreter()
    errors: list[dict[str, Any]] = []
    for index, text in enumerate(asked["modules"]):
        try:
            engine.add_module(f"m{index}.rego", text)
        except Exception as problem:  # noqa: BLE001 - whatever the library makes of a text
            errors += _errors(str(problem)) or [_error(index, str(problem))]
            engine = interpreter()  # one that failed takes no other
    results: list[str | None] = []
    failures: dict[str, str] = {}
    if not errors:
        engine.set_input_term(asked["input"])
        for rule in asked["rules"]:
            try:
                results.append(_result(engine, rule))
            except Exception as problem:  # noqa: BLE001
                results.append(None)
                failures[rule] = str(problem)[:500]
    return {"errors": errors[:MOST_ERRORS], "results": results, "failures": failures}


def _result(engine: Any, rule: str) -> str | None:
    """What a rule stands for, as JSON; None if it is undefined. Raises ValueError with what the library says.

    In Rego's old syntax a rule stands for an object whose keys, which may be objects too, are what it found.
    """
    value = _asked(engine, f"json.marshal({rule})")
    if value is None or not value.startswith("{"):
        return value
    try:
        if "msg" in json.loads(value):
            return value
    except ValueError:
        pass
    return _asked(engine, f"json.marshal([key | {rule}[key]])")


def _asked(engine: Any, query: str) -> str | None:
    from regopy.rego_shared import rego_output_ok, rego_output_string, rego_query

    output = rego_query(engine._impl, query)  # noqa: SLF001 - its own reading fails on errors
    said = rego_output_string(output)
    if not rego_output_ok(output) or not said.startswith(("{", "undefined")):
        found = _MESSAGE.search(said)
        raise ValueError(said[found.end() : found.end() + int(found[1])] if found else _UNSAID)
    if said == "undefined":
        return None
    expressions = json.loads(said, strict=False).get("expressions")
    return expressions[0] if expressions else None


def _errors(said: str) -> list[dict[str, Any]]:
    found = []
    for one in _ERROR.finditer(said):
        message = said[one.end() : one.end() + int(one[4])]
        found.append({"module": int(one[1]), "offset": int(one[2]), "length": int(one[3]), "message": message})
    return found


def _error(module: int, message: str) -> dict[str, Any]:
    return {"module": module, "offset": 0, "length": 0, "message": message[:500]}


if __name__ == "__main__":
    main()
