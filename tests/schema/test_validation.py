"""What is said of a faulty block, and where: each row is a block, then its findings as (place, summary, detail)."""

from __future__ import annotations

import pytest

from harnessiac import kinds
from harnessiac.diagnostics import Diagnostic
from harnessiac.schema.nodes import Kind
from harnessiac.schema.validation import validate
from harnessiac.values.types import BOOL, STRING, SetType
from harnessiac.values.value import SENSITIVE_MARKS, Value, string, unknown
from tests.schema.writing import written

DOCKER = {"identifier": "d", "name": "D", "url": "https://x", "type": "DockerHub"}
LOGIN = {"username": "u", "password_ref": "p"}
AWS = {"identifier": "a", "name": "A"}
GITHUB = {"identifier": "g", "name": "G", "url": "https://x", "connection_type": "Account"}
SSH = {"credentials": [{"ssh": [{"ssh_key_ref": "k"}]}]}
AZURE = {"identifier": "z", "name": "Z"}
VAULT = {"identifier": "v", "name": "V", "vault_name": "v", "subscription": "s"}
BITBUCKET = {**GITHUB, **SSH}
KMS = {"identifier": "k", "name": "K", "region": "r"}
SPLUNK = {"identifier": "s", "name": "S", "url": "u", "account_id": "a"}


def kind(name: str) -> Kind:
    found = kinds.find(f"harness_platform_{name}")
    assert found is not None
    return found


def findings(name: str, values: dict[str, object], unknown_blocks: frozenset[str] = frozenset()) -> list[Diagnostic]:
    found = validate(kind(name), written(values, unknown_blocks))
    return sorted(found, key=Diagnostic.sort_key)


def told(diagnostic: Diagnostic) -> tuple[str, str, str]:
    assert diagnostic.subject is not None
    return (f"{diagnostic.subject.line}:{diagnostic.subject.text}", diagnostic.summary, diagnostic.detail)


MISSING = "Missing required argument"
CONFLICT = "Conflicting configuration arguments"
COMBINATION = "Invalid combination of arguments"

