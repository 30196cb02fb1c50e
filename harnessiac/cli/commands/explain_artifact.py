"""hiac explain artifact"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

import click

from harnessiac.advice.guide_examples import ALWAYS, examples
from harnessiac.diagnostics import Failed, did_you_mean, error
from harnessiac.reports.text import guides as views
from harnessiac.reports.unprintable import visible
from harnessiac.services import guides
from harnessiac.services.artifacts import MODULES
from harnessiac.services.guides import Guide


def explain(type: str | None, *, sections: Sequence[str], format: str | None, part: str | None, as_json: bool) -> None:
    """Print the guide to an artifact source type, a piece of it, or without a type the list of all. Raises Failed."""
    if sum((bool(sections), format is not None or part is not None, as_json)) > 1:
        detail = "Of -section, -json, and -format with -part only one can be asked for."
        raise Failed(error("Invalid combination of arguments", detail))
    if type is None:
        _list(as_json=as_json, asks_more=bool(sections or format or part))
        return
    guide = _find(type)
    if as_json:
        click.echo(json.dumps(views.as_json(guide), indent=2, ensure_ascii=False))
    elif format is not None or part is not None:
        click.echo(_piece(guide, format or "yaml", part), nl=False)
    else:
        for section in sections:
            _check("section", section, views.SECTIONS | views.ON_REQUEST)
        page = views.markdown(guide, sections)
        if not page:
            detail = f"There is nothing to say about {' and '.join(sections)} of {guide.title}."
            raise Failed(error("Nothing to explain", detail))
        click.echo(page, nl=False)


def _list(*, as_json: bool, asks_more: bool) -> None:
    if asks_more:
        raise Failed(error("Missing artifact source type", "Say of which type: hiac explain artifact TYPE."))
    every = guides.every()
    if as_json:
        rows = [{"name": one.name, "type": one.type, "title": one.title} for one in every]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        click.echo(views.listing(every), nl=False)


def _find(text: str) -> Guide:
    found = guides.find(text)
    if found is None:
        detail = (
            f'There is no artifact source type "{visible(text)}".{did_you_mean(text, [*guides.names(), *MODULES])} '
            "hiac explain artifact lists all."
        )
        raise Failed(error("Unknown artifact source type", detail))
    return found


def _piece(guide: Guide, format: str, part: str | None) -> str:
    """An example in one format: of one part, or of the connector and the service."""
    _check("format", format, views.FORMATS)
    made = {one.part: one for one in examples(guide)}
    if not made:
        raise Failed(error("No such example", f"The guide to {guide.title} has no example."))
    if part is not None:
        _check("part", part, made)
    wanted = [part] if part is not None else [name for name in ALWAYS if name in made]
    between = "---\n" if format == "yaml" else "\n"
    return between.join(views.text_of(made[name], format) for name in wanted)


def _check(option: str, given: str, known: Collection[str]) -> None:
    if given not in known:
        detail = f'-{option} is one of {", ".join(known)}, not "{visible(given)}".{did_you_mean(given, known)}'
        raise Failed(error(f"Invalid {option}", detail))
