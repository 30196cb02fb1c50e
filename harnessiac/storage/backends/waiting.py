"""Waiting for a lock that another process holds, the same for every backend that has no better way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from harnessiac.diagnostics import Diagnostic, Failed
from harnessiac.storage.backends.lock_info import LockInfo, refusal

_LONGEST_PAUSE = 3.0


def acquire(
    attempt: Callable[[], LockInfo | None],
    *,
    timeout: float,
    pause: float = 0.1,
    refused: Callable[[LockInfo], Diagnostic] = refusal,
) -> None:
    """Call `attempt`, which returns None or who holds the lock, until it succeeds.

    `pause` is the first wait in seconds; it grows, and varies at random so that no two processes wait in step. Raises
    Failed with `refused` of the holder after `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    while (owner := attempt()) is not None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Failed(refused(owner))
        time.sleep(min(left, pause * random.uniform(0.5, 1.0)))
        pause = min(pause * 1.5, _LONGEST_PAUSE)


@contextmanager
def held(
    attempt: Callable[[], LockInfo | None], release: Callable[[], None], *, timeout: float, pause: float = 0.1
) -> Iterator[None]:
    """Hold a lock that is given back by a request; see `acquire`.

    A failure to give it back is reported beside an earlier failure, not instead of it.
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
