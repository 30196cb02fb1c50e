"""What was applied last: the state, its file format and how instances move inside it."""
