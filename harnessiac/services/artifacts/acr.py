"""Azure Container Registry."""

from harnessiac.services.artifacts._source import source
from harnessiac.services.vocabulary import either, text

SOURCE = source(
    "Acr",
    text("connectorRef", required=True),
    text("registry", required=True),
    text("repository", required=True),
    text("subscriptionId", required=True),
    text("tag"),
    text("tagRegex"),
    text("digest"),
    connectors=("Azure",),
    choices=(either("tag", "tagRegex"),),
)
