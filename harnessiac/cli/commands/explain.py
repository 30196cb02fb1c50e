"""hiac explain"""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from harnessiac import documents, kinds
from harnessiac.cli import options
from harnessiac.diagnostics import Failed, did_you_mean, error
from harnessiac.plan.resource_hcl import hcl
from harnessiac.schema import reference
from harnessiac.schema.mapping import encode
from harnessiac.schema.nodes import Kind


@options.command("explain")
@click.argument("kind", required=False)
def command(kind: str | None) -> None:
    """Describe KIND, such as docker or harness_platform_connector_docker; without it, list all kinds.

    Shows its arguments and rules, an example, the document that results and the request the platform would get.
    """
    if kind is None:
        click.echo("\n".join(kinds.names()))
        return
    found = _find(kind)
    if found is None:
        short = [name.removeprefix(kinds.PREFIX).removeprefix("connector_") for name in kinds.names()]
        detail = f'There is no kind "{kind}".{did_you_mean(kind, [*short, *kinds.names()])}'
        raise Failed(error("Unknown kind", detail))
    example = reference.example(found)
    document = encode(found, example) if found.folder else {}
    block = hcl(found, example.values, "example")
    click.echo(reference.markdown(found, block, documents.write(document) if document else ""), nl=False)
    if document:
        click.echo(f"\n## Request\n\n```http\n{_request(found, document)}\n```")


def _find(text: str) -> Kind | None:
    for name in (text, f"{kinds.PREFIX}{text}", f"{kinds.PREFIX}connector_{text}"):
        found = kinds.find(name)
        if found is not None:
            return found
    return None


def _request(kind: Kind, document: Mapping[str, object]) -> str:
    path = "/ng/api/servicesV2" if kind.folder == "service" else "/ng/api/connectors"
    body: object = document
    if kind.folder == "service":
        body = document["service"]
    return f"POST {path}?accountIdentifier=ACCOUNT\n\n{json.dumps(body, indent=2, ensure_ascii=False)}"
