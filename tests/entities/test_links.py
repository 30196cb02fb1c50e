"""How a connector reference is read, in each scope, and where references are found."""

import pytest

from harnessiac.documents import read
from harnessiac.entities.links import Malformed, Reference, RuntimeInput, Scope, parse_reference
from harnessiac.entities.yaml_links import find_links
from harnessiac.source import SourceFile
from tests.entities.reading import SERVICE

PROJECT = ("o", "p")
ORGANIZATION = ("o", None)
ACCOUNT = ("", "")


@pytest.mark.parametrize(
    ("text", "owner", "target"),
    [
        ("Docker_Hub", PROJECT, Reference(Scope.PROJECT, "Docker_Hub", "o", "p")),
        ("org.x", PROJECT, Reference(Scope.ORGANIZATION, "x", "o", None)),
        ("org.x", ORGANIZATION, Reference(Scope.ORGANIZATION, "x", "o", None)),
        ("account.x$1", PROJECT, Reference(Scope.ACCOUNT, "x$1", None, None)),
        ("account.x", ACCOUNT, Reference(Scope.ACCOUNT, "x", None, None)),
        ("account", PROJECT, Reference(Scope.PROJECT, "account", "o", "p")),
        ("<+input>", ACCOUNT, RuntimeInput("<+input>")),
        ("<+input>.allowedValues(a,b)", PROJECT, RuntimeInput("<+input>.allowedValues(a,b)")),
        ("account.<+pipeline.variables.c>", PROJECT, RuntimeInput("account.<+pipeline.variables.c>")),
        ("a" * 128, PROJECT, Reference(Scope.PROJECT, "a" * 128, "o", "p")),
    ],
)
def test_references(text, owner, target):
    parsed = parse_reference(text, *owner)
    assert parsed == target
    if isinstance(parsed, Reference):
        assert str(parsed) == text


@pytest.mark.parametrize(
    ("text", "owner", "reason"),
    [
        ("", PROJECT, "must not be empty"),
        ("  ", PROJECT, "must not be empty"),
        ("foo.bar", PROJECT, "is no reference"),
        ("account.org.x", PROJECT, "is no reference"),
        ("org.", PROJECT, "is no reference"),
        (".x", PROJECT, "is no reference"),
        ("1x", PROJECT, "is no reference"),
        ("a b", PROJECT, "is no reference"),
        ("x\n", PROJECT, "is no reference"),
        ("../x", PROJECT, "is no reference"),
        ("a" * 129, PROJECT, "is no reference"),
        ("é", PROJECT, "is no reference"),
        ("x", ORGANIZATION, "belongs to an organization"),
        ("x", ACCOUNT, "belongs to the account"),
        ("org.x", ACCOUNT, "refers to the organization"),
    ],
)
def test_malformed(text, owner, reason):
    parsed = parse_reference(text, *owner)
    assert isinstance(parsed, Malformed)
    assert reason in parsed.reason
    assert len(parsed.reason) < 500


TEXT = """\
service:
  serviceDefinition:
    spec:
      artifacts:
        primary:
          sources:
            - spec:
                connectorRef: one
            - spec: {connectorRef: account.two}
        sidecars:
          - sidecar:
              spec:
                connectorRef: <+input>
      manifests:
        - manifest:
            spec:
              store:
                spec:
                  connectorRef: org.three
      configFiles:
        - connectorRef: foo.bar
        - connectorRef:
        - connectorRef: [a]
      variables:
        - name: connectorRef
          value: connectorRef
"""


def test_everywhere_with_places():
    document, findings = read(SourceFile("service.yaml", TEXT))
    assert not findings
    links, findings = find_links(document, SERVICE, "o", "p")
    assert [(link.text, link.span.line) for link in links] == [
        ("one", 8),
        ("account.two", 9),
        ("<+input>", 13),
        ("org.three", 19),
        ("foo.bar", 21),
        ("", 22),
        ("", 23),
    ]
    assert links[1].path == (
        "service", "serviceDefinition", "spec", "artifacts", "primary", "sources", 1, "spec", "connectorRef",
    )  # fmt: skip
    assert [(f.summary, str(f.subject)) for f in findings] == [
        ("Invalid reference in service YAML", "service.yaml:21:25"),
        ("Invalid reference in service YAML", "service.yaml:22:24"),
        ("Invalid reference in service YAML", "service.yaml:23:25"),
    ]
