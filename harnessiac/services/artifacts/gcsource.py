"""Google Cloud Source Repositories."""

from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import Needs, text

SOURCE = source(
    "GoogleCloudSource",
    text("connectorRef", required=True),
    text("fetchType", required=True, options=("Branch", "Commit", "Tag")),
    text("project", required=True),
    text("repository", required=True),
    text("sourceDirectory", required=True),
    text("branch"),
    text("commitId"),
    text("tag"),
    connectors=("Gcp",),
    needs=(Needs("fetchType", {"Branch": "branch", "Commit": "commitId", "Tag": "tag"}),),
)
