"""The documents directory: reading, writing, locking, and existing files to adopt."""
