"""hiac explain"""

from __future__ import annotations

import json
import re

import click

from harnessiac import kinds, platform
from harnessiac.cli import options
from harnessiac.diagnostics import Failed, did_you_mean, error, rule_of
from harnessiac.entities.hcl import hcl
from harnessiac.schema import reference
from harnessiac.schema.nodes import Kind


def _kinds(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    short = [name.removeprefix(kinds.PREFIX).removeprefix("connector_") for name in kinds.names()]
    return [name for name in ("artifact", *short, *kinds.names()) if name.startswith(incomplete)]


def _types(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from harnessiac.services import artifacts, guides

    if context.params.get("kind") != "artifact":
        return []
    return [name for name in (*guides.names(), *artifacts.MODULES) if name.startswith(incomplete)]


def _sections(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from harnessiac.reports.text.guides import ON_REQUEST, SECTIONS

    return [name for name in (*SECTIONS, *ON_REQUEST) if name.startswith(incomplete)]


def _formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from harnessiac.reports.text.guides import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


@options.command("explain")
@click.argument("kind", required=False, shell_complete=_kinds)
@click.argument("type", required=False, shell_complete=_types)
@click.option(
    "--section",
    "sections",
    shell_complete=_sections,
    multiple=True,
    metavar="SECTION",
    help="Of an artifact source only this section, such as permissions. May be repeated.",
)
@click.option(
    "--format",
    shell_complete=_formats,
    metavar="FORMAT",
    help="Of an artifact source only the example, as yaml, hcl or curl.",
)
@click.option("--part", metavar="PART", help="Of the example only this part, such as connector or service.")
@options.switch("json", "Print the guide to an artifact source as JSON.", parameter="as_json")
def command(
    kind: str | None,
    type: str | None,
    sections: tuple[str, ...],
    format: str | None,
    part: str | None,
    as_json: bool,  # noqa: FBT001 - click passes it by name
) -> None:
    """Describe KIND, such as docker or harness_platform_connector_docker; without it, list all kinds.

    Shows its arguments and rules, an example, the document that results and the request the platform would get. Given
    the code of a finding, such as HIAC-SVC-014, it tells what that means and how to silence it; given the name of a
    warning without a code, such as argument-is-deprecated, how to silence that.

    `hiac explain artifact TYPE` (docker, gcr, gcs, gar, azure_artifacts, ecr, acr, nexus, artifactory, bamboo,
    github_packages, custom, ...) is the guide to an artifact source: its fields, connector and service as HCL, YAML and
    curl, the steps in the Harness Manager, permissions, hosts, feature flags and limits. Without TYPE it lists all.
    """
    if kind == "artifact":
        from harnessiac.cli.commands.explain_artifact import explain

        explain(type, sections=sections, format=format, part=part, as_json=as_json)
        return
    if type is not None:
        hint = did_you_mean(str(kind), ["artifact"])
        raise click.UsageError(f'Only "artifact" is followed by a type, not "{kind}".{hint}')
    if sections or format or part or as_json:
        raise click.UsageError("-section, -format, -part and -json belong to hiac explain artifact TYPE.")
    if kind is None:
        click.echo("\n".join(kinds.names()))
        return
    if _CODE.match(kind):
        click.echo(_code(kind), nl=False)
        return
    found = _find(kind)
    if found is None and _RULE.match(kind):
        click.echo(_rule(kind), nl=False)
        return
    if found is None:
        short = [name.removeprefix(kinds.PREFIX).removeprefix("connector_") for name in kinds.names()]
        detail = f'There is no kind "{kind}".{did_you_mean(kind, ["artifact", *short, *kinds.names()])}'
        raise Failed(error("Unknown kind", detail))
    example = reference.example(found).values
    image = platform.document(found.name, example)
    block = hcl(found, example, "example")
    click.echo(reference.markdown(found, block, image.text or "" if image is not None else ""), nl=False)
    request = platform.create_request(found.name, example)
    if request is not None:
        body = json.dumps(request.body, indent=2, ensure_ascii=False)
        click.echo(f"\n## Request\n\n```http\nPOST {request.path}?accountIdentifier=ACCOUNT\n\n{body}\n```")


_CODE = re.compile(r"HIAC-|[A-Z]{3}-[0-9]", re.IGNORECASE)


def _code(id: str) -> str:
    """The page of a finding's code. Raises Failed."""
    from harnessiac.codes import catalog
    from harnessiac.reports.text.codes import page

    found = catalog.find(id)
    if found is None:
        detail = f'There is no finding with the code "{id}".{did_you_mean(id.upper(), catalog.every())}'
        raise Failed(error("Unknown finding code", detail))
    return page(found)


_RULE = re.compile(r"policy:.|[a-z0-9]+(-[a-z0-9]+)+$")


def _rule(name: str) -> str:
    """The page of a finding without a code: a warning known by its summary, or of a policy. Raises Failed."""
    from harnessiac.codes import rules
    from harnessiac.reports.text.codes import page_of_policy, page_of_rule

    if name.startswith("policy:"):
        return page_of_policy(name)
    for summary in rules.SUMMARIES:
        if rule_of(summary) == name:
            return page_of_rule(name, summary)
    detail = (
        f'There is no warning "{name}".{did_you_mean(name, rules.names())} If it is the name of an error: errors '
        "without a code go by their summary as one word, their message says what is wrong and what to do, and they "
        "cannot be silenced."
    )
    raise Failed(error("Unknown finding", detail))


def _find(text: str) -> Kind | None:
    for name in (text, f"{kinds.PREFIX}{text}", f"{kinds.PREFIX}connector_{text}"):
        found = kinds.find(name)
        if found is not None:
            return found
    return None
