"""Amazon Web Services."""

from collections.abc import Iterator

from harnessiac.diagnostics import Diagnostic, warning
from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, either, execute_on_delegate, force_delete
from harnessiac.schema.nodes import Block, Choice, Slot
from harnessiac.schema.reading import Reading
from harnessiac.schema.vocabulary import block, case, constant, number, strings, tagged, text

REGION = text("region", "/credential.region", "Region that the connection is tested in.")
SELECTORS = delegate_selectors("/delegateSelectors")
ALWAYS_ON_DELEGATE = constant("/executeOnDelegate", True)
ON_DELEGATE = execute_on_delegate(unset=False, at="/executeOnDelegate")
RETRIES = number("retry_count", "retryCount", "How often to try again.", omits=(0,))


def _jitter(name: str, description: str) -> Block:
    return block(
        name,
        number("base_delay", "baseDelay", "First delay, in milliseconds.", omits=(0,)),
        number("max_backoff_time", "maxBackoffTime", "Longest delay, in milliseconds.", omits=(0,)),
        RETRIES,
        description=description,
    )


def _on_delegate(reading: Reading) -> Iterator[Diagnostic]:
    """With `irsa` or `inherit_from_delegate`, `execute_on_delegate` is always true."""
    given = [name for name in ("irsa", "inherit_from_delegate") if reading.given(name)]
    if given and reading.flag("execute_on_delegate") is False:
        yield warning(
            "Argument without effect",
            f'With "{given[0]}" requests always go through a delegate, whatever "execute_on_delegate" says.',
            reading.place("execute_on_delegate"),
        )


KIND = connector(
    "aws",
    "Aws",
    Slot("credential"),
    Slot("awsSdkClientBackOffStrategyOverride"),
    Slot("delegateSelectors"),
    Slot("executeOnDelegate"),
    block(
        "cross_account_access",
        text("role_arn", "crossAccountRoleArn", "Role to assume in the other account.", required=True),
        text("external_id", "externalId", "External id that the role asks for."),
        at="credential.crossAccountAccess",
        description="Act in another account by assuming a role there.",
    ),
    tagged(
        "credential",
        case(
            "ManualConfig",
            block(
                "manual",
                either("access_key", "accessKey", "Access key", choice=Choice.ONE_OF),
                text("secret_key_ref", "secretKeyRef", "Reference to the secret access key.", required=True),
                text("session_token_ref", "sessionTokenRef", "Reference to a session token."),
                REGION,
                SELECTORS,
                description="Log in with an access key.",
            ),
            ON_DELEGATE,
        ),
        case(
            "InheritFromDelegate",
            block(
                "inherit_from_delegate",
                REGION,
                delegate_selectors("/delegateSelectors", required=True),
                description="Use the rights of the delegate.",
            ),
            ALWAYS_ON_DELEGATE,
        ),
        case(
            "Irsa",
            block(
                "irsa",
                REGION,
                delegate_selectors("/delegateSelectors", required=True),
                description="Use the IAM role of the delegate's service account.",
            ),
            ALWAYS_ON_DELEGATE,
        ),
        case(
            "OidcAuthentication",
            block(
                "oidc_authentication",
                text("iam_role_arn", "iamRoleArn", "Role to assume.", required=True),
                strings(
                    "oidc_session_tag_keys", "oidcSessionTagKeys", "Claims passed on as session tags.", ordered=True
                ),
                REGION,
                SELECTORS,
                description="Log in with OpenID Connect.",
            ),
            ON_DELEGATE,
        ),
        choice=Choice.EXACTLY_ONE,
    ),
    tagged(
        "awsSdkClientBackOffStrategyOverride",
        case(
            "EqualJitterBackoffStrategy",
            _jitter("equal_jitter_backoff_strategy", "Retry after growing delays, half of each random."),
        ),
        case(
            "FullJitterBackoffStrategy",
            _jitter("full_jitter_backoff_strategy", "Retry after growing delays, each wholly random."),
        ),
        case(
            "FixedDelayBackoffStrategy",
            block(
                "fixed_delay_backoff_strategy",
                number("fixed_backoff", "fixedBackoff", "Delay before each retry, in milliseconds.", omits=(0,)),
                RETRIES,
                description="Retry after the same delay each time.",
            ),
        ),
        choice=Choice.AT_MOST_ONE,
    ),
    constant("proxy", False),
    constant("ignoreTestConnection", False),
    force_delete(),
    title="Amazon Web Services",
    rules=(_on_delegate,),
)
