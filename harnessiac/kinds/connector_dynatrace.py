"""Dynatrace."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, reference, url

KIND = connector(
    "dynatrace",
    "Dynatrace",
    url("url", "the Dynatrace environment"),
    reference("api_token_ref", "apiTokenRef", "the API token"),
    delegate_selectors(),
    title="Dynatrace",
)
