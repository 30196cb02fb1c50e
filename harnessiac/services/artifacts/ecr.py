"""Amazon Elastic Container Registry."""

from harnessiac.services.artifacts._names import Facts, Output, field
from harnessiac.services.artifacts._rules import no_wildcards
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import either, text


def _host(facts: Facts) -> str:
    """The registry of an account in a region; China has a domain of its own."""
    region = facts.field("region")
    role = facts.connector_optional("credential", "crossAccountAccess", "crossAccountRoleArn") or ""
    parts = role.split(":")  # arn:PARTITION:iam::ACCOUNT:role/NAME
    account = facts.optional("registryId") or (parts[4] if len(parts) > 5 else "")
    account = account or facts.stand_in(
        "ACCOUNT",
        "An image of ECR starts with the number of its AWS account, and neither `registryId` of the source nor a role "
        "in the connector says it. Add `registryId` to the source.",
    )
    return f"{account}.dkr.ecr.{region}.amazonaws.com{'.cn' if region.startswith('cn-') else ''}"


SOURCE = source(
    "Ecr",
    text("connectorRef", required=True),
    text("imagePath", required=True),
    text("region", required=True),
    text("registryId"),
    text("tag"),
    text("tagRegex"),
    text("digest"),
    text("metadata"),
    connectors=("Aws",),
    choices=(either("tag", "tagRegex"),),
    rules=(no_wildcards,),
    output=Output(regex="tagRegex", host=_host, path=field("imagePath")),
)
