"""Earlier revisions of a repository, read from git objects."""
