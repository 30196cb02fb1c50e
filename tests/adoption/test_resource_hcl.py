"""Resource blocks are laid out as terraform fmt would, and say exactly what they were made from."""

from __future__ import annotations

import pytest

from harnessiac import kinds
from harnessiac.entities.hcl import hcl
from harnessiac.language.evaluation.expressions import evaluate
from harnessiac.language.evaluation.scope import Scope
from harnessiac.language.formatting.printing import Expression, PrintedBlock, block
from harnessiac.language.syntax import parsing
from harnessiac.source import SourceFile

TEXTS = {
    "lines": "a: 1\nb: 2\n",
    "blank lines": "a: 1\n\n\nb: 2\n\n",
    "blank lines of white space": "a: |\n  \n x\n      \nb: 1\n \t\n",
    "template markers": "a: ${x} %{if y} $${z} %%{z} $ % {\n",
    "quotes and backslashes": 'a: "b\\n" \\ \n',
    "tabs": "\ta: 1\nb:\tc\n",
    "all lines indented": "  a: 1\n  b: 2\n",
    "first line indented": "  a: 1\nb: 2\n",
    "the end marker": "a: |\n  EOT\nb\n EOT_ \n",
    "other line breaks": "a\x85b\u2028c\x0bd\x0ce\n",
    "carriage returns": "a: 1\r\nb: 2\r\n",
    "only line breaks": "\n\n",
    "no final line break": "a: 1\nb: 2",
    "nothing": "",
    "white space that is not ASCII": "\u00a0a\n b\n",
    "one line": "a\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    printed = block(PrintedBlock("b", (), (("x", text), ("name", 1))))
    source = SourceFile("b.tf", printed)
    body, problems = parsing.parse(source)
    assert problems == []
    attribute = body.blocks[0].body.attributes["x"]
    assert evaluate(attribute.expression, Scope.empty("none"), source).raw == text


def test_a_text_of_whole_lines_is_a_heredoc() -> None:
    printed = block(PrintedBlock("b", ("l",), (("yaml", ("a: ", Expression("x.y"), "\n\n  b: ${\n")), ("i", True))))
    assert printed == ('b "l" {\n  i = true\n\n  yaml = <<-EOT\n    a: ${x.y}\n\n      b: $${\n  EOT\n}\n')


def test_a_text_with_expressions_is_quoted_a_lone_expression_is_not() -> None:
    parts = (("a", ("account.", Expression("x.y"))), ("bc", (Expression("x.y"),)))
    assert block(PrintedBlock("b", (), parts)) == 'b {\n  a  = "account.${x.y}"\n  bc = x.y\n}\n'


def test_a_resource_block_leaves_out_what_is_absent_or_a_default() -> None:
    kind = kinds.find("harness_platform_connector_docker")
    assert kind is not None
    values = {
        "name": "n",
        "identifier": "i",
        "description": None,
        "tags": ['quote"d', "line\nbreak"],
        "url": "",
        "type": "DockerHub",
        "execute_on_delegate": True,
        "delegate_selectors": [],
        "credentials": [{"username": "u", "username_ref": None, "password_ref": "account.p"}],
        "id": "i",
    }
    assert hcl(kind, values, "s", {("name",): (Expression("var.n"),)}) == (
        'resource "harness_platform_connector_docker" "s" {\n'
        "  name       = var.n\n"
        '  identifier = "i"\n'
        '  tags       = ["quote\\"d", "line\\nbreak"]\n'
        '  url        = ""\n'
        '  type       = "DockerHub"\n'
        "\n"
        "  credentials {\n"
        '    username     = "u"\n'
        '    password_ref = "account.p"\n'
        "  }\n"
        "}\n"
    )
