"""Prometheus."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, pairs, reference, url
from harnessiac.schema.vocabulary import text

KIND = connector(
    "prometheus",
    "Prometheus",
    url("url", "the Prometheus server"),
    text("user_name", "username", "User name."),
    reference("password_ref", "passwordRef", "the password", required=False),
    pairs("headers", "Header sent with each request."),
    delegate_selectors(),
    title="Prometheus",
)
