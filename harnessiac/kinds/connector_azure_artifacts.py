"""Azure Artifacts feeds."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate
from harnessiac.schema.vocabulary import block, constant, text

KIND = connector(
    "azure_artifacts",
    "AzureArtifacts",
    text("url", "azureArtifactsUrl", "Address of the Azure DevOps organization.", required=True),
    constant("auth.spec.type", "PersonalAccessToken"),
    block(
        "credentials",
        text("token_ref", "tokenRef", "Reference to the secret that holds a personal access token.", required=True),
        at="auth.spec.spec",
        required=True,
        description="How to log in.",
    ),
    delegate_selectors(),
    execute_on_delegate(extra=True),
    title="Azure Artifacts feed",
)
