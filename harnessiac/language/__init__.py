"""The Terraform language, from the text of files to evaluated values, without any outside world.

`syntax` turns text into nodes, `configuration` nodes into declarations of a module, `evaluation` an expression and a
scope into a value with the help of `functions`; `formatting` writes text back. What is wrong with a configuration is
returned, or raised as `Failed`, as diagnostics in Terraform's words with their places.
"""
