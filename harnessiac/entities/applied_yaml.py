"""The YAML that services have already: where the configuration's means the same, this is what references see.

Terraform's provider takes no notice of a difference in layout either, so the value before stays the planned one.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from harnessiac.addresses import InstanceAddress, ResourceAddress
from harnessiac.attributes import Attributes
from harnessiac.entities.documents import SERVICE, authored_text, path_of, same_document
from harnessiac.entities.lookup import Surroundings
from harnessiac.state.model import StoredInstance, digest


class Standing(Struct):
    """Looks services up in the state by what they are, so moved ones are found too. The state is read once, if ever.

    What is `replaced` is written anew. Of what is `imported` (resources without module keys) the document is what
    there is.
    """

    surroundings: Surroundings
    replaced: Collection[InstanceAddress] = ()
    imported: Collection[ResourceAddress] = ()
    _stored: dict[str, StoredInstance] | None = None

    def planned(self, address: InstanceAddress, attributes: Attributes) -> Attributes:
        """The attributes of a service with the text that stays after the plan."""
        wanted, path = attributes.get("yaml"), path_of(SERVICE, attributes)
        if path is None or not isinstance(wanted, str) or address in self.replaced:
            return attributes
        now = self._now(address, path, wanted)
        return {**attributes, "yaml": now} if now is not None and same_document(wanted, now) else attributes

    def _now(self, address: InstanceAddress, path: str, wanted: str) -> str | None:
        """The text that there is, if it is another than what is wanted and not about to be written anew."""
        stored = self._by_path().get(path)
        if stored is None:
            return self.surroundings.read(path) if address.resource.configured in self.imported else None
        text, there = stored.attributes.get("yaml"), self.surroundings.read(path)
        if stored.tainted or there is None or text == wanted or not isinstance(text, str):
            return None
        if digest(there) == stored.document_digest or same_document(there, authored_text(SERVICE, stored.attributes)):
            return text
        return there  # somebody changed it by hand

    def _by_path(self) -> dict[str, StoredInstance]:
        if self._stored is None:
            state = self.surroundings.state()
            self._stored = {
                path: stored
                for address, stored in (state.instances.items() if state is not None else ())
                if address.resource.type == SERVICE
                and address.resource.mode == "managed"
                and (path := path_of(SERVICE, stored.attributes)) is not None
            }
        return self._stored
