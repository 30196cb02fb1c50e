"""HCL text to frozen nodes with places.

`parsing` takes a file, an expression or a template and returns its nodes (`nodes`) and diagnostics. The tokens of
`lexing`, laid out by `terminals`, run through the tables of `grammar` by `driving`; `reductions` and `templates` build
the nodes. Text that is refused is read again by `faults`, which finds what is wrong. `pieces` divides a file so that
only what changed is parsed.
"""
