"""Arguments that several kinds share, word for word."""

from __future__ import annotations

from harnessiac.schema.nodes import Attribute, Block, Choice, Group, Node
from harnessiac.schema.vocabulary import block, constant, flag, strings, text

DELEGATES = "Only delegates with all of these tags are used."
ON_DELEGATE = "Whether requests go through a delegate instead of from the platform itself."
FORCE_DELETE = "Whether to delete the entity even while others refer to it. Kept in the state only."


def delegate_selectors(place: str = "delegateSelectors", *also: str, required: bool = False) -> Attribute:
    return strings("delegate_selectors", place, DELEGATES, also=also, required=required)


def execute_on_delegate(
    *,
    at: str = "executeOnDelegate",
    default: bool | None = None,
    unset: bool | None = None,
    omits: tuple[bool, ...] = (),
    computed: bool = False,
    extra: bool = False,
) -> Attribute:
    return flag(
        "execute_on_delegate",
        at,
        ON_DELEGATE,
        default=default,
        unset=unset,
        omits=omits,
        computed=computed,
        extra=extra,
    )


def force_delete() -> Attribute:
    return flag("force_delete", None, FORCE_DELETE, computed=True)


def git_details(*own: Attribute, stores: tuple[str, ...] = ()) -> Block:
    """Where in Git the YAML of an entity is: what all entities have, and their `own` arguments."""
    return block(
        "git_details",
        text("base_branch", None, "Branch that a new branch starts from.", computed=True),
        text("branch", None, "Branch that holds the definition.", computed=True),
        text("commit_message", None, "Message of the commit.", computed=True),
        text("connector_ref", None, "Connector to the repository.", computed=True),
        text("file_path", None, "Path of the file in the repository.", computed=True),
        flag("is_new_branch", None, "Whether to commit to a new branch.", computed=True),
        text("last_commit_id", None, "Last commit seen, for updates.", computed=True),
        text("last_object_id", None, "Last object seen, for updates.", computed=True),
        flag("load_from_fallback_branch", None, "Whether another branch may answer.", computed=True),
        text("repo_name", None, "Name of the repository.", computed=True),
        text(
            "store_type",
            None,
            "Whether the definition lives in the platform or in Git.",
            computed=True,
            options=stores,
            usual=() if stores else STORES,
        ),
        *own,
        description="Where in Git the definition lives. Kept in the state only.",
    )


STORES = ("INLINE", "REMOTE")
HARNESS_CODE = "Whether the repository is one of Harness Code."
FROM_CACHE = "Whether the platform may answer from its cache."
IMPORTED = "Whether the {} is read from Git instead of written."
FORCED = "Whether to import over what exists."


def entity_git_details(entity: str) -> Block:
    """The block of environments and infrastructure definitions, which say in it whether they are imported."""
    return git_details(
        flag("import_from_git", None, IMPORTED.format(entity), computed=True),
        flag("is_force_import", None, FORCED, computed=True),
        flag("is_harnesscode_repo", None, HARNESS_CODE, computed=True),
        text("load_from_cache", None, FROM_CACHE, computed=True),
        text("parent_entity_connector_ref", None, "Connector of the entity that refers to it.", computed=True),
        text("parent_entity_repo_name", None, "Repository of the entity that refers to it.", computed=True),
    )


def either(
    name: str, place: str, what: str, *, choice: Choice = Choice.EXACTLY_ONE, reference: str | None = None
) -> Group:
    """A text, or the same as a reference to a secret: `name` and `name_ref`."""
    return Group(
        choice,
        (
            text(name, place, f"{what}."),
            text(f"{name}_ref", reference or f"{place}Ref", f"{what}, as a reference to a secret."),
        ),
    )


def login(choice: Choice = Choice.EXACTLY_ONE) -> tuple[Node, ...]:
    """A user name (or a reference to one) and a password."""
    return (either("username", "username", "User name", choice=choice), PASSWORD_REF)


PASSWORD_REF = text("password_ref", "passwordRef", "Reference to the secret that holds the password.", required=True)


def url(place: str, what: str, name: str = "url") -> Attribute:
    return text(name, place, f"Address of {what}.", required=True)


def reference(name: str, place: str, what: str, *, required: bool = True) -> Attribute:
    """A reference to a secret."""
    return text(name, place, f"Reference to the secret that holds {what}.", required=required, refers="secret")


def features(*options: str) -> Attribute:
    return strings(
        "features_enabled", "featuresEnabled", "What cloud cost management may do.", required=True, options=options
    )


def pairs(name: str, what: str) -> Block:
    """Keys with plain or encrypted values: headers and parameters of requests."""
    return block(
        name,
        text("key", "key", "Name.", required=True),
        constant("isValueEncrypted", False),
        text("encrypted_value_ref", "encryptedValueRef", "Reference to the secret that holds the value."),
        text("value", "value", "Value, when it is no secret."),
        flag("value_encrypted", "valueEncrypted", "Whether the value is the secret referred to.", omits=(False,)),
        at=name,
        many=True,
        unordered=True,
        description=what,
    )


def workload_identity() -> tuple[Attribute, ...]:
    """Google's workload identity federation."""
    return (
        text("workload_pool_id", "workloadPoolId", "Workload identity pool.", required=True),
        text("provider_id", "providerId", "Provider within the pool.", required=True),
        text("gcp_project_id", "gcpProjectId", "Number of the Google Cloud project.", required=True),
        text("service_account_email", "serviceAccountEmail", "Service account to act as.", required=True),
    )


def legacy_login() -> tuple[Attribute, ...]:
    """The login beside the `auth` block, from before there was one."""
    return (
        text("username", "username", "User name; the `auth` block is the place for it.", computed=True),
        text("username_ref", "usernameRef", "User name, as a reference to a secret.", computed=True),
        text("password_ref", "passwordRef", "Reference to the password.", computed=True),
    )
