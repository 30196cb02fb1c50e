"""Codes of findings: declared by subject, one module each; `catalog` lists them all."""
