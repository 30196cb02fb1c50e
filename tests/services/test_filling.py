"""Expressions are replaced wherever YAML lets them stand, and nothing else of the text changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac import documents
from harnessiac.services.filling import fill
from harnessiac.services.outcomes import Answer, Known, Open
from harnessiac.source import SourceFile

PLACES = {
    "plain": "a: <+x>\nb: 1\n",
    "plain, with text around it": "a: v<+x>-1 # c\nb: 1\n",
    "plain, over lines": "a: one\n  <+x>\n  two\nb: 1\n",
    "plain, in a list in brackets": "a: [<+x>, v <+x>]\nb: 1\n",
    "plain, in braces": "{a: <+x>, b: 1}\n",
    "plain, in a list": "- <+x>\n-   - <+x>\n",
    "plain, the whole document": "<+x>",
    "a key": "<+x>: 1\nb: 1\n",
    "a key, quoted": '{"<+x>": 1}',
    "single quotes": "a: 'it''s <+x>'\nb: 1\n",
    "single quotes, over lines": "a: 'it''s\n  <+x>\n\n  \\n \"z\"'\nb: 1\n",
    "double quotes": 'a: "\\t\\"<+x>\\""\nb: 1\n',
    "double quotes, over lines": 'a: "one\n\n  <+x> \\\n  two"\nb: 1\n',
    "literal": "a: |\n  one\n    <+x>\n  two\nb: 1\n",
    "literal, indented by what it says": "a: |2-\n  one <+x>\nb: 1\n",
    "folded": "a: >-\n  one\n  <+x>\n\n  two\nb: 1\n",
    "anchored": "a: &x <+x>\nb: *x\n",
    "tagged": "a: !!str <+x>\nb: 1\n",
    "with Windows' line ends": "a: <+x>\r\nb: 'it <+x>'\r\n",
    "after a byte order mark": "\ufeffa: <+x>\nb: 'it <+x>'\n",
}
VALUES = st.one_of(
    st.sampled_from(
        ["", " ", "1.10", "true", "null", "a: b", "a #b", "- a", "it's", '"', "\\", "a, b", "]", "&a", "*a"]
    ),
    st.sampled_from(["!x", "%x", "@", "`", "? a", "a:", "---", "a\nb", "\n", "\t", "\u2028", "\x07", "<+y>", "}", "|"]),
    st.text(st.characters(codec="utf-8"), max_size=30),
)


def meant(node: object, value: str) -> object:
    """Plain data with the expression replaced in its texts."""
    match node:
        case str():
            return node.replace("<+x>", value)
        case dict():
            return {meant(key, value): meant(item, value) for key, item in node.items()}
        case list():
            return [meant(item, value) for item in node]
        case _:
            return node


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
@given(value=VALUES)
def test_replaced_as_meant(text: str, value: str) -> None:
    def answer(_: str) -> Answer:
        return Known(value, is_text=True)

    source = SourceFile("values.yaml", text)
    filled, findings = fill(source, answer)
    assert filled is not None, findings
    before, _ = documents.read(source)
    after, problems = documents.read(SourceFile("values.yaml", filled.text))
    assert before is not None
    assert after is not None
    assert not problems
    assert after.plain() == meant(before.plain(), value)
    assert all(isinstance(place.answer, Known) for place in filled.places)


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    ),
    comment=st.sampled_from(["", "# <+x>\n", "\r\n", "\ufeff"]),
)
def test_a_text_without_expressions_stays_as_it_is(value: object, comment: str) -> None:
    def answer(_: str) -> Answer:
        raise AssertionError("nothing is to be asked")

    try:
        text = comment + documents.write(value)
    except ValueError:
        return
    if "<+" in text.removeprefix(comment):
        return
    filled, findings = fill(SourceFile("values.yaml", text), answer)
    assert not findings
    assert filled is not None
    assert filled.text == text


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("a: <+x> <+y.z>\n", ["x", "y.z"]),
        ("a: <+x.<+y>>\n", ["x.<+y>"]),
        ("a: <+x.get('>')>\n", ["x.get('>')"]),
        ('a: "<+x.get(\\">\\")> <+y>"\n', ['x.get( "> ")', "y"]),
        ("a: '<+x.get(''>'')> <+y>'\n", ["x.get( '> ')", "y"]),
        ("a: &anchor <+x>\nb: *anchor\n", ["x"]),
        ("# <+x>\na: 1 # <+x>\n", []),
        ("a: <+x\n", []),
        ("a: < + x>\n", []),
    ],
)
def test_what_is_asked(text: str, expressions: list[str]) -> None:
    asked: list[str] = []

    def answer(expression: str) -> Answer:
        asked.append(expression)
        return Open("nobody knows")

    filled, _ = fill(SourceFile("values.yaml", text), answer)
    assert filled is not None
    assert filled.text == text
    assert list(dict.fromkeys(asked))[: len(expressions)] == expressions
    assert len(filled.places) == len(expressions)


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "a: 1\n---\nb: 2\n", "\x00", "[" * 1000, "? [a]\n: 1\n"])
def test_no_document(text: str) -> None:
    filled, findings = fill(SourceFile("values.yaml", text), lambda _: Open(""))
    assert filled is None
    assert findings


def test_two_keys_that_become_one_are_refused() -> None:
    filled, findings = fill(SourceFile("values.yaml", "<+x>: 1\n<+y>: 2\n"), lambda _: Known("a"))
    assert filled is None
    assert [finding.summary for finding in findings] == ["Values cannot be put into the text"]
