"""Formatting: what changes, and that nothing else does."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.language.formatting.files import format_text
from harnessiac.language.formatting.pieces import pieces
from harnessiac.language.syntax.parsing import parse
from harnessiac.source import SourceFile

from .configurations import Writer
from .meaning import meaning
from .pairs import load

PAIRS = load()

configurations = st.randoms(use_true_random=False).map(lambda random: Writer(random).configuration())


def formatted(text: str) -> str | None:
    return format_text(SourceFile("x.tf", text))[0]


@pytest.mark.parametrize("name", PAIRS)
def test_pairs(name: str) -> None:
    before, after = PAIRS[name]
    assert formatted(before) == after
    assert meaning(before) == meaning(after)
    if "one level at a time" not in name:
        assert formatted(after) == after


def test_there_are_many_pairs() -> None:
    assert len(PAIRS) > 200


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Each would be another configuration, or none, after what Terraform does to it.
        ('a="${ # c\nb}"\n', 'a = "${ # c\nb}"\n'),
        ('a="${(b)\n+ (c)}"\n', 'a = "${(b)\n+ (c)}"\n'),
        ('a="${<<E\nb\nE\n}" # c\n', 'a = "${<<E\nb\nE\n}" # c\n'),
        ('a="${b +\n<<E\nc\nE\n}"\n', 'a = "${b +\n  <<E\nc\nE\n}"\n'),
        ('foo { a="${b # c\n}" }\n', 'foo { a = "${b # c\n}" }\n'),
        ('resource "a$${b}" c {\n}\n', 'resource "a$${b}" "c" {\n}\n'),
        ('resource "a$" "%b" {\n}\n', 'resource "a$" "%b" {\n}\n'),
        ("a=b[null]\n", "a = b[null]\n"),
        ("\ufeff", ""),
    ],
)
def test_what_would_break_stays(before: str, after: str) -> None:
    assert formatted(before) == after
    assert formatted(after) == after
    assert meaning(before) == meaning(after)


@given(configurations)
def test_meaning_and_comments_stay(text: str) -> None:
    after = formatted(text)
    assert (after is None) == (meaning(text) is None)
    if after is not None:
        assert meaning(after) == meaning(text)
        assert set(_comments(after)) <= set(_comments(text))
        lost = len(_comments(text)) - len(_comments(after))
        assert lost == 0 or '/* c */ "x"' in text or '"x" /* c */' in text  # those in a block's header


@given(configurations)
def test_formatted_text_stays(text: str) -> None:
    after = formatted(text)
    while after is not None and _wraps(after):
        after = formatted(after)  # one level is unwrapped at a time
    assert after is None or formatted(after) == after


def _comments(text: str) -> list[str]:
    return [piece.text.strip() for piece in pieces(text) if piece.kind in ("COMMENT", "LINE_COMMENT")]


def _wraps(text: str) -> bool:
    once = formatted(text)
    return once is not None and once.count("${") != text.count("${")


SOUP = (
    *("{", "}", "[", "]", "(", ")", '"', ",", "=", ".", "?", "\n", " ", "x", "1", "-", "#", "//", "/*", "*/", "\r\n"),
    *(
        "${",
        "%{if x}",
        "%{endif}",
        "~}",
        "${~",
        "$",
        "%",
        "<<E\n",
        "\nE\n",
        "a = ",
        "b {\n",
        "}\n",
        '"l"',
        "\ufeff",
        "\t",
    ),
    *("é", "\u0301", "\0", "variable x {\ntype=", "list", '"${', '}"', "\u2028", "\x0b", "\ud800"),
)


@given(st.lists(st.sampled_from(SOUP), max_size=16).map("".join))
def test_any_text_is_formatted_or_refused_as_the_parser_refuses_it(text: str) -> None:
    source = SourceFile("x.tf", text)
    after, found = format_text(source)
    assert found == parse(source)[1]
    assert (after is None) == bool(found)


def test_large_and_odd_texts_are_formatted() -> None:
    texts = {
        "resources": "".join(f'resource "a" "b{i}" {{\nc="${{d}}" # e\nff = [1,\n2]\n}}\n' for i in range(2000)),
        "long line": f"a=[{'1,' * 20_000}]\n",
        "empty lines": "\n" * 20_000,
        "comments": "/* é */" * 10_000 + "\n",
        "sequences": f'a="{"${x}" * 10_000}"\n',
        "empty lines in a wrap": f'a="${{{chr(10) * 20_000}x{chr(10) * 20_000}}}"\n',
        "wraps before comments": 'a="${x # c\n}" ' + "/* " * 20_000 + "*/\n",
    }
    for name, text in texts.items():
        assert formatted(text) is not None, name


@pytest.mark.terraform
def test_terraform_writes_the_same(tmp_path: Path, agreement: Callable[[str, int, int], None]) -> None:
    """On the pairs and on generated configurations, save where its output means something else than its input."""
    written = [before for before, _ in PAIRS.values()]
    written += [Writer(Random(seed)).configuration() for seed in range(2000)]
    for index, text in enumerate(written):
        (tmp_path / f"{index}.tf").write_bytes(text.encode())
    ended = subprocess.run(
        ["terraform", "fmt", "-no-color", "-list=false"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CHECKPOINT_DISABLE": "1"},
    )
    refused = {int(number) for number in re.findall(r"on (\d+)\.tf line", ended.stderr)}
    differences = []
    for index, text in enumerate(written):
        want = None if index in refused else (tmp_path / f"{index}.tf").read_bytes().decode()
        if formatted(text) != want and (want is None or meaning(want) == meaning(text)):
            differences.append((text, want, formatted(text)))
    agreement("fmt", len(written) - len(differences), len(written))
    assert differences == []
