"""The two ways between a block and a document, behind one door."""

from harnessiac.schema.attributes import Identity, ResourceValues, aligned, attributes, identity
from harnessiac.schema.decoding import decode
from harnessiac.schema.encoding import encode

__all__ = ["Identity", "ResourceValues", "aligned", "attributes", "decode", "encode", "identity"]
