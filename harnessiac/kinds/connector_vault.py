"""HashiCorp Vault."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, reference, url
from harnessiac.schema.nodes import Attribute
from harnessiac.schema.vocabulary import flag, number, text


def _switch(name: str, place: str, description: str, *, computed: bool = False) -> Attribute:
    return flag(name, place, description, computed=computed, omits=(False,))


KIND = connector(
    "vault",
    "Vault",
    text("auth_token", "authToken", "Reference to the secret that holds the token.", computed=True, refers="secret"),
    text("base_path", "basePath", "Path under which secrets are kept."),
    url("vaultUrl", "the Vault server", "vault_url"),
    _switch("is_read_only", "isReadOnly", "Whether secrets can only be read."),
    number(
        "renewal_interval_minutes", "renewalIntervalMinutes", "Minutes between renewals of the token.", required=True
    ),
    _switch(
        "secret_engine_manually_configured", "secretEngineManuallyConfigured", "Whether the engine is named by hand."
    ),
    text("secret_engine_name", "secretEngineName", "Secret engine."),
    text("app_role_id", "appRoleId", "App role."),
    reference("secret_id", "secretId", "the app role's secret id", required=False),
    _switch("is_default", "isDefault", "Whether new secrets go here."),
    number("secret_engine_version", "secretEngineVersion", "Version of the secret engine.", omits=(0,)),
    delegate_selectors(),
    text("namespace", "namespace", "Vault namespace."),
    text("sink_path", "sinkPath", "File that the Vault agent writes its token to."),
    _switch("use_vault_agent", "useVaultAgent", "Whether to log in through a Vault agent."),
    _switch("use_aws_iam", "useAwsIam", "Whether to log in with an AWS role."),
    text("aws_region", "awsRegion", "Region of the AWS role."),
    text("vault_aws_iam_role", "vaultAwsIamRole", "AWS role as Vault knows it."),
    text(
        "xvault_aws_iam_server_id",
        "xvaultAwsIamServerId",
        "Reference to the server id header's value.",
        refers="secret",
    ),
    _switch("use_k8s_auth", "useK8sAuth", "Whether to log in as a Kubernetes service account."),
    text("vault_k8s_auth_role", "vaultK8sAuthRole", "Kubernetes role as Vault knows it."),
    text("service_account_token_path", "serviceAccountTokenPath", "File that holds the service account's token."),
    text("k8s_auth_endpoint", "k8sAuthEndpoint", "Path of Vault's Kubernetes login."),
    _switch("renew_app_role_token", "renewAppRoleToken", "Whether the app role's token is renewed.", computed=True),
    text(
        "access_type",
        "accessType",
        "How to log in.",
        options=("APP_ROLE", "TOKEN", "VAULT_AGENT", "AWS_IAM", "K8s_AUTH", "JWT"),
    ),
    _switch("default", "default", "Whether this is the default secret manager."),
    _switch("read_only", "readOnly", "Whether secrets can only be read."),
    _switch("use_jwt_auth", "useJwtAuth", "Whether to log in with a JSON web token."),
    text("vault_jwt_auth_role", "jwtAuthRole", "Role of the JSON web token."),
    text("vault_jwt_auth_path", "jwtAuthPath", "Path of Vault's JSON web token login."),
    execute_on_delegate(default=True),
    title="HashiCorp Vault",
    example={"base_path": "harness", "access_type": "TOKEN", "auth_token": "account.my_secret"},
)
