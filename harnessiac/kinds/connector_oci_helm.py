"""Helm repositories in OCI registries."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, force_delete, login, url
from harnessiac.schema.vocabulary import block, case, tagged

KIND = connector(
    "oci_helm",
    "OciHelmRepo",
    url("helmRepoUrl", "the registry"),
    tagged(
        "auth",
        case(
            "UsernamePassword",
            block("credentials", *login(), description="How to log in; without it, anonymously."),
        ),
        case("Anonymous"),
    ),
    delegate_selectors(),
    force_delete(),
    title="Helm repository in an OCI registry",
    note="`username_ref` is written to the document; Terraform's Harness provider forgets it.",
)
