"""Documents compared field by field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harnessiac import documents
from harnessiac.entities.documents import same_text
from harnessiac.entities.yaml_differences import FieldDifference, Item, Kind, Written
from harnessiac.entities.yaml_differences import differences as differences_of
from tests.entities.reading import SERVICE


def differences(before: str, after: str) -> tuple[FieldDifference, ...] | None:
    return differences_of(before, after, SERVICE)


def same_document(before: str, after: str) -> bool:
    return same_text(SERVICE, before, after)


def told(before: str, after: str) -> list[str] | None:
    """Each difference on a line: its kind, its path, the text before and after."""
    found = differences(before, after)
    return None if found is None else [line(one) for one in found]


def line(one: FieldDifference) -> str:
    sides = " -> ".join(side.text for side in (one.before, one.after) if side is not None)
    return f"{one.kind.value} {one.path}: {sides}" if one.kind is not Kind.MOVED else f"moved {one.path}"


def service(spec: str, type: str = "Kubernetes") -> str:
    lines = "".join(f"      {row}\n" for row in spec.splitlines())
    return f"service:\n  name: Web\n  identifier: web\n  serviceDefinition:\n    type: {type}\n    spec:\n{lines}"


SOURCES = """\
artifacts:
  primary:
    primaryArtifactRef: nginx
    sources:
      - identifier: nginx
        type: DockerRegistry
        spec:
          connectorRef: hub
          imagePath: library/nginx # the image
          tag: "1.0"
      - identifier: other
        type: DockerRegistry
        spec:
          connectorRef: hub
          imagePath: library/httpd
          tag: 1.10
  sidecars:
    - sidecar:
        identifier: helper
        type: DockerRegistry
        spec: {connectorRef: hub, imagePath: lib/helper, tag: a}
"""
MANIFESTS = """\
manifests:
  - manifest:
      identifier: main
      type: K8sManifest
      spec:
        store: {type: Harness, spec: {files: [/a, /b, /c]}}
  - manifest:
      identifier: values
      type: Values
      spec:
        store:
          type: Inline
          spec:
            content: |
              one: 1
              two: 2
"""
REST = """\
configFiles:
  - configFile:
      identifier: one
      spec: {store: {type: Harness, spec: {files: [/one]}}}
  - configFile:
      identifier: two
      spec: {store: {type: Harness, spec: {files: [/two]}}}
variables:
  - {name: replicas, type: Number, value: 2}
  - {name: my.var, type: String, value: x}
