"""Which artifact sources a service has, in both styles, and what is known of each."""

import pytest

from harnessiac.documents import read
from harnessiac.services.sources import DEFINITION, artifact_sources
from harnessiac.services.structure import source_types
from harnessiac.source import SourceFile


def document(artifacts):
    text = f"service:\n  serviceDefinition:\n    spec:\n      artifacts: {artifacts}\n"
    found, findings = read(SourceFile("s.yaml", text))
    assert not findings
    return found


def sources(artifacts):
    found = document(artifacts)
    there = artifact_sources(found.at(DEFINITION))
    for one in there:
        assert found.at(one.path) is one.node
    return there


@pytest.mark.parametrize(
    ("artifacts", "expected"),
    [
        ("{}", []),
        ("[]", []),
        ("<+input>", []),
        ("{primary: <+input>, sidecars: <+input>}", []),
        ("{primary: {sources: <+input>}}", []),
        ("{primary: {sources: [<+input>, 1, null]}, sidecars: [x, {sidecar: y}, {}]}", []),
        (
            "{primary: {type: Gcr, spec: {imagePath: p/i}}}",
            [("primary", "old", None, "Gcr", True, None)],
        ),
        ("{primary: {spec: {}}}", [("primary", "old", None, None, True, None)]),
        (
            (
                "{primary: {primaryArtifactRef: a, sources: [{identifier: a, type: Ecr, spec: {}}, {identifier: b}]}, "
                "sidecars: [{sidecar: {identifier: c, type: Acr, spec: <+input>}}]}"
            ),
            [
                ("primary", "new", "a", "Ecr", True, None),
                ("primary", "new", "b", None, False, None),
                ("sidecar", "new", "c", "Acr", False, None),
            ],
        ),
        (
            "{primary: {type: Gcr, spec: {}, sources: [{identifier: a, type: Ecr}]}}",
            [("primary", "old", None, "Gcr", True, None), ("primary", "new", "a", "Ecr", False, None)],
        ),
        (
            "{primary: {sources: [{identifier: <+input>, type: <+input>, spec: {}}]}}",
            [("primary", "new", None, None, True, None)],
        ),
        (
            "{primary: {sources: [{identifier: t, template: {templateRef: account.T, versionLabel: 1}}]}}",
            [("primary", "new", "t", None, False, ("account.T", "1", False))],
        ),
        (
            "{primary: {sources: [{identifier: t, template: {templateInputs: {type: Gcr}}}]}}",
            [("primary", "new", "t", None, False, (None, None, True))],
        ),
    ],
)
def test_sources(artifacts, expected):
    told = [
        (
            one.role.value,
            one.style.value,
            one.identifier,
            one.type,
            one.spec is not None,
            one.template and (one.template.ref, one.template.version, one.template.inputs is not None),
        )
        for one in sources(artifacts)
    ]
    assert told == expected


def test_types_are_those_said():
    found = document("{primary: {sources: [{type: Gcr}, {type: <+input>}, {type: {}}, {identifier: x}]}}")
    assert [node.text for node in source_types(found.at(DEFINITION))] == ["Gcr", "<+input>"]


@pytest.mark.parametrize("definition", ["{}", "{spec: x}", "{spec: {artifacts: 1}}"])
def test_no_artifacts(definition):
    found, _ = read(SourceFile("s.yaml", definition))
    assert artifact_sources(found.root) == []
