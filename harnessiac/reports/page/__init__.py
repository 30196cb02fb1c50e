"""What the page of a plan is made of: markup, rows, the graph and where its nodes stand, style and script.

`page.css` and `page.js` go into the page as they are; so does the library in `vendor/`, fetched by `make assets`.
"""
