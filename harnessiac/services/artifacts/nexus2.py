"""Nexus 2 repositories."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import nexus_formats, source
from harnessiac.shapes.vocabulary import Anything, Field, either, text

SOURCE = source(
    "Nexus2Registry",
    text("connectorRef", required=True),
    text("repository", required=True),
    text("repositoryFormat", required=True, options=("maven", "npm", "nuget")),
    text("tag"),
    text("tagRegex"),
    text("metadata"),
    Field("spec", Anything()),
    connectors=("Nexus",),
    choices=(either("tag", "tagRegex"),),
    picked=nexus_formats("maven", "npm", "nuget"),
    output=Output(regex="tagRegex", renamed={"repositoryName": "repository"}),
)
