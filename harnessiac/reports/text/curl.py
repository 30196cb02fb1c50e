"""The requests by which the platform would get an entity, as commands for a shell.

The account and the key come from the environment: neither has a place in a file or in the history of a shell.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

BASE = "https://app.harness.io/gateway/ng/api"
ACCOUNT = "HARNESS_ACCOUNT_ID"
KEY = "HARNESS_PLATFORM_API_KEY"


def connector(document: str) -> str:
    """Create a connector from its document."""
    return _post("connectors", "text/yaml", document)


def service(attributes: Mapping[str, Any], document: str) -> str:
    """Create a service with this YAML."""
    body = {
        "identifier": attributes["identifier"],
        "name": attributes["name"],
        "orgIdentifier": attributes["org_id"],
        "projectIdentifier": attributes["project_id"],
        "yaml": document,
    }
    return _post("servicesV2", "application/json", json.dumps(body, indent=2, ensure_ascii=False))


def _post(path: str, type: str, body: str) -> str:
    return (
        f'curl --location --request POST "{BASE}/{path}?accountIdentifier=${ACCOUNT}" \\\n'
        f"  --header 'Content-Type: {type}' \\\n"
        f'  --header "x-api-key: ${KEY}" \\\n'
        f"  --data-raw {quoted(body.rstrip(chr(10)))}\n"
    )


def quoted(text: str) -> str:
    """`text` as one word of a POSIX shell, whatever it holds."""
    return "'" + text.replace("'", "'\\''") + "'"
