"""The two ways between a block and a document, behind one door."""

from harnessiac.schema.attributes import ResourceValues, aligned, attributes
from harnessiac.schema.decoding import decode
from harnessiac.schema.encoding import encode

__all__ = ["ResourceValues", "aligned", "attributes", "decode", "encode"]
