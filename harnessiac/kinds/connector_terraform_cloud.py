"""Terraform Cloud."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, reference, url
from harnessiac.schema.vocabulary import block, case, tagged

KIND = connector(
    "terraform_cloud",
    "TerraformCloud",
    url("terraformCloudUrl", "Terraform Cloud"),
    block(
        "credentials",
        tagged(
            "",
            case(
                "ApiToken",
                block(
                    "api_token",
                    reference("api_token_ref", "apiToken", "the API token"),
                    required=True,
                    description="Log in with an API token.",
                ),
            ),
        ),
        at="credential",
        required=True,
        description="How to log in.",
    ),
    delegate_selectors(),
    execute_on_delegate(unset=True, computed=True),
    title="Terraform Cloud",
)
