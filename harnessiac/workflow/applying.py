"""Apply: the steps of a plan, recorded in the state."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TYPE_CHECKING

from harnessiac.plan.definition import Plan
from harnessiac.plan.states import Records, check_fresh, renames
from harnessiac.workflow.ports import Ports

if TYPE_CHECKING:
    from harnessiac.apply.executor import Event, Stop


def apply(ports: Ports, planned: Plan, *, stop: Stop | None = None) -> Generator[Event, None, None]:
    """Do what the plan says and nothing else; what is done is recorded even if a step fails or the run is stopped."""
    from harnessiac.apply.executor import Executor, Stop  # other verbs do nothing

    state = ports.states.read()
    check_fresh(planned, state)
    records = Records(state, planned)
    journal = ports.states.begin(ports.timestamp, renames(planned))
    executor = Executor(ports.documents.writer(), records, journal, time.monotonic, stop or Stop())
    try:
        yield from executor.run(planned)
    except KeyboardInterrupt:  # at once: the journal says what was done
        raise
    except BaseException:
        ports.states.write(records.state(complete=False))
        raise
    ports.states.write(records.state(complete=executor.finished))
