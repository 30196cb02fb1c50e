"""The two ways between a block and a document, behind one door."""

from harnessiac.schema.attributes import Attributes, Identity, aligned, attributes, identity
from harnessiac.schema.decoding import decode
from harnessiac.schema.encoding import encode

__all__ = ["Attributes", "Identity", "aligned", "attributes", "decode", "encode", "identity"]
