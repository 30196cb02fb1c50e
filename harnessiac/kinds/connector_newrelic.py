"""New Relic."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, reference, url
from harnessiac.schema.vocabulary import text

KIND = connector(
    "newrelic",
    "NewRelic",
    text("account_id", "newRelicAccountId", "New Relic account.", required=True),
    url("url", "New Relic's API"),
    reference("api_key_ref", "apiKeyRef", "the API key"),
    delegate_selectors(),
    title="New Relic",
)
