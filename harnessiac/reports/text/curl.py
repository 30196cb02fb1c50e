"""Requests that create an entity, as shell commands.

The account and the key come from the environment: neither has a place in a file or in the history of a shell.
"""

from __future__ import annotations

import json

from harnessiac import platform
from harnessiac.attributes import Attributes

HOST = "https://app.harness.io/gateway"
ACCOUNT = "HARNESS_ACCOUNT_ID"
KEY = "HARNESS_PLATFORM_API_KEY"


def create(type: str, attributes: Attributes, document: str) -> str:
    """Create a resource: its document where the API takes it as YAML, else what the provider sends."""
    request = platform.create_request(type, attributes)
    assert request is not None  # examples are of types whose requests are declared
    if request.is_document:
        return _post(request.path, "text/yaml", document)
    return _post(request.path, "application/json", json.dumps(request.body, indent=2, ensure_ascii=False))


def _post(path: str, type: str, body: str) -> str:
    return (
        f'curl --location --request POST "{HOST}{path}?accountIdentifier=${ACCOUNT}" \\\n'
        f"  --header 'Content-Type: {type}' \\\n"
        f'  --header "x-api-key: ${KEY}" \\\n'
        f"  --data-raw {quoted(body.rstrip(chr(10)))}\n"
    )


def quoted(text: str) -> str:
    """`text` as one word of a POSIX shell, whatever it holds."""
    return "'" + text.replace("'", "'\\''") + "'"
