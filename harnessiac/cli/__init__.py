"""The command line: options in, calls of `workflow`, reports out. It decides nothing itself.

`main.main` runs a command and exits with its code; `commands/` has a module for each. Errors are printed, never raised.
"""

from time import monotonic

STARTED = monotonic()
"""When this run began, on a clock that never goes back."""
