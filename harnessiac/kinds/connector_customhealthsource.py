"""HTTP services that report the health of a deployment."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, pairs, url
from harnessiac.schema.vocabulary import text

KIND = connector(
    "customhealthsource",
    "CustomHealth",
    url("baseURL", "the service"),
    pairs("headers", "Header sent with each request."),
    pairs("params", "Parameter sent with each request."),
    text("method", "method", "HTTP method that the connection is tested with.", required=True, usual=("GET", "POST")),
    text("validation_body", "validationBody", "Body that the connection is tested with."),
    text("validation_path", "validationPath", "Path that the connection is tested with."),
    delegate_selectors(),
    title="Custom health source",
)
