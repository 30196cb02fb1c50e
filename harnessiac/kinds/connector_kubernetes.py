"""Kubernetes clusters."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, either, force_delete, login, reference, url
from harnessiac.schema.nodes import Apart, Choice, Codec, Plain, Slot
from harnessiac.schema.vocabulary import block, case, strings, tagged, text

MASTER_URL = url("/credential.spec.masterUrl", "the cluster's API server", "master_url")


def _joined(scopes: Plain) -> Plain:
    return ",".join(map(str, scopes)) if isinstance(scopes, list) else None


def _split(scopes: Plain) -> Plain:
    return [*scopes.split(",")] if isinstance(scopes, str) else None


COMMA_SEPARATED = Codec("comma separated", _joined, _split)


KIND = connector(
    "kubernetes",
    "K8sCluster",
    Slot("credential"),
    Slot("delegateSelectors"),
    tagged(
        "credential",
        case(
            "ManualConfig",
            Slot("masterUrl"),
            tagged(
                "auth",
                case(
                    "UsernamePassword",
                    block(
                        "username_password",
                        MASTER_URL,
                        *login(),
                        description="Log in with a user name and a password.",
                    ),
                ),
                case(
                    "ServiceAccount",
                    block(
                        "service_account",
                        MASTER_URL,
                        reference("service_account_token_ref", "serviceAccountTokenRef", "the service account's token"),
                        reference("ca_cert_ref", "caCertRef", "the certificate authority", required=False),
                        description="Log in as a service account.",
                    ),
                ),
                case(
                    "OpenIdConnect",
                    block(
                        "openid_connect",
                        MASTER_URL,
                        url("oidcIssuerUrl", "the issuer", "issuer_url"),
                        either("username", "oidcUsername", "User name"),
                        reference("client_id_ref", "oidcClientIdRef", "the client id"),
                        reference("password_ref", "oidcPasswordRef", "the password"),
                        reference("secret_ref", "oidcSecretRef", "the client secret", required=False),
                        strings("scopes", "oidcScopes", "Scopes to ask for.", ordered=True, codec=COMMA_SEPARATED),
                        description="Log in with OpenID Connect.",
                    ),
                ),
                case(
                    "ClientKeyCert",
                    block(
                        "client_key_cert",
                        MASTER_URL,
                        reference("ca_cert_ref", "caCertRef", "the certificate authority", required=False),
                        reference("client_cert_ref", "clientCertRef", "the client's certificate"),
                        reference("client_key_ref", "clientKeyRef", "the client's key"),
                        reference(
                            "client_key_passphrase_ref",
                            "clientKeyPassphraseRef",
                            "the key's pass phrase",
                            required=False,
                        ),
                        text(
                            "client_key_algorithm",
                            "clientKeyAlgo",
                            "Algorithm of the key.",
                            required=True,
                            usual=("RSA", "EC"),
                        ),
                        description="Log in with a client certificate.",
                    ),
                ),
            ),
        ),
        case(
            "InheritFromDelegate",
            block(
                "inherit_from_delegate",
                delegate_selectors("/delegateSelectors", required=True),
                description="Use the rights of the delegate, which runs in the cluster.",
            ),
        ),
        choice=Choice.ONE_OF,
    ),
    delegate_selectors(),
    Apart("delegate_selectors", ("inherit_from_delegate",)),
    force_delete(),
    title="Kubernetes cluster",
)
