"""Existing YAML becomes configuration and state: reading entities, writing their HCL, scaffolds for new ones."""
