"""Google Container Registry."""

from harnessiac.services.artifacts._names import Output, field
from harnessiac.services.artifacts._rules import no_wildcards, starts_with_project
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import either, text

SOURCE = source(
    "Gcr",
    text("connectorRef", required=True),
    text("imagePath", required=True),
    text("registryHostname", required=True),
    text("tag"),
    text("tagRegex"),
    text("digest"),
    connectors=("Gcp",),
    choices=(either("tag", "tagRegex"),),
    rules=(
        no_wildcards,
        starts_with_project,
    ),
    output=Output(regex="tagRegex", host=field("registryHostname"), path=field("imagePath")),
)
