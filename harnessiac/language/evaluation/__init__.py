"""Expressions and bodies to values.

`expressions.evaluate` takes an expression, its source and a `scope`, which gives names their values, and returns the
value; it raises `Failed` with diagnostics. `references` lists what an expression mentions without evaluating it,
`origins` finds where the text of a value was written.
"""
