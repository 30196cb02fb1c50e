"""Docker registries: Docker Hub, Harbor, Quay and the like."""

import re
from collections.abc import Iterator

from harnessiac.codes.connectors import NO_SCHEME
from harnessiac.diagnostics import Diagnostic
from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, execute_on_delegate, login
from harnessiac.schema.nodes import Choice
from harnessiac.schema.reading import Reading
from harnessiac.schema.vocabulary import block, case, tagged, text

_CLOUD = re.compile(r"(?:[\w-]+\.dkr\.ecr(?:-fips)?\.[\w-]+\.amazonaws\.com(?:\.cn)?|(?:[\w-]+\.)?gcr\.io)(?=[:/]|\Z)")


def _scheme(reading: Reading) -> Iterator[Diagnostic]:
    """The address of a registry at Amazon or Google starts with `https://`."""
    url = reading.text("url")
    if url is not None and _CLOUD.match(url):
        detail = f'"{url}" is a host without a scheme. Write "https://{url}".'
        yield NO_SCHEME.at(reading.place("url"), detail)


KIND = connector(
    "docker",
    "DockerRegistry",
    text("url", "dockerRegistryUrl", "Address of the registry.", required=True),
    text(
        "type",
        "providerType",
        "Which registry it is.",
        required=True,
        usual=("DockerHub", "Harbor", "Quay", "Other"),
    ),
    tagged(
        "auth",
        case(
            "UsernamePassword",
            block("credentials", *login(Choice.ONE_OF), description="How to log in; without it, anonymously."),
        ),
        case("Anonymous"),
    ),
    delegate_selectors(),
    execute_on_delegate(default=True),
    title="Docker registry",
    rules=(_scheme,),
    example={"url": "https://index.docker.io/v2/"},
)
