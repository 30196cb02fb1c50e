"""Policies in Rego: their files, and their evaluation in a separate process."""
