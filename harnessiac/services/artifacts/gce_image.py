"""Images of Google Compute Engine."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import NAMED_VALUES, source
from harnessiac.shapes.vocabulary import Field, either, text

SOURCE = source(
    "GceImage",
    text("connectorRef", required=True),
    text("project", required=True),
    Field("filters", NAMED_VALUES),
    Field("labels", NAMED_VALUES),
    text("version"),
    text("versionRegex"),
    connectors=("Gcp",),
    choices=(either("version", "versionRegex"),),
    output=Output(version="version", regex="versionRegex"),
)
