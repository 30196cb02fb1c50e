"""PagerDuty."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, reference

KIND = connector(
    "pagerduty",
    "PagerDuty",
    reference("api_token_ref", "apiTokenRef", "the API token"),
    delegate_selectors(),
    title="PagerDuty",
)