ROWS: dict[str, tuple[str, dict[str, object], list[tuple[str, str, str]]]] = {
    "required arguments are missing": (
        "connector_docker",
        {"identifier": "d", "type": "DockerHub"},
        [
            ("1:{", MISSING, 'The argument "name" is required, but no definition was found.'),
            ("1:{", MISSING, 'The argument "url" is required, but no definition was found.'),
        ],
    ),
    "null is absent": (
        "connector_docker",
        DOCKER | {"url": None},
        [("4:None", MISSING, 'The argument "url" is required, but no definition was found.')],
    ),
    "an argument nobody knows": (
        "connector_docker",
        DOCKER | {"urll": "x"},
        [("6:urll", "Unsupported argument", 'An argument named "urll" is not expected here. Did you mean "url"?')],
    ),
    "a block written as an argument": (
        "connector_docker",
        DOCKER | {"credentials": "x"},
        [
            (
                "6:credentials",
                "Unsupported argument",
                (
                    'An argument named "credentials" is not expected here. Did you mean to define a block of type '
                    '"credentials"?'
                ),
            )
        ],
    ),
    "an argument written as a block": (
        "connector_docker",
        DOCKER | {"tags": [{"a": "b"}]},
        [
            (
                "6:tags",
                "Unsupported block type",
                (
                    'Blocks of type "tags" are not expected here. Did you mean to define argument "tags"? If so, use '
                    "the equals sign to assign it a value."
                ),
            )
        ],
    ),
    "a block nobody knows": (
        "connector_docker",
        DOCKER | {"credential": [{}]},
        [
            (
                "6:credential",
                "Unsupported block type",
                'Blocks of type "credential" are not expected here. Did you mean "credentials"?',
            )
        ],
    ),
    "wrong types": (
        "connector_docker",
        DOCKER | {"execute_on_delegate": "perhaps", "tags": "x"},
        [
            (
                "6:'perhaps'",
                "Incorrect attribute value type",
                'Inappropriate value for attribute "execute_on_delegate": a bool is required.',
            ),
            (
                "7:'x'",
                "Incorrect attribute value type",
                'Inappropriate value for attribute "tags": set of string required.',
            ),
        ],
    ),
    "null in a set": (
        "connector_docker",
        DOCKER | {"tags": ["a", None]},
        [
            (
                "6:['a', None]",
                "Null value found in list",
                "Null values are not allowed for this attribute value.",
            )
        ],
    ),
    "neither of two, both of two": (
        "connector_docker",
        DOCKER | {"credentials": [{"password_ref": "p", "username": "a", "username_ref": "b"}]},
        [("9:'b'", CONFLICT, '"credentials.0.username_ref": conflicts with credentials.0.username')],
    ),
    "at least one of two": (
        "connector_docker",
        DOCKER | {"credentials": [{"password_ref": "p"}]},
        [
            (
                "6:{",
                MISSING,
                (
                    '"credentials.0.username": one of `credentials.0.username,credentials.0.username_ref` '
                    "must be specified"
                ),
            )
        ],
    ),
    "too many blocks": (
        "connector_docker",
        DOCKER | {"credentials": [LOGIN, LOGIN]},
        [("10:{", "Too many credentials blocks", 'No more than 1 "credentials" blocks are allowed')],
    ),
    "too few blocks": (
        "connector_github",
        GITHUB,
        [("1:{", "Insufficient credentials blocks", 'At least 1 "credentials" blocks are required.')],
    ),
    "exactly one, and there is none": (
        "connector_aws",
        AWS,
        [
            (
                "1:{",
                COMBINATION,
                '"manual": one of `inherit_from_delegate,irsa,manual,oidc_authentication` must be specified',
            )
        ],
    ),
    "exactly one, and there are two": (
        "connector_aws",
        AWS | {"irsa": [{"delegate_selectors": ["d"]}], "oidc_authentication": [{"iam_role_arn": "r"}]},
        [
            (
                "7:{",
                COMBINATION,
                (
                    '"irsa": only one of `inherit_from_delegate,irsa,manual,oidc_authentication` can be specified, but '
                    "`irsa,oidc_authentication` were specified."
                ),
            )
        ],
    ),
    "blocks that exclude each other": (
        "connector_aws",
        AWS
        | {
            "irsa": [{"delegate_selectors": ["d"]}],
            "full_jitter_backoff_strategy": [{}],
            "fixed_delay_backoff_strategy": [{}],
        },
        [("9:{", CONFLICT, '"fixed_delay_backoff_strategy": conflicts with full_jitter_backoff_strategy')],
    ),
    "an option that is none": (
        "connector_github",
        GITHUB | SSH | {"connection_type": "Acount"},
        [
            (
                "5:'Acount'",
                'expected connection_type to be one of ["Account" "Repo"], got Acount',
                'Did you mean "Account"?',
            )
        ],
    ),
    "an option deep inside": (
        "connector_tas",
        AWS
        | {
            "credentials": [
                {"type": "x", "tas_manual_details": [{"endpoint_url": "u", "username": "u", "password_ref": "p"}]}
            ]
        },
        [("5:'x'", 'expected credentials.0.type to be one of ["ManualConfig"], got x', "")],
    ),
    "an unusual value": (
        "connector_docker",
        DOCKER | {"type": "dockerhub"},
        [
            (
                "5:'dockerhub'",
                "Unusual value",
                (
                    '"type" is "dockerhub", but the platform knows "DockerHub", "Harbor", "Quay", "Other". Did you '
                    'mean "DockerHub"?'
                ),
            )
        ],
    ),
    "out of range": (
        "connector_awskms",
        KMS
        | {
            "delegate_selectors": ["d"],
            "credentials": [{"assume_role": [{"role_arn": "r", "duration": 10}]}],
        },
        [
            (
                "9:10",
                '"credentials.0.assume_role.0.duration" must be between 900 and 3600',
                "The value given is 10.",
            )
        ],
    ),
    "not a whole number": (
        "connector_vault",
        {"identifier": "v", "name": "V", "vault_url": "u", "renewal_interval_minutes": 2.5},
        [
            (
                "5:2.5",
                "Attribute must be a whole number",
                '"renewal_interval_minutes" takes a whole number of at most 64 bits.',
            )
        ],
    ),
    "required with": (
        "connector_awskms",
        KMS | {"credentials": [{"manual": [{"access_key_ref": "a", "secret_key_ref": "s"}]}]},
        [
            (
                "6:{",
                MISSING,
                '"credentials.0.manual": all of `credentials.0.manual,delegate_selectors` must be specified',
            )
        ],
    ),
    "a flag that says no is no login": (
        "connector_awskms",
        KMS | {"delegate_selectors": ["d"], "credentials": [{"inherit_from_delegate": False}]},
        [
            (
                "7:False",
                COMBINATION,
                (
                    '"credentials.0.inherit_from_delegate" is false, so one of `credentials.0.assume_role,'
                    "credentials.0.manual,credentials.0.oidc_authentication` must be specified"
                ),
            )
        ],
    ),
    "a project without its organisation": (
        "connector_docker",
        DOCKER | {"project_id": "p"},
        [("6:'p'", MISSING, '"project_id": all of `org_id,project_id` must be specified')],
    ),
    "a project with an empty organisation": (
        "connector_docker",
        DOCKER | {"org_id": "", "project_id": "p"},
        [
            (
                "7:'p'",
                "Project without organization",
                'The project "p" belongs to an organization, but "org_id" is empty.',
            )
        ],
    ),
    "computed arguments": (
        "connector_docker",
        DOCKER | {"id": "x"},
        [
            (
                "6:id",
                "Invalid or unknown key",
                'The argument "id" is decided by the platform and cannot be set.',
            )
        ],
    ),
    "arguments of hiac only": (
        "connector_bitbucket",
        BITBUCKET | {"execute_on_delegate": True},
        [
            (
                "11:execute_on_delegate",
                "Argument of hiac only",
                (
                    'The platform has a field for "execute_on_delegate", but Terraform\'s Harness provider has no such '
                    "argument on this kind: a configuration that uses it works with hiac only."
                ),
            )
        ],
    ),
    "deprecated arguments": (
        "connector_splunk",
        SPLUNK | {"username": "u"},
        [("6:username", "Argument is deprecated", "Use the block username_password instead.")],
    ),
    "only the first of several blocks is used": (
        "connector_gcp",
        AWS | {"inherit_from_delegate": [{"delegate_selectors": ["d"]}, {"delegate_selectors": ["e"]}]},
        [
            (
                "7:inherit_from_delegate",
                "More than one inherit_from_delegate block",
                'Only the first "inherit_from_delegate" block is used; the platform has room for one.',
            )
        ],
    ),
    "a tag given twice": (
        "connector_docker",
        DOCKER | {"tags": ["a:1", "a:2"]},
        [("6:['a:1', 'a:2']", "Tag given twice", 'More than one tag is named "a"; the last one is kept.')],
    ),
    "a block of another type": (
        "connector_azure_cloud_provider",
        AZURE | {"credentials": [{"type": "ManualConfig", "azure_oidc_spec": [{"audience": "x"}]}]},
        [
            (
                "6:{",
                CONFLICT,
                '"azure_oidc_spec" belongs to type = "OidcAuthentication", but type is "ManualConfig".',
            )
        ],
    ),
    "an argument that nothing comes of": (
        "connector_custom_secret_manager",
        AWS | {"template_ref": "t", "version_label": "1", "target_host": "h"},
        [
            (
                "6:'h'",
                "Argument without effect",
                '"target_host" belongs to on_delegate = false, but on_delegate is true. It is left out.',
            )
        ],
    ),
    "an application needs three facts": (
        "connector_azure_key_vault",
        VAULT | {"client_id": "c"},
        [
            ("1:{", '"secret_key" is required when "use_managed_identity" is not set', ""),
            ("1:{", '"tenant_id" is required when "use_managed_identity" is not set', ""),
        ],
    ),
    "a user's identity needs its client": (
        "connector_azure_key_vault",
        VAULT | {"use_managed_identity": True, "azure_managed_identity_type": "UserAssignedManagedIdentity"},
        [
            (
                "1:{",
                '"managed_client_id" is required when "azure_managed_identity_type" is "UserAssignedManagedIdentity"',
                "",
            )
        ],
    ),
    "a token with a name it has no use for": (
        "connector_bitbucket",
        BITBUCKET | {"api_authentication": [{"auth_type": "AccessToken", "token_ref": "t", "email": "e"}]},
        [("14:'e'", 'Unsupported field(s) for auth_type "AccessToken": "email".', "")],
    ),
    "a token without its name": (
        "connector_bitbucket",
        BITBUCKET | {"api_authentication": [{"auth_type": "EmailAndApiToken", "token_ref": "t"}]},
        [
            (
                "11:{",
                'Missing credential: one of "email" or "email_ref" is required.',
                'auth_type "EmailAndApiToken" needs it.',
            )
        ],
    ),
    "delegates that cannot be avoided": (
        "connector_aws",
        AWS | {"irsa": [{"delegate_selectors": ["d"]}], "execute_on_delegate": False},
        [
            (
                "7:False",
                "Argument without effect",
                'With "irsa" requests always go through a delegate, whatever "execute_on_delegate" says.',
            )
        ],
    ),
    "an argument nobody hears": (
        "connector_tas",
        AWS
        | {
            "execute_on_delegate": True,
            "credentials": [
                {
                    "type": "ManualConfig",
                    "tas_manual_details": [{"endpoint_url": "u", "username": "u", "password_ref": "p"}],
                }
            ],
        },
        [
            (
                "4:True",
                "Argument without effect",
                'Terraform\'s Harness provider never sends "execute_on_delegate" of this kind, so neither does hiac.',
            )
        ],
    ),
    "several faults at once": (
        "connector_github",
        {"identifier": "a b", "name": ["x"], "credentials": [{"http": [{}]}], "connection_type": "Repo"},
        [
            ("1:{", MISSING, 'The argument "url" is required, but no definition was found.'),
            (
                "2:'a b'",
                "Invalid identifier",
                (
                    'The argument "identifier": "a b" is not an identifier: it starts with a letter or an underscore, '
                    "and after that only letters, digits, underscores and dollar signs are allowed."
                ),
            ),
            (
                "3:['x']",
                "Incorrect attribute value type",
                'Inappropriate value for attribute "name": string required.',
            ),
            (
                "5:{",
                COMBINATION,
                (
                    '"credentials.0.http.0.username": one of `credentials.0.http.0.anonymous,'
                    "credentials.0.http.0.github_app,credentials.0.http.0.username,credentials.0.http.0.username_ref` "
                    "must be specified"
                ),
            ),
        ],
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_faults(row: str) -> None:
    name, values, expected = ROWS[row]
    assert [told(one) for one in findings(name, values)] == expected


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "../x",
        "a/b",
        "1st",
        "a" * 129,
        "a.b",
        "ü",
        "a\n",
        "or",
        "account",
        "_harness_system",
        " a",
        "a-b",
        "<+input>",
    ],
)
def test_no_identifiers(identifier: str) -> None:
    (found,) = findings("connector_docker", DOCKER | {"identifier": identifier})
    assert found.summary == "Invalid identifier"


