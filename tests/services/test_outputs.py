"""What the declarations of artifact source types say about their expressions fits the fields that they declare."""

from __future__ import annotations

import pytest

from harnessiac.services import artifacts
from harnessiac.services.artifacts._names import authority, hostname, without_scheme
from harnessiac.shapes.vocabulary import Record


def fields(record: Record) -> set[str]:
    """The names of the fields of a spec and of the specs in it."""
    inner = [field.shape for field in record.fields if field.name == "spec" and isinstance(field.shape, Record)]
    inner += [shape() for pick in record.picked for shape in pick.shapes().values()]
    return {*record.names, *(name for one in inner for name in one.names)}


@pytest.mark.parametrize("type", artifacts.MODULES)
def test_outputs_name_fields(type: str) -> None:
    declared = artifacts.find(type)
    assert declared is not None
    output = declared.output
    named = {output.version, output.regex, *output.renamed.values(), *(output.when or ())[:1]} - {""}
    assert named <= fields(declared.spec)
    assert (output.host is None) == (output.path is None)


def test_which_types_deliver_images() -> None:
    found = {type for type in artifacts.MODULES if (one := artifacts.find(type)) and one.output.host is not None}
    assert found == {
        "DockerRegistry",
        "Gcr",
        "Ecr",
        "Acr",
        "GoogleArtifactRegistry",
        "Nexus3Registry",
        "ArtifactoryRegistry",
        "GithubPackageRegistry",
        "Har",
    }


@pytest.mark.parametrize(
    ("url", "authority_", "hostname_", "rest"),
    [
        ("https://index.docker.io/v2/", "index.docker.io", "index.docker.io", "index.docker.io/v2"),
        ("http://10.0.0.1:5000", "10.0.0.1:5000", "10.0.0.1", "10.0.0.1:5000"),
        ("registry.example.com/a/b", "registry.example.com", "registry.example.com", "registry.example.com/a/b"),
        ("https://user:word@host:1/x", "host:1", "host", "host:1/x"),
        ("https://[::1]:5000/v2", "[::1]:5000", "[::1]", "[::1]:5000/v2"),
        (" https://host ", "host", "host", "host"),
        ("host", "host", "host", "host"),
        ("", "", "", ""),
    ],
)
def test_parts_of_addresses(url: str, authority_: str, hostname_: str, rest: str) -> None:
    assert authority(url) == authority_
    assert hostname(url) == hostname_
    assert without_scheme(url) == rest
