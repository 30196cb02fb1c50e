"""The YAML that entities have already: where the configuration's means the same, references see this text.

Terraform's provider takes no notice of a difference in layout either, so the text before stays the planned one.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from harnessiac import kinds
from harnessiac.addresses import InstanceAddress, ResourceAddress
from harnessiac.attributes import Attributes
from harnessiac.entities.documents import authored_text, same_text
from harnessiac.entities.identity import Identity, identity, path_of
from harnessiac.entities.lookup import KnownEntities
from harnessiac.schema.nodes import Kind
from harnessiac.state.model import StoredInstance, digest


class AppliedYaml(Struct):
    """Looks entities up in the state by identity, so that moved ones are found too. The state is read once, if ever.

    What is `replaced` is written anew. Of what is `imported` (resources without module keys) the document counts.
    """

    known_entities: KnownEntities
    replaced: Collection[InstanceAddress] = ()
    imported: Collection[ResourceAddress] = ()
    _stored: dict[Identity, StoredInstance] | None = None

    def planned(self, kind: Kind, address: InstanceAddress, attributes: Attributes) -> Attributes:
        """Return the attributes of an instance with the text that it has after the plan."""
        if kind.authored is None or address in self.replaced:
            return attributes
        argument = kind.authored.argument
        wanted = attributes.get(argument)
        if not isinstance(wanted, str):
            return attributes
        text = self._text(kind, address, attributes, wanted)
        return {**attributes, argument: text} if text is not None and same_text(kind, wanted, text) else attributes

    def _text(self, kind: Kind, address: InstanceAddress, attributes: Attributes, wanted: str) -> str | None:
        """The existing text, if it is not the wanted one and not about to be rewritten."""
        path = path_of(kind, attributes)
        if path is None or kind.authored is None:
            return None
        stored = self._by_identity().get(identity(kind, attributes))
        if stored is None:
            return self.known_entities.read(path) if address.resource.configured in self.imported else None
        applied, written = stored.attributes.get(kind.authored.argument), self.known_entities.read(path)
        if stored.tainted or written is None or applied == wanted or not isinstance(applied, str):
            return None
        is_as_applied = digest(written) == stored.document_digest
        if is_as_applied or same_text(kind, written, authored_text(kind, stored.attributes)):
            return applied
        return written  # it was edited

    def _by_identity(self) -> dict[Identity, StoredInstance]:
        if self._stored is None:
            self._stored = {}
            state = self.known_entities.state()
            for address, stored in state.instances.items() if state is not None else ():
                kind = kinds.find(address.resource.type) if address.resource.mode == "managed" else None
                if kind is not None and kind.authored is not None:
                    self._stored[identity(kind, stored.attributes)] = stored
        return self._stored
