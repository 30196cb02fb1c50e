import pytest

from harnessiac.language.syntax.nodes import Attribute, Block
from harnessiac.language.syntax.parsing import parse
from harnessiac.source import SourceFile

from .outline import outline

MEANINGS = [
    ("", ""),
    ("\n\n# only a comment", ""),
    ("\ufeffa = 1", "a=1;"),
    ("a = 1 # c\n// d\n/* e\nf */ b = 2 /* g */", "a=1; b=2;"),
    ("a = /* c */ 1\n", "a=1;"),
    ("a = 1\r\nb = 2\r\n", "a=1; b=2;"),
    ("a\t=\t1\n", "a=1;"),
    ("for = 1\nin = 2\nif = 3\nnull = 4\ntrue = 5\nelse = 6\n", "for=1; in=2; if=3; null=4; true=5; else=6;"),
    ('for {\n}\nin "null" true {\n}\n', "for {} in 'null' true {}"),
    ("b {}\n", "b {}"),
    ("b { a = 1 }\n", "b {a=1;}"),
    ("b { a = {x = 1}}\n", "b {a={x=1};}"),
    ('b "x" y "z\\"" {\n  a = 1\n\n  c { d = 2 }\n  e {\n  }\n}', "b 'x' y 'z\"' {a=1; c {d=2;} e {}}"),
    ("a = 1\na {\n}\n", "a=1; a {}"),
    ("a = <<-E\n  x ${1}\n  E\nb = 2\n", "a=heredoc`'x ' 1 '\\n'`; b=2;"),
    ('a = ["${x}",\n  {b = 1\n  c = 2}]\n', "a=[wrap`x`, {b=1, c=2}];"),
    ("é = 1\n", "é=1;"),
]


@pytest.mark.parametrize(("text", "meaning"), MEANINGS)
def test_a_file_means(text: str, meaning: str) -> None:
    body, diagnostics = parse(SourceFile("x.tf", text))
    assert diagnostics == []
    assert outline(body) == meaning


def test_places() -> None:
    text = 'resource "a" b {\n  name = upper("x")\n}\n'
    body, _ = parse(SourceFile("x.tf", text))
    (block,) = body.items
    assert isinstance(block, Block)
    (attribute,) = block.body.items
    assert isinstance(attribute, Attribute)
    assert text[block.start : block.type_end] == "resource"
    assert text[block.start : block.header_end] == 'resource "a" b'
    assert [text[label.start : label.end] for label in block.labels] == ['"a"', "b"]
    assert text[block.body.start : block.body.end] == '{\n  name = upper("x")\n}'
    assert text[attribute.start : attribute.name_end] == "name"
    assert text[attribute.expression.start : attribute.expression.end] == 'upper("x")'


def test_a_file_with_errors_has_no_content() -> None:
    body, diagnostics = parse(SourceFile("x.tf", "a = 1\nb = \n"))
    assert body.items == ()
    assert len(diagnostics) == 1
