"""Findings about what a service refers to: connectors, templates, secrets, files (HIAC-SVC-060 to 069)."""

from __future__ import annotations

from harnessiac.diagnostics import Code, Severity

INVALID = Code(
    "HIAC-SVC-060",
    Severity.ERROR,
    "Invalid reference in service YAML",
    "A reference names an entity by its identifier: bare for one of the same project, after `org.` for one of the "
    "organization, after `account.` for one of the account. An entity cannot refer to what is in a narrower scope than "
    "its own, so a service of the account can only use what belongs to the account.",
    wrong="spec:\n  connectorRef: team.docker\n",
    right="spec:\n  connectorRef: org.docker\n",
)
MISSING = Code(
    "HIAC-SVC-061",
    Severity.WARNING,
    "Connector not found",
    "No resource of this configuration, no entity of the state and no document of the documents folder is the "
    "connector that is named. It may exist on the platform without hiac knowing of it; then this finding can be "
    "silenced, or the connector brought in with `hiac adopt`. Otherwise pipelines fail when they fetch the artifact or "
    "the manifest.",
    wrong="spec:\n  connectorRef: Docker_Hbu\n",
    right="spec:\n  connectorRef: Docker_Hub\n",
)
MISSING_ENTITY = Code(
    "HIAC-SVC-067",
    Severity.WARNING,
    "Referenced entity not found",
    "No resource of this configuration, no entity of the state and no document of the documents directory is the "
    "entity that is named, such as an environment or a service. It may exist on the platform without hiac knowing of "
    "it; then this finding can be silenced, or the entity imported with `hiac adopt`. Otherwise the platform refuses "
    "the reference, or a pipeline that uses it fails.",
)
SCOPE = Code(
    "HIAC-SVC-062",
    Severity.ERROR,
    "Reference to the wrong scope",
    "There is a connector with this identifier, but not in the scope that the reference names: a bare identifier is "
    "looked for in the service's own project only, and never in the organization or the account around it.",
    wrong="spec:\n  connectorRef: Shared_Docker # it belongs to the account\n",
    right="spec:\n  connectorRef: account.Shared_Docker\n",
)
TYPE = Code(
    "HIAC-SVC-063",
    Severity.ERROR,
    "Connector of the wrong type",
    "Each artifact source and each store works with certain types of connector and refuses others. Images in Google, "
    "Amazon and Azure registries can be reached in two ways: by a source of the cloud's own type with a cloud "
    "connector, or by a source of type DockerRegistry with a Docker connector whose address is the registry's host.",
    wrong="type: Gcr\nspec:\n  connectorRef: Docker_Hub # a connector of type DockerRegistry\n",
    right="type: DockerRegistry\nspec:\n  connectorRef: Docker_Hub\n",
)
SECRET_SCOPE = Code(
    "HIAC-SVC-064",
    Severity.WARNING,
    "Secret of another scope",
    "The configuration has a secret with this identifier, but not in the scope that the reference names. Secrets that "
    "hiac does not manage cannot be looked up, so there may be one; otherwise the reference leads nowhere.",
    wrong='value: <+secrets.getValue("token")> # it belongs to the account\n',
    right='value: <+secrets.getValue("account.token")>\n',
)
OFFICIAL_IMAGE = Code(
    "HIAC-SVC-066",
    Severity.WARNING,
    "Official image without its namespace",
    "Docker Hub keeps its official images in the namespace `library`. Docker adds that to a name without a slash; "
    "Harness does not, and finds no tags.",
    wrong="connectorRef: Docker_Hub\nimagePath: nginx\n",
    right="connectorRef: Docker_Hub\nimagePath: library/nginx\n",
)

CODES: tuple[Code, ...] = (INVALID, MISSING, SCOPE, TYPE, SECRET_SCOPE, OFFICIAL_IMAGE, MISSING_ENTITY)
