"""Datadog."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, reference, url

KIND = connector(
    "datadog",
    "Datadog",
    url("url", "Datadog's API"),
    reference("application_key_ref", "applicationKeyRef", "the application key"),
    reference("api_key_ref", "apiKeyRef", "the API key"),
    delegate_selectors(),
    title="Datadog",
)
