"""Objects in Amazon S3."""

from harnessiac.services.artifacts._names import Output
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import ASKED, either, text

SOURCE = source(
    "AmazonS3",
    text("bucketName", required=True),
    text("connectorRef", required=True),
    text("fileFilter"),
    text("filePath"),
    text("filePathRegex"),
    text("region", usual=ASKED),
    connectors=("Aws",),
    choices=(either("filePath", "filePathRegex"),),
    output=Output(version="filePath", regex="filePathRegex"),
)
