"""Where references are found in a service, what sort they are, which connectors fit, and where they stand."""

from __future__ import annotations

import pytest

from harnessiac.documents import read
from harnessiac.entities.links import (
    CONNECTOR,
    SECRET,
    TEMPLATE,
    FilePath,
    Link,
    Malformed,
    Reference,
    RuntimeInput,
    Scope,
    parse_file_path,
)
from harnessiac.entities.yaml_links import find_links
from harnessiac.schema.nodes import Kind
from harnessiac.services import artifacts
from harnessiac.services.connectors import OCI_STORES, STORES
from harnessiac.source import SourceFile
from tests.entities.reading import SERVICE as SERVICE_KIND
from tests.entities.reading import kind

SERVICE = """\
service:
  serviceDefinition:
    spec:
      artifacts:
        primary:
          primaryArtifactRef: image
          sources:
            - identifier: image
              type: Gcr
              spec:
                connectorRef: google
            - identifier: template
              template:
                templateRef: account.source
                versionLabel: v2
            - identifier: har
              type: Har
              spec:
                registryRef: images
            - identifier: force
              type: SalesforcePackage
              spec:
                connectorRef: force
                installationKeyRef: account.key
            - identifier: script
              type: CustomArtifact
              spec:
                scripts:
                  fetchAllArtifacts:
                    spec:
                      source:
                        spec:
                          script: |
                            curl -H "<+secrets.getValue("org.one")>" x
                            curl -H '<+secrets.getValue( 'two' )>' x
        sidecars:
          - sidecar:
              identifier: side
              type: Ecr
              spec:
                connectorRef: <+input>
      manifests:
        - manifest:
            type: HelmChart
            spec:
              store:
                type: OciHelmChart
                spec:
                  config:
                    type: ECR
                    spec:
                      connectorRef: amazon
        - manifest:
            type: HelmRepoOverride
            spec:
              type: Gcs
              connectorRef: google
      configFiles:
        - configFile:
            spec:
              store:
                type: Harness
                spec:
                  files:
                    - /settings.yaml
                    - account:/shared.yaml
                    - <+input>
                  secretFiles:
                    - account.certificate
      variables:
        - name: a
          type: Secret
          value: account.a
        - name: b
          type: String
          value: account.a
        - name: c
          type: Secret
          value: <+secrets.getValue("account.c")>
      customDeploymentRef:
        templateRef: deploy
        versionLabel: 1
      somewhere:
        connectorRef: anything
"""


def found(text: str, of: Kind = SERVICE_KIND) -> list[Link]:
    document, findings = read(SourceFile("service.yaml", text))
    assert document is not None
    assert not findings
    links, wrong = find_links(document, of, "o", "p")
    assert not wrong
    return links


def row(link: Link) -> tuple[str, str, str, int | None, tuple[str, ...] | None]:
    line = link.span.line if link.span is not None else None
    return link.entity, link.key, link.text, line, link.wanted.types if link.wanted else None


def test_every_sort() -> None:
    assert [row(link) for link in found(SERVICE)] == [
        ("connector", "connectorRef", "google", 11, ("Gcp",)),
        ("template", "templateRef", "account.source", 14, None),
        ("registry", "registryRef", "images", 19, None),
        ("connector", "connectorRef", "force", 23, ("Salesforce",)),
        ("secret", "installationKeyRef", "account.key", 24, None),
        ("secret", "secrets.getValue", "org.one", 34, None),
        ("secret", "secrets.getValue", "two", 35, None),
        ("connector", "connectorRef", "<+input>", 41, ("Aws",)),
        ("connector", "connectorRef", "amazon", 52, ("Aws",)),
        ("connector", "connectorRef", "google", 57, ("Gcp",)),
        ("file", "files", "/settings.yaml", 65, None),
        ("file", "files", "account:/shared.yaml", 66, None),
        ("file", "files", "<+input>", 67, None),
        ("secret", "secretFiles", "account.certificate", 69, None),
        ("secret", "value", "account.a", 73, None),
        ("secret", "value", "account.c", 79, None),
        ("template", "templateRef", "deploy", 81, None),
        ("connector", "connectorRef", "anything", 84, None),
    ]


