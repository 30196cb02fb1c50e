"""Findings about the arguments of connectors that have a code (HIAC-CON-001 and on)."""

from __future__ import annotations

from harnessiac.diagnostics import Code, Severity

NO_SCHEME = Code(
    "HIAC-CON-001",
    Severity.WARNING,
    "Registry address without a scheme",
    "The platform stores whatever stands here, and then cannot connect. Docker connectors to registries of Amazon and "
    "Google are given the host that `docker push` names, but with `https://` in front.",
    wrong='url = "1234567890.dkr.ecr.us-east-2.amazonaws.com"\n',
    right='url = "https://1234567890.dkr.ecr.us-east-2.amazonaws.com"\n',
    language="terraform",
)

CODES: tuple[Code, ...] = (NO_SCHEME,)
