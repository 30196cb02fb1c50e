"""Where the text of templatefile and file was written: in the file, if it can be told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.file_origins import written
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.evaluation.template_files import render_template
from harnessiac.language.functions.context import CallContext, FileKind
from harnessiac.language.syntax.parsing import parse_expression
from harnessiac.source import SourceFile
from harnessiac.values.value import string

TEMPLATE = (
    'service:\n  name: ${name}\n  a: $${x}\\n\n%{ if name == "web" ~}\n  tag: "<+input>"\n%{ endif ~}\n  last: é<+a>\n'
)


class Files:
    """Files in memory."""

    def __init__(self, **contents: bytes) -> None:
        self.contents = {f"/srv/{name}.yaml": content for name, content in contents.items()}

    def read(self, path: str) -> bytes:
        if path not in self.contents:
            raise FileNotFoundError(path)
        return self.contents[path]

    def kind(self, path: str) -> FileKind | None:
        return FileKind.REGULAR if path in self.contents else None

    def entries(self, path: str) -> Sequence[str]:
        return ()


LOOP = """%{ for at, one in list ~}
- id: ${one}
%{ if one == "b" ~}
  kind: B
%{ else ~}
  kind: A
%{ endif ~}
  at: "${at}"
%{ endfor ~}
end: 1
"""

FILES = Files(template=TEMPLATE.encode(), loop=LOOP.encode(), plain=b"a: 1\nb: 2\n", latin="é".encode("latin-1"))
SCOPE = Scope({"folder": string("./x/..")}, calls=CallContext("/srv", FILES, render_template=render_template))


def place(text: str, wanted: str, value: str | None = None) -> str:
    """Where `wanted` of the expression's value is written."""
    source = SourceFile("main.tf", text)
    expression, _ = parse_expression(source)
    assert expression is not None
    found = value if value is not None else str(evaluate(expression, SCOPE, source).raw)
    at = found.index(wanted)
    return f"{(span := written(expression, source, SCOPE, found).span(at, at + len(wanted)))} {span.text}"


@pytest.mark.parametrize(
    ("text", "wanted", "where"),
    [
        ('templatefile("template.yaml", {name = "web"})', "<+input>", "template.yaml:5:9 <+input>"),
        ('templatefile("template.yaml", {name = "web"})', "<+a>", "template.yaml:7:10 <+a>"),
        ('templatefile("template.yaml", {name = "web"})', "web", "template.yaml:2:11 name"),
        ('templatefile("template.yaml", {name = "web"})', "a: ", "template.yaml:3:3 a: "),
        ('("${templatefile("${folder}/template.yaml", {name = "x"})}")', "<+a>", "template.yaml:7:10 <+a>"),
        ('core::templatefile("/srv/template.yaml", {name = "web"})', "<+a>", "template.yaml:7:10 <+a>"),
        ('templatefile("loop.yaml", {list = ["a", "b"]})', "kind: A", "loop.yaml:6:3 kind: A"),
        ('templatefile("loop.yaml", {list = ["a", "b"]})', "kind: B", "loop.yaml:4:3 kind: B"),
        ('templatefile("loop.yaml", {list = {b = "b", x = "c"}})', "- id: c", "loop.yaml:2:1 - id: ${one"),
        ('templatefile("loop.yaml", {list = []})', "end", "loop.yaml:10:1 end"),
        ('"%{ for one in ["a", "b"] }<${one}>%{ endfor }!"', "!", "main.tf:1:47 !"),
        ('"%{ if true }yes%{ else }no%{ endif }"', "yes", "main.tf:1:14 yes"),
        ('"%{ if true }%{ if false }x%{ endif }yes%{ endif }"', "yes", "main.tf:1:38 yes"),
        ('file("plain.yaml")', "b: 2", "plain.yaml:2:1 b: 2"),
        ('upper("x")', "X", 'main.tf:1:1 upper("x")'),
    ],
)
def test_in_the_file(text: str, wanted: str, where: str) -> None:
    assert place(text, wanted) == where


@pytest.mark.parametrize(
    "text",
    [
        'file("plain.yaml")',
        'file("nothing.yaml")',
        'file("latin.yaml")',
        'file("\\u0000")',
        'file("~/x")',
        "file(1)",
        "file()",
        "file(nothing)",
        'templatefile("nothing.yaml", {})',
        'templatefile("template.yaml", {})',
    ],
)
def test_what_cannot_be_told_stands_where_the_expression_does(text: str) -> None:
    assert place(text, "else", "something else") == f"main.tf:1:1 {text}"
