"""AWS Key Management Service, as a secret manager."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, reference
from harnessiac.kinds._secrets import assume_role, default_manager, needs_delegates, oidc_role
from harnessiac.schema.nodes import Choice, Slot
from harnessiac.schema.vocabulary import block, case, flag, tagged, text

KIND = connector(
    "awskms",
    "AwsKms",
    block(
        "credentials",
        tagged(
            "/credential",
            case(
                "ManualConfig",
                Slot("delegateSelectors"),
                block(
                    "manual",
                    reference("access_key_ref", "accessKey", "the access key"),
                    reference("secret_key_ref", "secretKey", "the secret access key"),
                    description="Log in with an access key.",
                ),
            ),
            case("AssumeSTSRole", Slot("delegateSelectors"), assume_role("externalName")),
            case(
                "AssumeIAMRole",
                flag("inherit_from_delegate", None, "Use the rights of the delegate."),
                when="inherit_from_delegate",
            ),
            case("OidcAuthentication", Slot("delegateSelectors"), oidc_role()),
            choice=Choice.ONE_OF,
        ),
        *needs_delegates("manual", "assume_role", "inherit_from_delegate"),
        required=True,
        description="How to log in.",
    ),
    reference("arn_ref", "kmsArn", "the key's ARN", required=False),
    text("arn_plaintext", "kmsArnInPlainText", "ARN of the key, when it is no secret."),
    text("region", "region", "Region of the key.", required=True),
    delegate_selectors("delegateSelectors", "/credential.spec.delegateSelectors"),
    execute_on_delegate(default=True),
    default_manager(),
    title="AWS Key Management Service",
    example={"arn_ref": "account.my_key_arn", "delegate_selectors": ["my-delegate"]},
)
