"""The outside world: every file that is read, written or locked.

Functions raise `diagnostics.Failed` with the path and the reason when the outside does not play along.
"""
