"""A service's YAML where configuration, state and document write it differently but mean the same.

State and document keep their text until a field changes, as Terraform's provider takes no notice of layout either.
"""

from __future__ import annotations

from harnessiac.attributes import Attributes
from harnessiac.documents.image import DocumentImage
from harnessiac.entities.documents import SERVICE, authored_text, path_of, same_document
from harnessiac.plan.refresh import Found


def keeping_text(type: str, wanted: Attributes, there: Found) -> Attributes:
    """`wanted` with the YAML that a service has already, if what is wanted means the same; else `wanted` itself."""
    after, before = wanted.get("yaml"), there.attributes.get("yaml")
    if type != SERVICE or after == before or there.must_rewrite or path_of(type, wanted) != there.path:
        return wanted
    if isinstance(after, str) and isinstance(before, str) and same_document(before, after):
        return {**wanted, "yaml": before}
    return wanted


def keeping_document(written: DocumentImage, observed: str | None, after: Attributes, there: Found) -> DocumentImage:
    """The document as it is observed, comments and all, if it holds a service's YAML and that does not change."""
    stays = authored_text(SERVICE, after) is not None and after.get("yaml") == there.attributes.get("yaml")
    return DocumentImage(written.path, observed) if stays and same_document(observed, written.text) else written


def as_found(there: Found, observed: str | None, after: Attributes) -> Attributes:
    """What is there, with a service's YAML as its document has it if that is about to be overwritten."""
    now = there.attributes.get("yaml")
    if after.get("yaml") == now or observed is None or not isinstance(now, str) or not same_document(observed, now):
        return there.attributes
    return {**there.attributes, "yaml": observed}
