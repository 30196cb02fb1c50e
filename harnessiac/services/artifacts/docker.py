"""Docker registries: Docker Hub, Harbor, Quay and the like."""

from harnessiac.services.artifacts._names import Output, field, host_of
from harnessiac.services.artifacts._rules import no_wildcards
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import either, text

SOURCE = source(
    "DockerRegistry",
    text("connectorRef", required=True),
    text("imagePath", required=True),
    text("tag"),
    text("tagRegex"),
    text("digest"),
    connectors=("DockerRegistry",),
    choices=(either("tag", "tagRegex"),),
    rules=(no_wildcards,),
    output=Output(regex="tagRegex", host=host_of("dockerRegistryUrl"), path=field("imagePath")),
)
