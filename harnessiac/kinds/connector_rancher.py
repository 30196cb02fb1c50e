"""Clusters managed by Rancher."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, force_delete, reference, url
from harnessiac.schema.vocabulary import block, constant

KIND = connector(
    "rancher",
    "Rancher",
    delegate_selectors(),
    constant("credential.type", "ManualConfig"),
    url("credential.spec.rancherUrl", "the Rancher server", "rancher_url"),
    constant("credential.spec.auth.type", "BearerToken"),
    block(
        "bearer_token",
        reference("bearer_token_ref", "passwordRef", "the token"),
        at="credential.spec.auth.spec",
        description="Log in with a bearer token.",
    ),
    force_delete(),
    title="Rancher",
    example={"bearer_token": [{"bearer_token_ref": "account.my_secret"}]},
)
