"""Reports as text for people: plans, references, inputs, permissions, progress."""
