"""Services: what is deployed, and which artifacts and manifests make it up."""

from harnessiac.kinds._entities import (
    DESCRIPTION,
    ID,
    IDENTIFIER_ARGUMENT,
    NAME,
    ORG,
    PROJECT,
    PROJECT_NEEDS_ORG,
    TAGS_ARGUMENT,
    project_in_organization,
)
from harnessiac.kinds._fragments import force_delete
from harnessiac.schema.nodes import Body, Kind
from harnessiac.schema.vocabulary import block, flag, text

EXAMPLE = """\
service:
  name: Service
  identifier: my_service
  orgIdentifier: my_org
  projectIdentifier: my_project
  serviceDefinition:
    type: Kubernetes
    spec:
      artifacts:
        primary:
          primaryArtifactRef: <+input>
          sources:
            - identifier: image
              type: DockerRegistry
              spec:
                connectorRef: my_docker
                imagePath: library/nginx
                tag: <+input>
"""

KIND = Kind(
    "harness_platform_service",
    Body(
        (
            NAME,
            IDENTIFIER_ARGUMENT,
            ORG,
            PROJECT,
            PROJECT_NEEDS_ORG,
            DESCRIPTION,
            TAGS_ARGUMENT,
            ID,
            text("yaml", None, "The service's definition. Its document is this text as it is.", computed=True),
            block(
                "git_details",
                text("base_branch", None, "Branch that a new branch starts from.", computed=True),
                text("branch", None, "Branch that holds the definition.", computed=True),
                text("commit_message", None, "Message of the commit.", computed=True),
                text("connector_ref", None, "Connector to the repository.", computed=True),
                text("file_path", None, "Path of the file in the repository.", computed=True),
                flag("is_harness_code_repo", None, "Whether the repository is one of Harness Code.", computed=True),
                flag("is_new_branch", None, "Whether to commit to a new branch.", computed=True),
                text("last_commit_id", None, "Last commit seen, for updates.", computed=True),
                text("last_object_id", None, "Last object seen, for updates.", computed=True),
                flag("load_from_cache", None, "Whether the platform may answer from its cache.", computed=True),
                flag("load_from_fallback_branch", None, "Whether another branch may answer.", computed=True),
                text("repo_name", None, "Name of the repository.", computed=True),
                text(
                    "store_type",
                    None,
                    "Whether the definition lives in the platform or in Git.",
                    computed=True,
                    options=("INLINE", "REMOTE"),
                ),
                description="Where in Git the definition lives. Kept in the state only.",
            ),
            flag(
                "fetch_resolved_yaml", None, "Whether to read the definition with its inputs filled in.", computed=True
            ),
            force_delete(),
            flag("import_from_git", None, "Whether the service is read from Git instead of written.", computed=True),
            flag("is_force_import", None, "Whether to import over what exists.", computed=True),
        )
    ),
    Body(()),
    "service",
    title="Service",
    rules=(project_in_organization,),
    example={"yaml": EXAMPLE},
    authored="yaml",
)
