"""Encryption at rest of states, plan files and journals, and where keys come from."""
