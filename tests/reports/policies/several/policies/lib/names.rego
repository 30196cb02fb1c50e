package lib.names

is_bad(name) if name == "docs"
