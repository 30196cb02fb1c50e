"""Any other repository, asked by a script."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import source
from harnessiac.services.vocabulary import anything, text, texts

SOURCE = source(
    "CustomArtifact",
    text("version", required=True),
    texts("delegateSelectors"),
    *anything("inputs", "scripts"),
    text("metadata"),
    text("timeout"),
    text("versionRegex"),
    connectors=(),
    output=Output(version="version", regex="versionRegex"),
)