"""
WHOLE = SOURCES + MANIFESTS + REST
IN_SOURCES = "serviceDefinition.spec.artifacts.primary.sources"
IN_SPEC = "serviceDefinition.spec"

FIELDS = [
    ('tag: "1.0"', 'tag: "1.1"', [f'changed {IN_SOURCES}[nginx].spec.tag: "1.0" -> "1.1"']),
    ("tag: 1.10", "tag: 1.1", [f"changed {IN_SOURCES}[other].spec.tag: 1.10 -> 1.1"]),
    ("tag: 1.10", "tag: '1.10'", [f"changed {IN_SOURCES}[other].spec.tag: 1.10 -> '1.10'"]),
    ("value: 2", "value: true", [f"changed {IN_SPEC}.variables[replicas].value: 2 -> true"]),
    ("value: x", "value: y", [f'changed {IN_SPEC}.variables["my.var"].value: x -> y']),
    ("tag: a}", "tag: b}", [f"changed {IN_SPEC}.artifacts.sidecars[helper].spec.tag: a -> b"]),
    ("[/a, /b, /c]", "[/b, /c]", [f"removed {IN_SPEC}.manifests[main].spec.store.spec.files[0]: /a"]),
    ("[/a, /b, /c]", "[/a, /x, /c]", [f"changed {IN_SPEC}.manifests[main].spec.store.spec.files[1]: /b -> /x"]),
    ("[/a, /b, /c]", "[/a, /b, /c, /d]", [f"added {IN_SPEC}.manifests[main].spec.store.spec.files[3]: /d"]),
    ("files: [/one]", "files: /one", [f"changed {IN_SPEC}.configFiles[one].spec.store.spec.files: [/one] -> /one"]),
    (
        'tag: "1.0"',
        "tagRegex: 1.*",
        [f"added {IN_SOURCES}[nginx].spec.tagRegex: 1.*", f'removed {IN_SOURCES}[nginx].spec.tag: "1.0"'],
    ),
    (
        "    sources:\n",
        "    sources:\n      - identifier: new\n        # why\n        type: Gcr\n",
        [f"added {IN_SOURCES}[new]: identifier: new\n# why\ntype: Gcr"],
    ),
    (
        SOURCES[SOURCES.index("      - identifier: other") : SOURCES.index("  sidecars")],
        "",
        [
            (
                f"removed {IN_SOURCES}[other]: identifier: other\ntype: DockerRegistry\nspec:\n  connectorRef: hub\n"
                "  imagePath: library/httpd\n  tag: 1.10"
            )
        ],
    ),
    ("name: Web", "name: Webs", ["changed name: Web -> Webs"]),
    (
        "two: 2",
        "two: 3",
        [
            (
                f"changed {IN_SPEC}.manifests[values].spec.store.spec.content: "
                "|\n  one: 1\n  two: 2 -> |\n  one: 1\n  two: 3"
            )
        ],
    ),
    ("library/nginx # the image", "library/nginx  # another word", []),
    ("{connectorRef: hub, imagePath: lib/helper, tag: a}", "{tag: a, imagePath: lib/helper, connectorRef: hub}", []),
]


@pytest.mark.parametrize(("old", "new", "expected"), FIELDS)
def test_fields(old: str, new: str, expected: list[str]) -> None:
    before = service(WHOLE)
    replaced = new
    if "\n" in old:
        old, replaced = ("".join(f"      {row}\n" for row in part.splitlines()) for part in (old, new))
    assert before.count(old) == 1
    after = before.replace(old, replaced)
    assert told(before, after) == expected
    assert same_document(before, after) is (not expected)


def reversed_items(text: str, under: str) -> str:
    """The text with the items of the list below the line `under` the other way round."""
    rows = text.splitlines(keepends=True)
    start = next(i for i, row in enumerate(rows) if row.strip() == under) + 1
    dash = rows[start][: rows[start].index("-") + 1]
    end = next((i for i in range(start, len(rows)) if len(rows[i]) - len(rows[i].lstrip()) < len(dash) - 1), len(rows))
    items: list[list[str]] = []
    for row in rows[start:end]:
        if row.startswith(dash):
            items.append([])
        items[-1].append(row)
    return "".join([*rows[:start], *(row for item in reversed(items) for row in item), *rows[end:]])


@pytest.mark.parametrize(
    ("under", "expected"),
    [
        ("sources:", []),
        ("variables:", []),
        ("manifests:", [f"moved {IN_SPEC}.manifests[main]"]),
        ("configFiles:", [f"moved {IN_SPEC}.configFiles[one]"]),
    ],
)
def test_the_order_of_items_counts_where_the_platform_minds_it(under: str, expected: list[str]) -> None:
    before = service(WHOLE)
    after = reversed_items(before, under)
    assert after != before
    assert told(before, after) == expected
    assert same_document(before, after) is (not expected)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a: 1\nb: 2\n", "# note\nb:   2\na: 1\n", []),
        ("a: [1, 'x']", "a:\n  - 1\n  - x\n", []),
        ("a: true", "a: TRUE", []),
        ("a: ~", "a:", []),
        ("a: 1.0", "a: 1.00", ["changed a: 1.0 -> 1.00"]),
        ("a: 1", "a: '1'", ["changed a: 1 -> '1'"]),
        ("a: 1", "a: 1.0", ["changed a: 1 -> 1.0"]),
        ("a: true", "a: 'true'", ["changed a: true -> 'true'"]),
        ("a: 1", "a: true", ["changed a: 1 -> true"]),
        ("a: [1, 2]", "a: [2, 1]", ["removed a[0]: 1", "added a[1]: 1"]),
        ("a: {b: 1}", "a: {c: 1}", ["added a.c: 1", "removed a.b: 1"]),
        ("a.b: {'c d': 1}", "a.b: {'c d': 2}", ['changed "a.b"."c d": 1 -> 2']),
        ("a: &x [1]\nb: *x", "a: [1]\nb: [1]", []),
        ("a: &x [1]\nb: *x", "a: &x [2]\nb: *x", ["changed a[0]: 1 -> 2", "changed b[0]: 1 -> 2"]),
        ("", "a: 1", ["changed :  -> a: 1"]),
        ("a: [1", "a: [1 ", None),
        ("a: 1", "a: 1\na: 2", None),
        ("a: [", "a: [", []),
    ],
)
def test_any_yaml(before: str, after: str, expected: list[str] | None) -> None:
    assert told(before, after) == expected
    assert same_document(before, after) is (expected == [])


@pytest.mark.parametrize(
    ("rows", "changed"),
    [
        ("- identifier: a\n- identifier: a\n", "- identifier: a\n- identifier: b\n"),
        ("- identifier: <+input>\n", "- identifier: b\n"),
        ("- {}\n", "- identifier: b\n"),
        ("<+input>\n", "- identifier: b\n"),
    ],
)
def test_items_without_names_of_their_own_are_matched_by_place(rows: str, changed: str) -> None:
    before, after = (
        "artifacts:\n  primary:\n    sources:\n" + "".join(f"      {row}\n" for row in text.splitlines())
        for text in (rows, changed)
    )
    found = differences(service(before), service(after))
    assert found
    assert not any(isinstance(step, Item) and step.name is not None for one in found for step in one.steps)


def test_a_wrapper_is_left_out_of_the_path_and_kept_in_the_step() -> None:
    (found,) = differences(service(WHOLE), service(WHOLE.replace("type: K8sManifest", "type: Kustomize"))) or ()
    assert found.steps[3:5] == ("manifests", Item("main", 0, 0, "manifest"))
    assert found.path == "serviceDefinition.spec.manifests[main].type"


def test_values_know_their_lines() -> None:
    before = service(WHOLE)
    (found,) = differences(before, before.replace("two: 2", "two: 3")) or ()
    row = next(i for i, line in enumerate(before.splitlines(), 1) if line.strip() == "content: |")
    assert found.before == Written("one: 1\ntwo: 2\n", "|\n  one: 1\n  two: 2", (row, row + 2))


# Properties

LEAVES = st.sampled_from([1, 1.5, True, False, None, "1", "true", "a", "b: c", "two\nlines\n", "", [], {}, ["x", "y"]])
NAMES = st.sampled_from(["a", "b", "c", "d.e", "f]"])
DATA = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)


def named(key: str, inside: str = "") -> st.SearchStrategy[list[Any]]:
    items = st.dictionaries(NAMES, st.dictionaries(st.sampled_from(["type", "spec", "value"]), DATA), max_size=4)
    whole = items.map(lambda found: [{key: name, **rest} for name, rest in found.items()])
    return whole.map(lambda found: [{inside: item} for item in found]) if inside else whole


SERVICES = st.fixed_dictionaries(
    {
        "artifacts": st.fixed_dictionaries(
            {
                "primary": st.fixed_dictionaries({"sources": named("identifier")}),
                "sidecars": named("identifier", "sidecar"),
            }
        ),
        "manifests": named("identifier", "manifest"),
        "configFiles": named("identifier", "configFile"),
        "variables": named("name"),
    },
    optional={"other": DATA},
).map(lambda spec: {"service": {"name": "Web", "serviceDefinition": {"type": "Kubernetes", "spec": spec}}})
UNORDERED = {"sources", "sidecars", "variables"}


def shuffled(draw: st.DrawFn, value: Any, key: str = "") -> Any:
    match value:
        case dict():
            return {k: shuffled(draw, value[k], k) for k in draw(st.permutations(list(value)))}
        case list():
            items = [shuffled(draw, item) for item in value]
            return draw(st.permutations(items)) if key in UNORDERED else items
        case _:
            return value


@settings(deadline=None)
@given(SERVICES, st.data())
def test_what_is_only_reordered_is_no_difference(plain: dict[str, Any], data: st.DataObject) -> None:
    before = documents.write(plain)
    after = documents.write(shuffled(data.draw, plain))
    assert differences(before, after) == ()
    assert same_document(before, after)


@settings(deadline=None)
@given(SERVICES, SERVICES)
def test_the_differences_make_the_one_into_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    left, right = documents.write(before), documents.write(after)
    found = differences(left, right)
    assert found is not None
    assert (not found) is same_document(left, right)
    assert same_document(documents.write(applied(before, found)), right)


def applied(plain: Any, found: tuple[FieldDifference, ...], depth: int = 0) -> Any:
    """`plain` with the differences carried out that start below it."""
    here = next((one for one in found if len(one.steps) == depth and one.kind is not Kind.MOVED), None)
    if here is not None:
        return here.after.value if here.after is not None else None
    by_step: dict[Any, list[FieldDifference]] = {}
    for one in found:
        if len(one.steps) > depth:
            by_step.setdefault(one.steps[depth], []).append(one)
    if not by_step:
        return plain
    if isinstance(plain, dict):
        gone = {step for step, ones in by_step.items() if is_now(Kind.REMOVED, ones, depth)}
        made = {k: applied(v, tuple(by_step.get(k, ())), depth + 1) for k, v in plain.items() if k not in gone}
        return made | {k: applied(None, tuple(v), depth + 1) for k, v in by_step.items() if k not in plain}
    placed: dict[int, Any] = {}
    rest = dict(enumerate(plain))
    for step, ones in by_step.items():
        assert isinstance(step, Item)
        old = rest.get(step.before) if step.before is not None else None
        inner = old[step.inside] if step.inside and old is not None else old
        new = applied(inner, tuple(ones), depth + 1)
        new = {step.inside: new} if step.inside else new
        if step.before is not None and (is_now(Kind.REMOVED, ones, depth) or is_now(Kind.MOVED, ones, depth)):
            rest.pop(step.before)
        elif step.before is not None:
            rest[step.before] = new
        if step.after is not None and (step.before is None or is_now(Kind.MOVED, ones, depth)):
            placed[step.after] = new
    others = iter(rest.values())
    return [placed[i] if i in placed else next(others) for i in range(len(placed) + len(rest))]


def is_now(kind: Kind, ones: list[FieldDifference], depth: int) -> bool:
    return any(one.kind is kind and len(one.steps) == depth + 1 for one in ones)
