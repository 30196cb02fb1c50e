"""Nodes to the declarations of modules: variables, locals, resources, calls of modules, moves, checks, tests.

`loading` sorts the blocks of parsed files into a Module, `modules` reads the tree of modules that call each other;
each kind of block has a file. `json_syntax` gives the same nodes from JSON, `overrides` merges override files,
`variables` converts and checks the values of input variables. All errors of a module are returned together.
"""
