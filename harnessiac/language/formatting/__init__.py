"""Values and configuration as canonical HCL text, that of `terraform fmt`.

`files.format_text` takes a file and returns its text in canonical form, or the errors of a file that cannot be parsed:
`spelling` rewrites what has a better form, `layout` then places every token anew. Neither touches the text of strings,
heredocs and comments. `printing` writes values and blocks as configuration, `rendering` as `console` and `output` do.
"""
