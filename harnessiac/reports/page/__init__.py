"""Parts of the format `html`: markup, rows of changes, the dependency graph, style and script.

`page.css` and `page.js` are embedded unchanged; so is the library in `vendor/`, fetched by `make assets`.
"""
