"""What makes the documents of one configuration into those of another, as a plan: no state has a part in it.

Documents are known by their paths, so that a resource under another address whose document stays is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harnessiac import platform
from harnessiac.addresses import InstanceAddress
from harnessiac.documents.image import DocumentImage
from harnessiac.plan.definition import Action, Change, Plan
from harnessiac.plan.desired import Desired, DesiredInstance


@dataclass(frozen=True, slots=True)
class _Written:
    """An instance with the document it has."""

    instance: DesiredInstance
    image: DocumentImage


def between(before: Desired | None, after: Desired | None) -> Plan:
    """The changes from one side's documents to the other's; None: a side without any.

    A document that is only written in another way, and means the same, is a change that does nothing and `keeps_text`.
    """
    old, new = _documents(before), _documents(after)
    gone = {one.instance.address: one for path, one in old.items() if path not in new}
    changes = [change for path, one in new.items() if (change := _change(old.get(path), one, gone)) is not None]
    changes += [_deleted(one) for one in gone.values()]
    return Plan(tuple(sorted(changes, key=lambda change: change.address.sort_key())))


def _documents(desired: Desired | None) -> dict[str, _Written]:
    return {one.image.path: one for one in _written(desired)} if desired is not None else {}


def _written(desired: Desired) -> Iterator[_Written]:
    for instance in desired.instances.values():
        image = platform.document(instance.address.resource.type, instance.attributes)
        if image is not None:
            yield _Written(instance, image)


def _change(there: _Written | None, want: _Written, gone: dict[InstanceAddress, _Written]) -> Change | None:
    """What becomes of one document. If the resource had another one, that goes with it and is taken from `gone`."""
    if there is None:
        moved = gone.pop(want.instance.address, None)
        return _created(want) if moved is None else _updated(moved, want, Action.REPLACE)
    if there.image.text == want.image.text:
        return None
    is_same = platform.same_document(want.instance.address.resource.type, there.image.text, want.image.text)
    return _updated(there, want, Action.NO_OP if is_same else Action.UPDATE)


def _created(want: _Written) -> Change:
    instance = want.instance
    return Change(
        instance.address,
        Action.CREATE,
        after=instance.attributes,
        after_sensitive=instance.sensitive,
        dependencies=instance.dependencies,
        observed=(DocumentImage(want.image.path, None),),
        document=want.image,
    )


def _updated(there: _Written, want: _Written, action: Action) -> Change:
    old, new = there.instance, want.instance
    moves = there.image.path != want.image.path
    does_nothing = action is Action.NO_OP
    return Change(
        new.address,
        action,
        previous_address=old.address if old.address != new.address and not does_nothing else None,
        before=old.attributes,
        after=new.attributes,
        before_sensitive=old.sensitive,
        after_sensitive=new.sensitive,
        dependencies=new.dependencies,
        prior_dependencies=old.dependencies,
        observed=(there.image, DocumentImage(want.image.path, None)) if moves else (there.image,),
        document=want.image,
        moves_document=moves,
        keeps_text=does_nothing,
    )


def _deleted(there: _Written) -> Change:
    instance = there.instance
    return Change(
        instance.address,
        Action.DELETE,
        before=instance.attributes,
        before_sensitive=instance.sensitive,
        dependencies=instance.dependencies,
        prior_dependencies=instance.dependencies,
        observed=(there.image,),
    )
