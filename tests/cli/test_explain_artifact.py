"""hiac explain artifact: which piece is printed, and what is said to wrong words."""

from __future__ import annotations

import json

import pytest

from harnessiac import documents
from harnessiac.cli.main import run
from harnessiac.services import guides
from harnessiac.source import SourceFile

Capture = pytest.CaptureFixture[str]


def printed(capsys: Capture, *arguments: str) -> str:
    assert run(["explain", "artifact", *arguments]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


def test_without_a_type_all_are_listed(capsys: Capture) -> None:
    lines = printed(capsys).splitlines()
    assert [line.split()[0] for line in lines] == list(guides.names())
    rows = json.loads(printed(capsys, "-json"))
    assert [row["name"] for row in rows] == list(guides.names())


def test_platform_names(capsys: Capture) -> None:
    assert printed(capsys, "Ecr") == printed(capsys, "ecr")


def test_a_section(capsys: Capture) -> None:
    shown = printed(capsys, "gcr", "-section=permissions", "--section", "hosts")
    assert [line for line in shown.splitlines() if line.startswith("#")] == ["## Permissions", "## Hosts"]


@pytest.mark.parametrize(
    ("arguments", "starts"),
    [
        (["-format=yaml", "-part=connector"], "connector:\n"),
        (["-format=yaml", "-part=service"], "service:\n"),
        (["-part=alternative"], "connector:\n"),
        (["-part=key"], "connector:\n"),
        (["-section=private"], "## Images of private registries\n"),
        (["-format=hcl"], 'resource "harness_platform_connector_gcp"'),
        (["-format=curl", "-part=service"], "curl --location --request POST"),
    ],
)
def test_pieces_for_pipes(arguments: list[str], starts: str, capsys: Capture) -> None:
    assert printed(capsys, "gcr", *arguments).startswith(starts)


def test_both_documents_in_one_stream(capsys: Capture) -> None:
    first, second = printed(capsys, "gcr", "-format=yaml").split("---\n")
    for text, root in ((first, "connector"), (second, "service")):
        document, problems = documents.read(SourceFile("", text))
        assert problems == []
        assert document is not None
        assert isinstance(document.root, documents.Mapping)
        assert list(document.root.entries) == [root]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["artifact", "ecrr"], 'There is no artifact source type "ecrr". Did you mean "ecr"?'),
        (["artifact", "DockerRegistri"], 'Did you mean "DockerRegistry"?'),
        (["artifact", "\x1b[31mred"], "\\u001b[31mred"),
        (["artifact", "x" * 100_000], "There is no artifact source type"),
        (["artifact", ""], "There is no artifact source type"),
        (["artifact", "../docker"], "There is no artifact source type"),
        (["artifact", "guide"], "There is no artifact source type"),
        (["artifact", "gcr", "-section=permission"], 'Did you mean "permissions"?'),
        (["artifact", "gcr", "-format=json"], "-format is one of yaml, hcl, curl"),
        (["artifact", "gcr", "-part=conector"], 'Did you mean "connector"?'),
        (["artifact", "gcs", "-part=alternative"], "-part is one of connector, service, key, not"),
        (["artifact", "custom", "-part=connector"], "-part is one of service, not"),
        (["artifact", "salesforce_org", "-format=hcl"], "The guide to Salesforce organizations has no example."),
        (["artifact", "docker", "-section=flags"], "There is nothing to say about flags of Docker registries."),
        (["artifact", "gcr", "-json", "-format=yaml"], "only one can be asked for"),
        (["artifact", "-format=yaml"], "Say of which type"),
        (["artifacts"], 'Did you mean "artifact"?'),
        (["artefact", "gcr"], 'Did you mean "artifact"?'),
        (["docker", "-json"], "belong to hiac explain artifact TYPE"),
    ],
)
def test_wrong_words(arguments: list[str], said: str, capsys: Capture) -> None:
    assert run(["explain", *arguments]) == 1
    shown = capsys.readouterr()
    assert said in " ".join(shown.err.split())
    assert "\x1b" not in shown.err
    assert shown.out == ""
