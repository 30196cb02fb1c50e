"""The cache makes things faster or does nothing: no entry, however it came to be, changes what a file means."""

from __future__ import annotations

import os
import random
from pathlib import Path

import msgspec
import pytest

from harnessiac.diagnostics import Diagnostic
from harnessiac.language.syntax.nodes import Attribute, Block, Body, Expression, Number, Parentheses
from harnessiac.source import SourceFile
from harnessiac.storage.caches import entries, parsed_files
from harnessiac.storage.caches.parsed_files import Piece, Pieces, SyntaxCache

TEXT = "a = 1\n"
BODY = Body(0, 6, (Attribute(0, 5, "a", 1, Number(4, 5, "1")),))


def whole(body: Body, text: str = TEXT) -> Pieces:
    return (Piece(len(text), parsed_files.digest(text), body),)


def store(kept: SyntaxCache, text: str, body: Body) -> None:
    kept.store(text, "whole", whole(body, text), "main.tf")


def load(kept: SyntaxCache, text: str) -> Body | None:
    found = kept.load(text, "whole")
    return found[0].body if found is not None else None


@pytest.fixture
def kept(tmp_path: Path) -> SyntaxCache:
    return SyntaxCache(tmp_path / "cache")


def entry(kept: SyntaxCache) -> Path:
    assert kept.folder is not None
    (found,) = kept.folder.iterdir()
    return found


def deep(levels: int) -> Body:
    expression: Expression = Number(4, 5, "1")
    for _ in range(levels):
        expression = Parentheses(4, 5, expression)
    return Body(0, 6, (Attribute(0, 5, "a", 1, expression),))


def test_what_is_kept_comes_back(kept: SyntaxCache) -> None:
    assert load(kept, TEXT) is None
    store(kept, TEXT, BODY)
    assert load(kept, TEXT) == BODY
    assert load(kept, TEXT + " ") is None
    assert entry(kept).stat().st_mode & 0o777 == 0o600
    assert entry(kept).parent.stat().st_mode & 0o777 == 0o700


def test_another_parser_has_other_entries(kept: SyntaxCache, monkeypatch: pytest.MonkeyPatch) -> None:
    store(kept, TEXT, BODY)
    for name, value in (("FORMAT", "x"), ("GRAMMAR", "x"), ("__version__", "9"), ("stamp", lambda *_: "x")):
        with monkeypatch.context() as patch:
            patch.setattr(parsed_files, name, value)
            assert load(kept, TEXT) is None
    assert load(kept, TEXT) == BODY


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"x" * 32, b"\x00" * 500, msgspec.msgpack.encode(BODY)],
    ids=["empty", "short", "checksum", "zeros", "no-checksum"],
)
def test_damaged_entries_are_none(kept: SyntaxCache, content: bytes) -> None:
    store(kept, TEXT, BODY)
    good = entry(kept).read_bytes()
    entry(kept).write_bytes(content)
    assert load(kept, TEXT) is None
    entry(kept).write_bytes(good[:-1])
    assert load(kept, TEXT) is None
    store(kept, TEXT, BODY)
    assert entry(kept).read_bytes() == good


def planted(kept: SyntaxCache, payload: bytes) -> Body | None:
    """What is loaded from an entry that somebody made of one piece with the right checksum; `payload` is its body."""
    encode = msgspec.msgpack.encode
    return planted_pieces(kept, b"\x91\x93" + encode(len(TEXT)) + encode(parsed_files.digest(TEXT)) + payload)


def planted_pieces(kept: SyntaxCache, payload: bytes) -> Body | None:
    store(kept, TEXT, BODY)
    entry(kept).write_bytes(entries.checksum(parsed_files.seed(TEXT, "whole"), payload) + payload)
    return load(kept, TEXT)


