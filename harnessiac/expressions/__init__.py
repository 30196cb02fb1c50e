"""Harness expressions `<+...>` and runtime inputs `<+input>` in texts: parsing, the names that exist, checks."""
