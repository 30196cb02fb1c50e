"""Amazon Elastic Container Registry."""

from harnessiac.services.artifacts._rules import no_wildcards
from harnessiac.services.artifacts._source import source
from harnessiac.services.vocabulary import either, text

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
)