def test_the_place_of_a_secret_in_a_script_is_its_own() -> None:
    span = next(link.span for link in found(SERVICE) if link.text == "org.one")
    assert span is not None
    assert span.text == "org.one"


def test_versions_of_templates() -> None:
    assert [link.version for link in found(SERVICE) if link.entity == TEMPLATE] == ["v2", "1"]


@pytest.mark.parametrize("type", sorted(artifacts.MODULES))
@pytest.mark.parametrize("place", ["sources:\n  - ", "primary:\n    ", "sidecar:\n    "])
def test_each_artifact_source_says_which_connectors_it_takes(type: str, place: str) -> None:
    declared = artifacts.find(type)
    assert declared is not None
    (link,) = found(f"{place}type: {type}\n    spec:\n      connectorRef: x\n")
    assert (link.wanted.types if link.wanted else ()) == declared.connectors


@pytest.mark.parametrize(("type", "types"), STORES.items())
@pytest.mark.parametrize("key", ["store", "metadataStore"])
def test_each_store_says_which_connectors_it_takes(type: str, types: tuple[str, ...], key: str) -> None:
    (link,) = found(f"{key}:\n  type: {type}\n  spec:\n    connectorRef: x\n")
    assert link.wanted is not None
    assert link.wanted.types == types
    assert link.wanted.by == f"store of type {type}"


@pytest.mark.parametrize(("type", "types"), OCI_STORES.items())
def test_each_oci_registry_says_which_connectors_it_takes(type: str, types: tuple[str, ...]) -> None:
    text = f"store:\n  type: OciHelmChart\n  spec:\n    config: {{type: {type}, spec: {{connectorRef: x}}}}\n"
    (link,) = found(text)
    assert link.wanted is not None
    assert link.wanted.types == types


@pytest.mark.parametrize(
    "text",
    [
        "type: Unheard\nspec: {connectorRef: x}\n",
        "store: {type: Unheard, spec: {connectorRef: x}}\n",
        "sources: [{type: Unheard, spec: {connectorRef: x}}]\n",
        "sources: [{type: [Gcr], spec: {connectorRef: x}}]\n",
        "manifest: {type: K8sManifest, spec: {connectorRef: x}}\n",
    ],
)
def test_elsewhere_any_connector_fits(text: str) -> None:
    assert [link.wanted for link in found(text)] == [None]


def test_in_a_connector_every_ref_is_a_secret() -> None:
    text = "connector: {spec: {passwordRef: account.a, caCertRef: b, connectorRef: c, clusterUrl: x}}\n"
    assert [(link.entity, link.text) for link in found(text, kind("connector_docker"))] == [
        (SECRET, "account.a"),
        (SECRET, "b"),
        (CONNECTOR, "c"),
    ]
    assert [link.text for link in found(text)] == ["account.a", "c"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("/a/b", FilePath(Scope.PROJECT, "/a/b")),
        ("org:/a", FilePath(Scope.ORGANIZATION, "/a")),
        ("account:/a", FilePath(Scope.ACCOUNT, "/a")),
        ("<+input>", RuntimeInput("<+input>")),
    ],
)
def test_files(text: str, target: FilePath | RuntimeInput) -> None:
    assert parse_file_path(text) == target


def test_what_is_no_reference_is_still_listed() -> None:
    (link,) = found('x: <+secrets.getValue("hashicorpvault://vault/path")>\n')
    assert isinstance(link.target, Malformed)
    assert link.text == "hashicorpvault://vault/path"
    (link,) = found("x: {registryRef: my-registry}\n")
    assert not isinstance(link.target, Reference)


def test_what_may_be_a_secret_itself_is_not_listed() -> None:
    text = "variables:\n- {name: a, type: Secret, value: 'hunter2, really'}\n- {name: b, type: Secret, value: token}\n"
    document, _ = read(SourceFile("main.tf", text))
    assert document is not None
    links, findings = find_links(document, SERVICE_KIND, "acme", "shop")
    assert [link.text for link in links] == ["token"]
    assert findings == []
