"""From a plan to the state after it: what is recorded step by step while the plan is carried out."""

from __future__ import annotations

from dataclasses import replace

from msgspec import Struct

from harnessiac import platform
from harnessiac.addresses import DeposedAddress, InstanceAddress, ObjectAddress
from harnessiac.diagnostics import Failed, error
from harnessiac.documents.image import DocumentImage
from harnessiac.language.configuration.variables import Inputs
from harnessiac.plan.definition import Action, Change, InputValue, Mode, Plan
from harnessiac.plan.steps import Operation, Step
from harnessiac.state.model import OutputValue, State, StoredInstance, digest
from harnessiac.values.plain import to_plain
from harnessiac.values.value import Mark, is_wholly_known, without_marks


def planned_inputs(inputs: Inputs) -> tuple[InputValue, ...]:
    """The variables of a plan; secret ones without their value."""
    found = []
    for name, value in sorted(inputs.values.items()):
        if is_wholly_known(value) and Mark.EPHEMERAL not in value.marks:
            plain = None if value.is_sensitive else to_plain(without_marks(value))
            found.append(InputValue(name, plain, value.is_sensitive))
    return tuple(found)


def check_fresh(plan: Plan, state: State) -> None:
    """Raises Failed if the state has changed since the plan was made."""
    if (plan.lineage, plan.serial) != (state.lineage, state.serial):
        raise Failed(
            error(
                "Saved plan is stale",
                "The given plan file can no longer be applied because the state was changed by another operation "
                f"after the plan was created (the plan saw serial {plan.serial}, the state has {state.serial}).",
            )
        )


class Effect(Struct, frozen=True):
    """What a finished step does to the state.

    The records in `frees` end if they still speak of the document `path` (None: of none), then one may be put; what it
    takes the place of becomes the object `deposes`.
    """

    path: str | None = None
    frees: tuple[ObjectAddress, ...] = ()
    address: InstanceAddress | None = None
    instance: StoredInstance | None = None
    deposes: DeposedAddress | None = None

    def on(self, objects: dict[ObjectAddress, StoredInstance]) -> None:
        """Change the table of objects accordingly."""
        for address in self.frees:
            stored = objects.get(address)
            if stored is not None and platform.document_path(address.resource.type, stored.attributes) == self.path:
                del objects[address]
        if self.address is not None and self.instance is not None:
            old = objects.pop(self.address, None) if self.deposes is not None else None
            if self.deposes is not None and old is not None:
                objects[self.deposes] = old
            objects[self.address] = self.instance


class Intent(Struct, frozen=True):
    """A document about to change, as a crash must find it: `before` and `after` are digests (None: no such file).

    A document found as `after` was changed, so `effect` has happened; one found as `before` was not.
    """

    number: int
    path: str
    before: str | None
    after: str | None
    effect: Effect


def renames(plan: Plan) -> dict[InstanceAddress, InstanceAddress]:
    """The moves that a plan begins with, old to new."""
    return {c.previous_address: c.instance for c in plan.changes if c.previous_address is not None}


class Records:
    """The state while a plan is carried out. `effect` and `take` are the executor's record port."""

    def __init__(self, state: State, plan: Plan) -> None:
        moved = renames(plan)
        self._before = state.moved(moved) if moved else state
        self._plan = plan
        self._objects = {a: i for a, i in self._before.objects() if a.resource.mode != "data"}
        for change in plan.drift:
            self._drifted(change)
        for change in plan.changes:
            if not change.acts and (stored := self._recorded(change)) is not None:
                self._objects[change.address] = stored

    def effect(self, step: Step) -> Effect:
        """What the step will do to the state."""
        change = step.change
        path = change.document.path if change.document is not None else change.old_path
        if step.operation is Operation.DESTROY:
            path = change.old_path
        if not step.records:
            return Effect(path, step.frees)
        return Effect(path, step.frees, change.instance, self._recorded(change), step.deposes)

    def take(self, effect: Effect) -> None:
        """The step is done."""
        effect.on(self._objects)

    def _recorded(self, change: Change) -> StoredInstance | None:
        """The instance as `change.after` says."""
        if change.after is None:
            return None
        fresh = StoredInstance({})
        stored = fresh if change.action.creates else self._objects.get(change.address, fresh)
        remembered = stored.document_digest
        if change.document is not None or change.action is not Action.NO_OP:
            remembered = digest(change.document.text) if change.document and change.document.text is not None else None
        elif change.observed:
            remembered = self._digest_of(change.observed[0], change, stored)
        return replace(
            stored,
            attributes=change.after,
            sensitive=change.after_sensitive,
            dependencies=change.dependencies,
            create_before_destroy=change.create_before_destroy,
            tainted=False,
            document_digest=remembered,
        )

    def _drifted(self, change: Change) -> None:
        """What was found changed by hand is now what the state says, until a step changes it back."""
        if change.after is None:
            self._objects.pop(change.address, None)
        elif self._plan.mode is Mode.REFRESH_ONLY and change.address in self._objects:
            stored = self._objects[change.address]
            remembered = self._digest_of(change.observed[0], change, stored) if change.observed else None
            self._objects[change.address] = replace(stored, attributes=change.after, document_digest=remembered)

    @staticmethod
    def _digest_of(image: DocumentImage, change: Change, stored: StoredInstance) -> str | None:
        """The digest of a document found on disk, if it says what the attributes say; else the one of before.

        Were another document remembered as ours, its drift would never be seen again.
        """
        if image.text is None:
            return stored.document_digest
        found = digest(image.text)
        if found == stored.document_digest:
            return found
        type = change.address.resource.type
        wanted = platform.document(type, change.after or {})
        is_same = wanted is not None and platform.same_document(type, image.text, wanted.text)
        return found if is_same else stored.document_digest

    def state(self, *, complete: bool) -> State:
        """The state as far as the steps went; outputs only change when all went well."""
        outputs = dict(self._before.outputs)
        for output in self._plan.outputs if complete else ():
            if output.action is Action.DELETE:
                outputs.pop(output.name, None)
            else:
                outputs[output.name] = OutputValue(output.after, output.after_type, output.sensitive)
        return replace(self._before.with_objects(self._objects), outputs=outputs)
