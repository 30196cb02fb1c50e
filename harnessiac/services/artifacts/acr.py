"""Azure Container Registry."""

from harnessiac.services.artifacts._names import Facts, Output, field
from harnessiac.services.artifacts._source import source
from harnessiac.shapes.vocabulary import either, text

_DOMAINS = {"AZURE_US_GOVERNMENT": "azurecr.us"}


def _login_server(facts: Facts) -> str:
    """A registry is named by its name, or by its login server as it is."""
    registry = facts.field("registry")
    if "." in registry:
        return registry
    domain = _DOMAINS.get(facts.connector_optional("azureEnvironmentType") or "", "azurecr.io")
    return f"{registry.lower()}.{domain}"


SOURCE = source(
    "Acr",
    text("connectorRef", required=True),
    text("registry", required=True),
    text("repository", required=True),
    text("subscriptionId", required=True),
    text("tag"),
    text("tagRegex"),
    text("digest"),
    connectors=("Azure",),
    choices=(either("tag", "tagRegex"),),
    output=Output(
        regex="tagRegex",
        host=_login_server,
        path=field("repository"),
        called="registry",
        renamed={"subscription": "subscriptionId"},
    ),
)
