"""Artifacts of Jenkins jobs."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import ASKED, text

SOURCE = source(
    "Jenkins",
    text("connectorRef", required=True),
    text("jobName", required=True),
    text("artifactPath", usual=ASKED),
    text("build", usual=ASKED),
    connectors=("Jenkins",),
    output=Output(version="build"),
)
