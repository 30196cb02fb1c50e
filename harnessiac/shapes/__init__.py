"""Shapes of YAML: the vocabulary in which fields are declared, and the checker that compares a document with them."""
