"""GitHub Packages."""

from harnessiac.services.artifacts._rules import package_types
from harnessiac.services.artifacts._source import source
from harnessiac.services.vocabulary import either, text

SOURCE = source(
    "GithubPackageRegistry",
    text("connectorRef", required=True),
    text("packageName", required=True),
    text("packageType", required=True, options=("npm", "maven", "rubygems", "nuget", "container")),
    text("artifactId"),
    text("extension"),
    text("groupId"),
    text("org"),
    text("user"),
    text("version"),
    text("versionRegex"),
    text("digest"),
    connectors=("Github",),
    choices=(either("version", "versionRegex"),),
    rules=(package_types("container"),),
)
