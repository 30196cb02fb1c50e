"""GitHub Packages."""

from harnessiac.services.artifacts._names import Facts, Output, without_scheme
from harnessiac.services.artifacts._rules import package_types
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import either, text

_PACKAGES = ("container", "npm", "maven", "rubygems", "nuget")


def _path(facts: Facts) -> str:
    """A package belongs to an organization or a user: the one given, or the one in the connector's address."""
    owner = facts.optional("org") or facts.optional("user")
    if owner is None:
        url = without_scheme(facts.connector("url").replace("git@github.com:", "github.com/"))
        owner = url.partition("/")[2].partition("/")[0]
    owner = owner or facts.stand_in(
        "OWNER",
        "An image of GitHub Packages starts with the organization or user that owns it, and neither the source nor the "
        "address in its connector says which. Add `org` or `user` to the source.",
    )
    return f"{owner.lower()}/{facts.field('packageName')}"


SOURCE = source(
    "GithubPackageRegistry",
    text("connectorRef", required=True),
    text("packageName", required=True),
    text("packageType", required=True, options=_PACKAGES),
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
    rules=(package_types(_PACKAGES, "container"),),
    output=Output(
        version="version",
        regex="versionRegex",
        host=lambda _: "ghcr.io",
        path=_path,
        when=("packageType", "container"),
    ),
)
