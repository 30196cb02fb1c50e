"""Amazon Machine Images."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import NAMED_VALUES, source
from harnessiac.shapes.vocabulary import Field, either, text

SOURCE = source(
    "AmazonMachineImage",
    text("connectorRef", required=True),
    text("region", required=True),
    Field("filters", NAMED_VALUES),
    Field("tags", NAMED_VALUES),
    text("version"),
    text("versionRegex"),
    connectors=("Aws",),
    choices=(either("version", "versionRegex"),),
    output=Output(version="version", regex="versionRegex"),
)
