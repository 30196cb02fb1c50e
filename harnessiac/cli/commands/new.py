"""hiac new"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from harnessiac import kinds
from harnessiac.adoption import scaffold
from harnessiac.adoption.scaffold import Draft, Entity
from harnessiac.cli import options
from harnessiac.cli.console import Console
from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.reports import findings
from harnessiac.schema.nodes import Kind
from harnessiac.services import guides
from harnessiac.shapes.vocabulary import IDENTIFIER, NAME, Form

_WHAT = ("artifact", "connector")


@options.command("new")
@click.argument("what", required=False, metavar="[artifact|connector")
@click.argument("type", required=False, metavar="TYPE]")
@click.option("--identifier", metavar="ID", help="Its identifier, and the label of the block.")
@click.option("--name", metavar="NAME", help="Its name (default: the identifier).")
@click.option("--org", metavar="ID", help="The organization it belongs to.")
@click.option("--project", metavar="ID", help="The project it belongs to; needs -org.")
@click.option("--source", metavar="ID", help="Identifier of the artifact source (default: the service's).")
@click.option("--deployment", metavar="TYPE", help="Deployment type of the service (default: the first that fits).")
@click.option("--connector", metavar="ADDRESS|REF", help="Use this connector instead of a new one.")
@click.option("--set", "set_", multiple=True, metavar="FIELD=VALUE", help="Set a field of the source. May be repeated.")
@click.option("--out", metavar="FILE", help="Write a new file instead of printing; never overwrites.")
@options.switch("input", "Ask for what is missing (on a terminal).", default=True)
@options.NO_COLOR
def command(what: str | None, type: str | None, out: str | None, **asked: Any) -> None:
    """Write configuration to start from: a service with an artifact source of TYPE, or a connector of TYPE.

    With neither it lists what can be made. What is not said becomes <+input>, so that pipelines ask for it. A field in
    a field is said as spec.artifactPath=nginx; for lists repeat -set.
    """
    if what is None or type is None:
        click.echo(_listed(what), nl=False)
        return
    if what not in _WHAT:
        detail = f'hiac makes an artifact or a connector, no "{what}".{did_you_mean(what, _WHAT)}'
        raise Failed(error("Unknown sort of configuration", detail))
    console = Console.open(no_color=asked["no_color"])
    asks = bool(asked["input"]) and sys.stdin.isatty() and sys.stdout.isatty()
    made = _artifact(type, asked, console, asks=asks) if what == "artifact" else _connector(type, asked, asks=asks)
    for warning in made.warnings:
        console.err(findings.human(warning, console.errors, console.width))
    if out is None:
        console.out(made.text, end="")
        return
    from harnessiac.storage.configuration import settings
    from harnessiac.storage.configuration.new_file import NewFile

    target = NewFile.of(settings.load(Path()).configuration, out, "-out")
    target.create(made.text)
    console.out(f"Wrote {target.name}. Fill in what it leaves open, then run hiac plan.")


def _listed(what: str | None) -> str:
    lines = []
    if what != "connector":
        lines += [f"artifact {module:20} {name}" for name, module in guides.TYPES.items()]
    if what != "artifact":
        short = (name.removeprefix(kinds.PREFIX) for name in kinds.names())
        lines += [f"connector {name.removeprefix('connector_')}" for name in short if name.startswith("connector_")]
    return "\n".join(lines) + "\n"


def _artifact(type: str, asked: dict[str, Any], console: Console, *, asks: bool) -> Draft:
    source = scaffold.artifact_type(type)
    service = _entity(asked, guides.TYPES[source.type], asks=asks)
    identifier = asked["source"] or service.identifier
    _fits("-source", identifier, IDENTIFIER)
    given = _given(asked["set_"])

    def made() -> Draft:
        return scaffold.artifact(
            source, service, identifier, given, deployment=asked["deployment"], connector=asked["connector"]
        )

    draft = made()
    while asks and (question := scaffold.question(source.spec, given)) is not None:
        answer = _answer(".".join(question.path), question)
        given[question.path] = (answer,)
        try:
            draft = made()
        except Failed as failure:
            for problem in failure.diagnostics:
                console.err(findings.human(problem, console.errors, console.width))
            del given[question.path]
    return draft


def _answer(name: str, question: scaffold.Question) -> str:
    words = f"{name} ({', '.join(question.options)})" if question.options else name
    answer: str = click.prompt(words, default=question.usual, err=True)
    return answer


def _connector(type: str, asked: dict[str, Any], *, asks: bool) -> Draft:
    unused = [name for name in ("source", "deployment", "connector", "set_") if asked[name]]
    if unused:
        detail = f"A connector has no -{unused[0].rstrip('_')}. Write its arguments into the file."
        raise Failed(error("Invalid combination of arguments", detail))
    kind = _kind(type)
    short = kind.name.removeprefix(f"{kinds.PREFIX}connector_")
    return Draft(scaffold.connector_block(kind, _entity(asked, short, asks=asks)))


def _kind(text: str) -> Kind:
    prefix = f"{kinds.PREFIX}connector_"
    kind = kinds.find(prefix + text.removeprefix(prefix))
    if kind is None:
        short = [name.removeprefix(prefix) for name in kinds.names() if name.startswith(prefix)]
        detail = f'There is no connector "{text}".{did_you_mean(text, short)}'
        raise Failed(error("Unknown kind", detail))
    return kind


def _entity(asked: dict[str, Any], usual: str, *, asks: bool) -> Entity:
    if asked["project"] and not asked["org"]:
        raise Failed(error("Missing -org option", "A project is inside an organization: -project needs -org."))
    identifier = asked["identifier"] or (click.prompt("identifier", default=f"my_{usual}", err=True) if asks else None)
    identifier = identifier or f"my_{usual}"
    name = asked["name"] or identifier
    wrong = [
        problem
        for option, text, form in (
            ("-identifier", identifier, IDENTIFIER),
            ("-name", name, NAME),
            ("-org", asked["org"], IDENTIFIER),
            ("-project", asked["project"], IDENTIFIER),
        )
        if text is not None
        for problem in _problems(option, text, form)
    ]
    if wrong:
        raise Failed(*wrong)
    return Entity(identifier, name, asked["org"], asked["project"])


def _fits(option: str, text: str, form: Form) -> None:
    wrong = _problems(option, text, form)
    if wrong:
        raise Failed(*wrong)


def _problems(option: str, text: str, form: Form) -> list[Diagnostic]:
    if form.pattern.fullmatch(text):
        return []
    return [error(f"Invalid {option} option", f'"{text}" is not {form.words}, such as "{form.example}".')]


def _given(assignments: tuple[str, ...]) -> dict[scaffold.Path, tuple[str, ...]]:
    given: dict[scaffold.Path, tuple[str, ...]] = {}
    for text in assignments:
        name, equals, value = text.partition("=")
        path = tuple(name.strip().split("."))
        if not equals or not all(path):
            detail = f'The given -set option "{text}" must be a field and a value, as in imagePath=library/nginx.'
            raise Failed(error("Invalid -set option", detail))
        given[path] = (*given.get(path, ()), value)
    return given
