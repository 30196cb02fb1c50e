"""Templates of files see only the variables they are given."""

from __future__ import annotations

import pytest

from harnessiac.diagnostics import Failed
from harnessiac.language.evaluation.template_files import render_template
from harnessiac.language.functions.context import NO_CONTEXT, UNDECLARED
from harnessiac.source import SourceFile
from harnessiac.values.plain import from_plain, to_plain


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("a ${x}\n", "a 1\n"),
        ("%{ for i in l ~}\n- ${i}\n%{ endfor ~}\n", "- a\n- b\n"),
        ("${l}", ["a", "b"]),
        ("$${x}", "${x}"),
        ("", ""),
    ],
)
def test_a_template_is_rendered(text: str, rendered: object) -> None:
    variables = {"x": from_plain(1), "l": from_plain(["a", "b"])}
    assert to_plain(render_template(SourceFile("t.tpl", text), variables, NO_CONTEXT)) == rendered


@pytest.mark.parametrize(("text", "place"), [("a ${y}", "t.tpl:1:5"), ("%{ if false }\n${y.z}%{ endif }", "t.tpl:2:3")])
def test_a_variable_that_is_not_given_is_named_with_its_place(text: str, place: str) -> None:
    with pytest.raises(Failed) as caught:
        render_template(SourceFile("t.tpl", text), {}, NO_CONTEXT)
    [problem] = caught.value.diagnostics
    assert problem.code == UNDECLARED
    assert str(problem.subject) == place


def test_syntax_errors_are_reported_in_the_template() -> None:
    with pytest.raises(Failed) as caught:
        render_template(SourceFile("t.tpl", "a\n${"), {}, NO_CONTEXT)
    subject = caught.value.diagnostics[0].subject
    assert subject is not None
    assert subject.filename == "t.tpl"
