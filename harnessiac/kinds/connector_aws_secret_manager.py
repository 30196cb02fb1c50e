"""AWS Secrets Manager."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, reference
from harnessiac.kinds._secrets import assume_role, default_manager, needs_delegates, oidc_role
from harnessiac.schema.nodes import Choice
from harnessiac.schema.vocabulary import block, case, flag, number, tagged, text

KIND = connector(
    "aws_secret_manager",
    "AwsSecretManager",
    block(
        "credentials",
        tagged(
            "/credential",
            case(
                "ManualConfig",
                block(
                    "manual",
                    reference("access_key_ref", "accessKey", "the access key", required=False),
                    reference("secret_key_ref", "secretKey", "the secret access key"),
                    text("access_key_plain_text", "accessKeyPlainText", "Access key."),
                    description="Log in with an access key.",
                ),
            ),
            case("AssumeSTSRole", assume_role("externalId")),
            case(
                "AssumeIAMRole",
                flag("inherit_from_delegate", None, "Use the rights of the delegate."),
                when="inherit_from_delegate",
            ),
            case("OidcAuthentication", oidc_role()),
            choice=Choice.ONE_OF,
        ),
        *needs_delegates("manual", "assume_role", "inherit_from_delegate"),
        required=True,
        description="How to log in.",
    ),
    text("region", "region", "Region of the secrets.", required=True),
    text("secret_name_prefix", "secretNamePrefix", "What the names of the secrets start with."),
    delegate_selectors(),
    execute_on_delegate(default=True),
    flag(
        "force_delete_without_recovery",
        "forceDeleteWithoutRecovery",
        "Whether secrets are deleted for good at once.",
        omits=(False,),
    ),
    flag("use_put_secret", "usePutSecret", "Whether to write with PutSecretValue.", default=False, omits=(False,)),
    number("recovery_window_in_days", "recoveryWindowInDays", "How long a deleted secret can be restored.", omits=(0,)),
    default_manager(),
    title="AWS Secrets Manager",
    example={"delegate_selectors": ["my-delegate"]},
)