@pytest.mark.parametrize(
    "payload",
    [
        b"\xc1",
        msgspec.msgpack.encode(["B", 0, 6, [["z", 0, 1]]]),
        msgspec.msgpack.encode(["B", 0, 6, "x"]),
        msgspec.msgpack.encode(["B", 0, "6", []]),
        msgspec.msgpack.encode(Number(0, 1, "1")),
        msgspec.msgpack.encode(BODY) + b"\x00",
        msgspec.msgpack.encode(Body(0, 999, ())),
        msgspec.msgpack.encode(Body(-5, 6, ())),
        msgspec.msgpack.encode(Body(0, 6, (Attribute(0, 999, "a", 1, Number(4, 5, "1")),))),
        msgspec.msgpack.encode(Body(0, 6, (*BODY.items, *BODY.items))),
        msgspec.msgpack.encode(Body(0, 6, (Block(3, 1, "a", 1, (), 1, Body(3, 4, ())),))),
        b"\x95\xa1B\x00\x06" + b"\x91" * 100_000,
        b"\xc7\x05\x01hello",
    ],
)
def test_planted_entries_that_cannot_be_are_none(kept: SyntaxCache, payload: bytes) -> None:
    assert planted(kept, payload) is None
    assert planted(kept, msgspec.msgpack.encode(BODY)) == BODY


@pytest.mark.parametrize(
    "found",
    [
        (),
        (Piece(5, b"", Body(0, 5, ())),),
        (Piece(7, b"", Body(0, 6, ())),),
        (Piece(3, b"", BODY), Piece(3, b"", Body(0, 0, ()))),
        (Piece(-6, b"", Body(0, 0, ())), Piece(12, b"", BODY)),
    ],
)
def test_planted_pieces_that_are_not_the_text_are_none(kept: SyntaxCache, found: Pieces) -> None:
    assert planted_pieces(kept, msgspec.msgpack.encode(found)) is None


def test_trees_that_are_too_deep_are_not_kept(kept: SyntaxCache) -> None:
    store(kept, TEXT, deep(100_000))
    assert load(kept, TEXT) is None
    head = msgspec.msgpack.encode(deep(0))
    one = msgspec.msgpack.encode(deep(1))
    at = next(i for i, (a, b) in enumerate(zip(head, one, strict=False)) if a != b)
    layer = one[at : len(one) - (len(head) - at)]
    assert planted(kept, head[:at] + layer * 100_000 + head[at:]) is None


def test_one_files_entry_is_not_anothers(kept: SyntaxCache) -> None:
    store(kept, "b = 1\n", BODY)
    other = entry(kept).read_bytes()
    entry(kept).unlink()
    store(kept, TEXT, BODY)
    entry(kept).write_bytes(other)
    assert load(kept, TEXT) is None


def test_folders_that_others_can_write_to_are_not_used(kept: SyntaxCache) -> None:
    store(kept, TEXT, BODY)
    assert kept.folder is not None
    kept.folder.chmod(0o777)
    assert load(kept, TEXT) is None
    store(kept, "b = 1\n", BODY)
    assert len(list(kept.folder.iterdir())) == 1


def test_entries_that_are_links_or_pipes_are_none(kept: SyntaxCache, tmp_path: Path) -> None:
    store(kept, TEXT, BODY)
    path = entry(kept)
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    assert load(kept, TEXT) is None
    path.unlink()
    os.mkfifo(path)
    assert load(kept, TEXT) is None
    store(kept, TEXT, BODY)
    assert load(kept, TEXT) == BODY


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({}, None),
        ({"HOME": ""}, None),
        ({"HOME": "relative"}, None),
        ({"HOME": "/h"}, "/h/.cache/hiac"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "/x"}, "/x/hiac"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "x"}, "/h/.cache/hiac"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "/x", "HIAC_CACHE_DIR": "/c"}, "/c"),
    ],
)
def test_where_it_is(environment: dict[str, str], folder: str | None) -> None:
    assert SyntaxCache.of(environment).folder == (Path(folder) if folder else None)


