"""YAML documents: text to a tree that knows its places, and plain data to text.

`read` is the one door for YAML from outside, `write` the one for YAML that hiac makes.
"""

from harnessiac.documents.nodes import Document, Entry, Mapping, Node, Scalar, Sequence, plain
from harnessiac.documents.reading import LIMITS, Limits, read
from harnessiac.documents.writing import write

__all__ = [
    "LIMITS",
    "Document",
    "Entry",
    "Limits",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "plain",
    "read",
    "write",
]
