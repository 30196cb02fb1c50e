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

    Shows its arguments and rules, an example, the document that results and the request the platform would get. Given
    the code of a finding, such as HIAC-SVC-014, it tells what that means and how to silence it.
    """
    if kind is None:
        click.echo("\n".join(kinds.names()))
        return
    if kind.upper().startswith(_CODES):
        click.echo(_code(kind), nl=False)
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


_CODES = "HIAC-"


def _code(id: str) -> str:
    """The page of a finding's code. Raises Failed."""
    from harnessiac.cli.views.codes import page
    from harnessiac.services import codes

    found = codes.find(id)
    if found is None:
        detail = f'There is no finding with the code "{id}".{did_you_mean(id.upper(), codes.every())}'
        raise Failed(error("Unknown finding code", detail))
    return page(found)


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