@pytest.mark.parametrize("identifier", ["a", "_", "a$b", "A1", "a" * 128, "Account", "orx"])
def test_identifiers(identifier: str) -> None:
    assert findings("connector_docker", DOCKER | {"identifier": identifier, "org_id": identifier}) == []


def test_what_is_unknown_is_present_and_not_looked_at() -> None:
    values = DOCKER | {
        "identifier": unknown(STRING),
        "type": unknown(STRING),
        "execute_on_delegate": unknown(BOOL),
        "tags": unknown(SetType(STRING)),
        "credentials": [{"username": unknown(STRING), "password_ref": unknown(STRING)}],
    }
    assert findings("connector_docker", values) == []
    assert findings("connector_github", GITHUB, frozenset({"credentials"})) == []


def test_secrets_do_not_go_into_documents() -> None:
    secret = Value(STRING, "hush", SENSITIVE_MARKS)
    (found,) = findings("connector_docker", DOCKER | {"credentials": [LOGIN | {"username": secret}]})
    assert found.summary == "Sensitive value in a document"
    assert '"username_ref"' in found.detail
    assert "hush" not in found.detail


def test_secrets_inside_a_set_do_not_go_into_documents() -> None:
    (found,) = findings("connector_docker", DOCKER | {"tags": Value(SetType(STRING), (string("a"),), SENSITIVE_MARKS)})
    assert found.summary == "Sensitive value in a document"


def test_secrets_may_stay_in_the_state() -> None:
    secret = Value(STRING, "hush", SENSITIVE_MARKS)
    values = {"identifier": "s", "name": "S", "secret_manager_identifier": "m", "value_type": "Inline", "value": secret}
    assert findings("secret_text", values) == []
    assert findings("organization", {"identifier": "o", "name": "O", "description": secret}) == []
