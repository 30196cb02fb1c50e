"""Physical data centres: hosts reached directly."""

from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors
from harnessiac.schema.vocabulary import block, mapping, text

KIND = connector(
    "pdc",
    "Pdc",
    block(
        "host",
        text("hostname", "hostname", "Name or address of the host, with a port if need be.", required=True),
        mapping("attributes", "hostAttributes", "Facts about the host that filters can use."),
        at="hosts",
        required=True,
        many=True,
        unordered=True,
        description="One host.",
    ),
    delegate_selectors(),
    title="Physical data centre",
)
