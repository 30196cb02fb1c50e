"""Hunks of changed lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harnessiac.documents.text_diff import Side, compare_text


def shown(comparison):
    return [
        (hunk.before, hunk.after, hunk.hidden, [line.side.value + line.text for line in hunk.lines])
        for hunk in comparison.hunks
    ]


NUMBERED = "".join(f"line {i}\n" for i in range(1, 31))


@pytest.mark.parametrize(
    ("before", "after", "hunks", "hidden_after"),
    [
        (NUMBERED, NUMBERED, [], 30),
        ("", "", [], 0),
        ("", "a\n", [(1, 1, 0, ["+a"])], 0),
        ("a\n", "", [(1, 1, 0, ["-a"])], 0),
        ("a", "a\n", [], 1),
        (
            NUMBERED,
            NUMBERED.replace("line 10\n", "line ten\n"),
            [(7, 7, 6, [" line 7", " line 8", " line 9", "-line 10", "+line ten", " line 11", " line 12", " line 13"])],
            17,
        ),
        (
            NUMBERED,
            NUMBERED.replace("line 1\n", "").replace("line 8\n", "line eight\n") + "end\n",
            [
                (1, 1, 0, ["-line 1", *(f" line {i}" for i in range(2, 8)), "-line 8", "+line eight",
                           " line 9", " line 10", " line 11"]),
                (28, 27, 16, [" line 28", " line 29", " line 30", "+end"]),
            ],
            0,
        ),
        ("a\nb\nc\n", "a\nc\nb\n", [(1, 1, 0, [" a", "-b", " c", "+b"])], 0),
    ],
)  # fmt: skip
def test_hunks(before, after, hunks, hidden_after):
    comparison = compare_text(before, after)
    assert shown(comparison) == hunks
    assert comparison.hidden_after == hidden_after


LINES = st.lists(st.sampled_from("abcd"), max_size=25)


@given(LINES, LINES)
@settings(max_examples=300, deadline=None)
def test_hunks_hold_both_texts(before, after):
    comparison = compare_text("\n".join(before) + "\n", "\n".join(after) + "\n", context=100)
    lines = [line for hunk in comparison.hunks for line in hunk.lines]
    if before != after and before and after:
        assert [line.text for line in lines if line.side is not Side.AFTER] == before
        assert [line.text for line in lines if line.side is not Side.BEFORE] == after
        common = sum(line.side is Side.BOTH for line in lines)
        assert common == longest_common(before, after)


def longest_common(before, after):
    """The textbook table."""
    row = [0] * (len(after) + 1)
    for x in before:
        previous = 0
        for j, y in enumerate(after, 1):
            previous, row[j] = row[j], previous + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n" * 20_000, "b\n" * 20_000),
        ("a\nb\n" * 10_000, "b\nc\na\n" * 7_000),
        ("".join(f"{i}\n" for i in range(20_000)), "".join(f"{i * 2}\n" for i in range(20_000))),
        ("x\n" + "a\n" * 100_000 + "y\n", "y\n" + "a\n" * 100_000 + "x\n"),
    ],
)
def test_huge_texts_stay_quick(before, after):
    compare_text(before, after)
