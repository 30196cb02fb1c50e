"""Desired instances against what is there: every instance's change, with its reason and the finished document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from harnessiac import platform
from harnessiac.addresses import InstanceAddress, ObjectAddress, ResourceAddress, Target, instance_of, selects
from harnessiac.attributes import Attributes, Path, value_at
from harnessiac.diagnostics import Diagnostic, error, warning
from harnessiac.documents.image import DocumentImage
from harnessiac.plan.definition import Action, Change, Mode, Plan, Reason
from harnessiac.plan.desired import Desired, DesiredInstance
from harnessiac.plan.options import Options
from harnessiac.plan.ownership import InTheWay, OwnerOf, already_there, nobody
from harnessiac.plan.refresh import Found, Refreshed
from harnessiac.plan.removals import NO_REMOVALS, Removals
from harnessiac.plan.targeting import incomplete, left_behind, selected
from harnessiac.source import Span
from harnessiac.state.moves import written


@dataclass
class _Builder:
    desired: Desired
    refreshed: Refreshed
    observed: Mapping[str, str | None]
    options: Options
    removals: Removals
    owner_of: OwnerOf
    diagnostics: list[Diagnostic] = field(default_factory=list)
    in_the_way: list[InTheWay] = field(default_factory=list)

    def changes(self) -> list[Change]:
        wanted = {} if self.options.mode is Mode.DESTROY else self.desired.instances
        found = self.refreshed.instances
        out = []
        for address in sorted(wanted.keys() | found.keys(), key=InstanceAddress.sort_key):
            there, want = found.get(address), wanted.get(address)
            if want is None and self.desired.ignore_foreign and platform.schema(address.resource.type) is None:
                continue
            if want is None and there is not None:
                out.append(self._removed(address, there))
            elif want is not None and there is None:
                out.append(self._created(want))
            elif want is not None and there is not None:
                out.append(self._compared(want, there))
        for leftover, there in self.refreshed.deposed.items():
            if not (self.desired.ignore_foreign and platform.schema(leftover.resource.type) is None):
                out.append(self._removed(leftover, there))
        out = self._triggered(self._propagated(out))
        return sorted(out, key=lambda change: change.address.sort_key()) if self.refreshed.deposed else out

    def _removed(self, address: ObjectAddress, there: Found) -> Change:
        """A deposed object goes whatever the configuration says of its instance."""
        instance = instance_of(address)
        resource = self.desired.instances.get(instance) if instance == address else None
        guard = resource.prevent_destroy if resource else None
        if guard is not None:
            self._refuse_destroy(instance, guard)
        if address.resource.mode == "managed" and platform.schema(address.resource.type) is None:
            self._refuse_foreign(address)
        reason = None
        forgotten = self.removals.forgets(instance)
        if self.options.mode is not Mode.DESTROY and not forgotten and instance == address:
            reason = self.desired.reason_absent(instance)
        return Change(
            address,
            Action.FORGET if forgotten else Action.DELETE,
            reason,
            previous_address=there.previous_address,
            before=there.attributes,
            before_sensitive=there.sensitive,
            dependencies=there.dependencies,
            prior_dependencies=there.dependencies,
            create_before_destroy=there.create_before_destroy,
            observed=self._images(there.path),
        )

    def _created(self, want: DesiredInstance) -> Change:
        document = platform.document(want.address.resource.type, want.attributes)
        if document is not None:
            self._check_free(want, document, None)
        return Change(
            want.address,
            Action.CREATE,
            after=want.attributes,
            after_sensitive=want.sensitive,
            dependencies=want.dependencies,
            create_before_destroy=want.create_before_destroy,
            observed=self._images(document.path if document else None),
            document=document,
        )

    def _compared(self, want: DesiredInstance, there: Found) -> Change:
        if there.is_foreign:
            alike = platform.in_words_of(want.address.resource.type, there.attributes, want.attributes)
            there = replace(there, attributes=alike)
        type = want.address.resource.type
        asked = _ignoring(want, there.attributes)
        planned = platform.plan(type, there.attributes, asked, want.force_new, rewrites=there.must_rewrite)
        after = planned.attributes
        action, reason = Action.NO_OP, None
        if planned.differs:
            action = Action.UPDATE
            if planned.replaced:
                action, reason = Action.REPLACE, Reason.REPLACE_CANNOT_UPDATE
        elif there.must_rewrite:
            action = Action.UPDATE
        if there.tainted:
            action, reason = Action.REPLACE, Reason.REPLACE_TAINTED
        elif want.address in self.options.replace:
            action, reason = Action.REPLACE, Reason.REPLACE_BY_REQUEST
        if action is Action.REPLACE:
            after = asked
        if action is Action.REPLACE and want.prevent_destroy is not None:
            self._refuse_destroy(want.address, want.prevent_destroy)
        if action is Action.REPLACE and want.create_before_destroy:
            action = Action.REPLACE_CREATE_FIRST
        document = None
        if action is not Action.NO_OP:
            document = platform.document(type, after)
            if document is not None and document.path != there.path:
                self._check_free(want, document, there.path)
            elif document is not None and action is Action.UPDATE and not there.must_rewrite:
                existing = self.observed.get(document.path)
                document = platform.kept_document(type, document, existing, there.attributes, after)
        paths = [there.path] if document is None or document.path == there.path else [there.path, document.path]
        return Change(
            want.address,
            action,
            reason,
            previous_address=there.previous_address,
            before=platform.prior_as_written(type, self.observed.get(there.path or ""), there.attributes, after),
            after=after,
            before_sensitive=there.sensitive,
            after_sensitive=want.sensitive,
            replace_paths=planned.replaced,
            dependencies=want.dependencies,
            prior_dependencies=there.dependencies,
            create_before_destroy=want.create_before_destroy,
            observed=self._images(*paths),
            document=document,
            moves_document=planned.moves,
            importing=there.importing,
            keeps_text=after is not asked,
        )

    def _images(self, *paths: str | None) -> tuple[DocumentImage, ...]:
        return tuple(DocumentImage(p, self.observed.get(p)) for p in paths if p is not None)

    def _check_free(self, want: DesiredInstance, document: DocumentImage, old: str | None) -> None:
        """A document that no instance owns is not overwritten, nor is one that is as wanted: it may be another's."""
        text = self.observed.get(document.path)
        if text is None or document.path in self.refreshed.owners:
            return
        folder = self.desired.documents
        self.in_the_way.append(
            InTheWay(
                want,
                f"{folder}/{document.path}",
                self.owner_of(document.path),
                is_wanted=text == document.text,
                old=None if old is None else f"{folder}/{old}",
            )
        )

    def _refuse_foreign(self, address: ObjectAddress) -> None:
        self.diagnostics.append(
            error(
                "Resource of another provider",
                f"The state holds {address}, but hiac knows no resource type {address.resource.type}, so it cannot "
                "destroy what this stands for. If something else looks after it, forget it with "
                f"`hiac state rm '{instance_of(address)}'` and plan again.",
                address=str(address),
            )
        )

    def _refuse_destroy(self, address: InstanceAddress, guard: Span) -> None:
        self.diagnostics.append(
            error(
                "Instance cannot be destroyed",
                f"Resource {address} has lifecycle.prevent_destroy set, but the plan calls for this resource to be "
                "destroyed. To avoid this error and continue with the plan, either disable lifecycle.prevent_destroy "
                "or reduce the scope of the plan using the -target option.",
                guard,
                address=str(address),
            )
        )

    def _triggered(self, changes: list[Change]) -> list[Change]:
        """replace_triggered_by: an instance is replaced when one that it names changes or is itself replaced."""
        if self.options.mode is not Mode.NORMAL:
            return changes
        by_address: dict[ObjectAddress, Change] = {c.address: c for c in changes}
        watchers: dict[ResourceAddress, list[tuple[DesiredInstance, Target, Path]]] = {}
        for want in self.desired.instances.values():
            for target, path in want.triggers:
                resource = target.resource if isinstance(target, InstanceAddress) else target
                if isinstance(resource, ResourceAddress):
                    watchers.setdefault(resource, []).append((want, target, path))
        todo = [c for c in changes if c.action is not Action.NO_OP and c.deposed is None] if watchers else []
        for changed in todo:
            for want, target, path in watchers.get(changed.address.resource, ()):
                change = by_address[want.address]
                if change.action in (Action.NO_OP, Action.UPDATE) and _fires(changed, target, path):
                    by_address[want.address] = self._replaced(change, want)
                    todo.append(by_address[want.address])
        return list(by_address.values())

    def _replaced(self, change: Change, want: DesiredInstance) -> Change:
        if want.prevent_destroy is not None:
            self._refuse_destroy(want.address, want.prevent_destroy)
        after = _ignoring(want, change.before or {})
        return replace(
            change,
            action=Action.REPLACE_CREATE_FIRST if change.create_before_destroy else Action.REPLACE,
            reason=Reason.REPLACE_BY_TRIGGERS,
            after=after,
            document=platform.document(change.address.resource.type, after),
            keeps_text=False,
        )

    def _propagated(self, changes: list[Change]) -> list[Change]:
        """What an instance with create_before_destroy needs must itself be created before it is destroyed."""
        first = {c.address for c in changes if c.create_before_destroy}
        if not first:
            return changes
        by_resource: dict[ResourceAddress, list[Change]] = {}
        for change in changes:
            by_resource.setdefault(change.address.resource.configured, []).append(change)
        todo = {needed for c in changes if c.address in first for needed in c.dependencies}
        seen: set[ResourceAddress] = set()
        while todo:
            resource = todo.pop()
            seen.add(resource)
            for change in by_resource.get(resource, ()):
                first.add(change.address)
                todo |= set(change.dependencies) - seen
        return [
            replace(
                c,
                create_before_destroy=True,
                action=Action.REPLACE_CREATE_FIRST if c.action is Action.REPLACE else c.action,
            )
            if c.address in first
            else c
            for c in changes
        ]


