"""Harness Artifact Registry."""

from harnessiac.services.artifacts._names import Facts, Output, field
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import Field, Record, text


def _host(facts: Facts) -> str:
    """The address of a registry has the account in it, which no document says."""
    account = facts.stand_in(
        "ACCOUNT",
        "An image of Harness Artifact Registry has the identifier of the Harness account in its address, in lower "
        "case, and no configuration says it.",
    )
    return f"pkg.harness.io/{account}/{facts.field('registryRef').rpartition('.')[2]}"


SOURCE = source(
    "Har",
    text("registryRef", required=True),
    text("type", required=True, options=("docker",)),
    Field("spec", Record((text("tag", required=True), text("imagePath", required=True), text("digest")))),
    connectors=(),
    output=Output(host=_host, path=field("imagePath"), when=("type", "docker")),
)
