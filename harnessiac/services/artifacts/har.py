"""Harness Artifact Registry."""

from harnessiac.services.artifacts._source import source
from harnessiac.services.vocabulary import Field, Record, text

SOURCE = source(
    "Har",
    text("registryRef", required=True),
    text("type", required=True, options=("docker",)),
    Field("spec", Record((text("tag", required=True), text("imagePath", required=True), text("digest")))),
    connectors=(),
)
