"""Entities of the platform: identity, documents, references between them, YAML written by the user."""
