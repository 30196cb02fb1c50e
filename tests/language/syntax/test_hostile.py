"""No text ends in an exception, and the grammar and the fault reader never disagree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.language.syntax import faults
from harnessiac.language.syntax.lexing import NestedTooDeeply, Scanner, tokens
from harnessiac.language.syntax.parsing import parse, parse_expression, parse_template
from harnessiac.source import SourceFile

from .outline import nodes

PIECES = (
    *("{", "}", "[", "]", "(", ")", '"', ",", "=", ".", ":", "?", "\n", " ", "x", "y", "1", "1.5", "+", "!", "-", "#"),
    *("${", "%{if x}", "%{else}", "%{endif}", "%{for a in b}", "%{endfor}", "~}", "${~", "$", "%", "$${", "\\n", "\\q"),
    *("*", "[*]", ".*", ".0", "for ", "if ", " in ", "...", "=>", "::", "==", "&&", "f(", "core::g(", "null", "true"),
    *("<<E\n", "<<-E\n", "\nE\n", "a = ", "b {\n", "}\n", 'b "l" {', "a=1}\n", '"a"', "{a=1}", "x ? y : z", "é", "@"),
    *("[for x in y : x]", "{for k,v in x : k => v}", "/* */", "// c\n", "else", "\r\n", "\0", "\ufeff", "'"),
)
soup = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
text = st.one_of(soup, soup.map("a = {}\n".format), st.text(max_size=40))


@given(text)
def test_refused_text_has_errors_and_accepted_text_none(content: str) -> None:
    source = SourceFile("x.tf", content)
    for read, start in ((parse, "start"), (parse_expression, "expression"), (parse_template, "string")):
        node, diagnostics = read(source)
        if diagnostics:
            assert all(d.is_error for d in diagnostics)
            assert "Invalid syntax" not in [d.summary for d in diagnostics]
        else:
            scanner = Scanner(content, comments=False)
            found = faults.find(source, scanner.template() if start == "string" else scanner.file(), start)
            assert [d.summary for d in found] == ["Invalid syntax"]  # which says that nothing wrong was found
            assert all(0 <= part.start <= part.end <= len(content) for part in nodes(node))


@given(text)
def test_tokens_and_the_space_between_them_are_the_text(content: str) -> None:
    try:
        found = tokens(SourceFile("x.tf", content))
    except NestedTooDeeply:
        return
    at = 1 if content.startswith("\ufeff") else 0
    for token in found:
        assert content[at : token.start].strip(" \t") == ""
        assert content[token.start : token.end] == token.value
        at = token.end
    assert at == len(content)
    assert found[-1].type == "END"


DEEP = [
    "a = " + "(" * 100_000,
    "a = " + "[" * 5_000 + "]" * 5_000,
    "a = " + "{a=" * 5_000,
    "a = " + '"${' * 5_000,
    "a = " + "<<A\n${" * 2_000,
    "a = " + "- " * 100_000 + "1",
    "a = 1" + " + 1" * 100_000,
    "a = x" + ".b" * 100_000,
    "a = x" + "[y]" * 20_000,
    "a = " + "x ? y : " * 20_000 + "z",
    "a = " + "x ? " * 5_000,
    "a = " + "f(" * 5_000,
    'a = "' + "%{if x}" * 2_000 + "%{endif}" * 2_000 + '"',
    "b {\n" * 5_000,
    "a = " + "[for x in " * 5_000,
]


@pytest.mark.parametrize("content", DEEP, ids=[content[:12] for content in DEEP])
def test_deep_nesting_is_refused(content: str) -> None:
    for read in (parse, parse_expression, parse_template):
        _, diagnostics = read(SourceFile("x.tf", content))
        if read is parse:
            assert [d.summary for d in diagnostics] == ["Nested too deeply"]


MODEST = ["a = 1" + " + 1" * 200, "a = " + "(" * 90 + "1" + ")" * 90, "a = [" + "1 + 1, " * 1000 + "]"]


@pytest.mark.parametrize("content", MODEST, ids=[content[:12] for content in MODEST])
def test_modest_nesting_is_read(content: str) -> None:
    assert parse(SourceFile("x.tf", content))[1] == []


LONG = {
    "dollars": 'a = "' + "$" * 50_000,
    "comment openings": "a = " + "/*" * 20_000,
    "heredoc openings": "a = " + "<<a" * 20_000,
    "interpolations": "a = <<A\n" + "x ${1}\n" * 5_000,
    "odd letters": "a²" * 10_000,
    "newlines": "a = [" + "\n" * 50_000,
    "quotes": "a = " + '"' * 20_001,
}


@pytest.mark.parametrize("name", LONG)
def test_long_text_is_read_to_its_end(name: str) -> None:
    assert parse(SourceFile("x.tf", LONG[name]))[1]
