"""Waiting for a lock that somebody else holds, the same for every backend that has no better way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from harnessiac.diagnostics import Diagnostic, Failed
from harnessiac.storage.state import locks
from harnessiac.storage.state.locks import LockInfo


def acquire(attempt: Callable[[], LockInfo | None], *, timeout: float, pause: float = 0.1) -> None:
    """Call `attempt`, which gives None or who holds the lock, until it succeeds. Raises Failed after `timeout` seconds.

    `pause` is how many seconds to wait at first; it grows, and differs by chance so that no two wait in step.
    """
    owner: list[LockInfo] = []

    def is_free() -> bool:
        owner[:] = [found for found in (attempt(),) if found is not None]
        return not owner

    until(is_free, timeout=timeout, refusal=lambda: locks.refusal(owner[0]), pause=pause)


def until(
    succeeds: Callable[[], bool], *, timeout: float, refusal: Callable[[], Diagnostic], pause: float = 0.02
) -> None:
    """Try until it succeeds. Raises Failed with the refusal after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not succeeds():
        left = deadline - time.monotonic()
        if left <= 0:
            raise Failed(refusal())
        time.sleep(min(left, pause * random.uniform(0.5, 1.0)))
        pause = min(pause * 1.5, 3.0)


@contextmanager
def held(
    attempt: Callable[[], LockInfo | None], release: Callable[[], None], *, timeout: float, pause: float = 0.1
) -> Iterator[None]:
    """Hold a lock that must be given back by asking somebody; see `acquire`.

    That it could not be given back is said as well, not instead of what went wrong before.
    """
    acquire(attempt, timeout=timeout, pause=pause)
    try:
        yield
    except Failed as failure:
        try:
            release()
        except Failed as second:
            raise Failed(*failure.diagnostics, *second.diagnostics) from None
        raise
    except BaseException:
        with suppress(Failed):
            release()
        raise
    release()
