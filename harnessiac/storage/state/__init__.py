"""States at rest: workspaces, locks, journal, recovery, migration between backends."""