def build(
    desired: Desired,
    refreshed: Refreshed,
    observed: Mapping[str, str | None],
    options: Options,
    removed: Removals = NO_REMOVALS,
    owner_of: OwnerOf = nobody,
) -> tuple[Plan, list[Diagnostic]]:
    """Compare what is wanted with what is there.

    `observed` holds the text of every document that either side names (None: no such file). `owner_of` is asked about
    documents that are in the way.
    """
    builder = _Builder(desired, refreshed, observed, options, removed, owner_of)
    changes = [] if options.mode is Mode.REFRESH_ONLY else builder.changes()
    everything, changes = changes, selected(changes, options)
    drift = selected(list(refreshed.drift), options)
    plan = Plan(
        tuple(changes),
        tuple(drift),
        () if options.targets or options.excludes else desired.output_changes(refreshed.outputs, options.mode),
        options.mode,
        targets=tuple(written(t) for t in options.targets),
    )
    kept = {str(c.address) for c in changes}
    found = [d for d in builder.diagnostics if d.address is None or d.address in kept]
    found += already_there([one for one in builder.in_the_way if str(one.want.address) in kept])
    found += left_behind(everything, kept)
    return plan, [*incomplete(desired, refreshed, options), *_forgotten(changes), *found]


def _forgotten(changes: list[Change]) -> list[Diagnostic]:
    """A warning that names every instance that is only forgotten."""
    lines = [f" - {c.address}" for c in changes if c.action is Action.FORGET]
    if not lines:
        return []
    detail = (
        "If you apply this plan, hiac will discard its tracking information for the following objects, but it will not "
        "delete their documents:\n" + "\n".join(lines) + "\n\nAfter applying this plan, hiac will no longer manage "
        "these objects. You will need to import them to manage them again."
    )
    return [warning("Some objects will no longer be managed by hiac", detail)]


def _fires(change: Change, target: Target, path: Path) -> bool:
    """Whether what `target` and `path` name is changed by `change`; of a replaced instance the id always is."""
    if not selects(target, change.instance):
        return False
    if not path or change.before is None or change.after is None or (change.action.replaces and path == ("id",)):
        return True
    return bool(value_at(change.before, path) != value_at(change.after, path))


def _ignoring(want: DesiredInstance, before: Attributes) -> Attributes:
    """The wanted attributes with those of lifecycle.ignore_changes kept as they are."""
    if want.ignore_all:
        return before
    after = want.attributes
    for path in want.ignore_changes:
        after = _with(after, path, value_at(before, path))
    return after


def _with(value: Attributes, path: Path, new: object) -> Attributes:
    head, *rest = path
    copy = dict(value)
    inner = copy.get(str(head))
    if not rest:
        copy[str(head)] = new
    elif isinstance(inner, dict):
        copy[str(head)] = _with(inner, tuple(rest), new)
    elif isinstance(inner, list) and isinstance(rest[0], int) and rest[0] < len(inner):
        items = list(inner)
        items[rest[0]] = _with(items[rest[0]], tuple(rest[1:]), new) if rest[1:] else new
        copy[str(head)] = items
    return copy