def test_nowhere_to_keep_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (None, tmp_path / "file", tmp_path / "file" / "x", Path("/proc/hiac"), Path("/\0")):
        kept = SyntaxCache(folder)
        store(kept, TEXT, BODY)
        assert load(kept, TEXT) is None


def test_the_oldest_go_first(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    for number in range(10):
        store(SyntaxCache(folder), f"{number}", Body(0, 1, ()))
        for path in folder.iterdir():
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**9))
    about = len(next(folder.iterdir()).read_bytes())
    (folder / "not ours").write_text("x" * 1000)
    entries._pruned.clear()
    store(SyntaxCache(folder, size=about * 8), "new", Body(0, 1, ()))
    left = [name for name in [*map(str, range(10)), "new"] if load(SyntaxCache(folder), name) is not None]
    assert left == ["5", "6", "7", "8", "9", "new"]
    assert (folder / "not ours").exists()


def test_a_large_tree_is_read_fast(kept: SyntaxCache) -> None:
    items = []
    at = 0
    for _ in range(5000):
        inner = tuple(Attribute(at + i, at + i + 1, f"n{i}", at + 1, Number(at, at, "1")) for i in range(12))
        items.append(Block(at, at + 20, "resource", at, (), at, Body(at, at + 20, inner)))
        at += 20
    body = Body(0, at, tuple(items))
    text = " " * at
    store(kept, text, body)
    assert load(kept, text) == body


BLOCK = """\
resource "a" "b" {
  x = 1
}
"""


def test_only_what_changed_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIAC_CACHE_DIR", str(tmp_path / "cache"))
    parsed: list[str] = []
    parse = parsed_files._parse

    def counted(source: SourceFile) -> tuple[Body, list[Diagnostic]]:
        parsed.append(source.text)
        return parse(source)

    monkeypatch.setattr(parsed_files, "_parse", counted)

    def blocks(text: str) -> list[tuple[str, int]]:
        parsed.clear()
        found, problems = SyntaxCache.of(os.environ).parsed_pieces(SourceFile("main.tf", text))
        assert not problems
        return [(s.span(b.start, b.end).text, s.span(b.start).line) for s, body in found for b in body.blocks]

    texts = [BLOCK.replace("1", str(number)) for number in range(5)]
    expected = [(text.rstrip(), 1 + 3 * at) for at, text in enumerate(texts)]
    assert blocks("".join(texts)) == expected
    assert parsed == texts
    assert blocks("".join(texts)) == expected
    assert parsed == []
    texts[2] = "# edited\n" + texts[2]
    assert blocks("".join(texts)) == [(text, line + (line > 6)) for text, line in expected]
    assert parsed == texts[2:3]
    texts.reverse()
    assert [text for text, _ in blocks("".join(texts))] == [text for text, _ in reversed(expected)]
    assert parsed == []


def test_what_was_before_may_be_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache"
    monkeypatch.setenv("HIAC_CACHE_DIR", str(folder))
    text = BLOCK * 3
    for damage in (b"", b"\xff" * 66):
        SyntaxCache.of(os.environ).parsed_pieces(SourceFile("main.tf", text))
        for path in folder.iterdir():
            path.write_bytes(damage)
        text += BLOCK
        found, problems = SyntaxCache.of(os.environ).parsed_pieces(SourceFile("main.tf", text))
        assert not problems
        assert "".join(source.text for source, _ in found) == text


@pytest.mark.parametrize("seed", range(60))
def test_mutated_entries_have_the_right_types_or_are_none(kept: SyntaxCache, seed: int) -> None:
    chance = random.Random(seed)
    payload = bytearray(msgspec.msgpack.encode(whole(BODY)))
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(payload))
        if chance.random() < 0.5:
            payload[at] = chance.randrange(256)
        else:
            payload[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
    found = planted_pieces(kept, bytes(payload))
    if found is not None:
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Body) == found
