"""Secrets that are a text. Their value stays out of documents, plans and logs: only the state knows it."""

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
from harnessiac.schema.nodes import Body, Kind
from harnessiac.schema.vocabulary import block, text

KIND = Kind(
    "harness_platform_secret_text",
    "secret",
    Body(
        (
            NAME,
            IDENTIFIER_ARGUMENT,
            DESCRIPTION,
            ORG,
            PROJECT,
            PROJECT_NEEDS_ORG,
            TAGS_ARGUMENT,
            text(
                "secret_manager_identifier",
                None,
                "Secret manager that keeps it, such as harnessSecretManager.",
                required=True,
                refers="connector",
                local=True,
            ),
            text(
                "value_type",
                None,
                "Whether `value` is the secret itself or a reference to it in the secret manager.",
                required=True,
                options=("Reference", "Inline", "CustomSecretManagerValues"),
            ),
            text("value", None, "The secret, or the reference to it.", sensitive=True),
            block(
                "additional_metadata",
                block(
                    "values",
                    text("version", None, "Version of the secret to read."),
                    unordered=True,
                    most=None,
                    description="Facts the secret manager asks for.",
                ),
                unordered=True,
                most=None,
                description="More facts about the secret.",
            ),
            ID,
        )
    ),
    title="Secret text",
    rules=(project_in_organization,),
    example={"secret_manager_identifier": "harnessSecretManager", "value_type": "Inline", "value": "my secret"},
)
