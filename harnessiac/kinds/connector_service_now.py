"""ServiceNow."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, legacy_login, login, reference, url
from harnessiac.schema.nodes import Choice
from harnessiac.schema.vocabulary import block, case, tagged, text

KIND = connector(
    "service_now",
    "ServiceNow",
    url("serviceNowUrl", "ServiceNow", "service_now_url"),
    *legacy_login(),
    delegate_selectors(),
    block(
        "auth",
        tagged(
            "",
            case(
                "UsernamePassword",
                block(
                    "username_password",
                    *login(Choice.ONE_OF),
                    description="Log in with a user name and a password.",
                ),
            ),
            case(
                "AdfsClientCredentialsWithCertificate",
                block(
                    "adfs",
                    reference("certificate_ref", "certificateRef", "the certificate"),
                    reference("private_key_ref", "privateKeyRef", "the private key"),
                    reference("client_id_ref", "clientIdRef", "the client id"),
                    reference("resource_id_ref", "resourceIdRef", "the resource id"),
                    url("adfsUrl", "the federation server", "adfs_url"),
                    description="Log in through Active Directory Federation Services.",
                ),
            ),
            case(
                "RefreshTokenGrantType",
                block(
                    "refresh_token",
                    url("tokenUrl", "the token endpoint", "token_url"),
                    reference("refresh_token_ref", "refreshTokenRef", "the refresh token"),
                    reference("client_id_ref", "clientIdRef", "the client id"),
                    reference("client_secret_ref", "clientSecretRef", "the client secret", required=False),
                    text("scope", "scope", "Scopes to ask for."),
                    description="Log in with a refresh token.",
                ),
            ),
            choice=Choice.ONE_OF,
            selector=text(
                "auth_type",
                None,
                "How to log in; the block of that name holds the rest.",
                required=True,
                options=("UsernamePassword", "AdfsClientCredentialsWithCertificate", "RefreshTokenGrantType"),
            ),
        ),
        at="auth",
        required=True,
        description="How to log in.",
    ),
    title="ServiceNow",
)
