"""Every character of an evaluated template points at the character (or the interpolation) in the file that gave it."""

import pytest

from harnessiac.language.evaluation.origins import origins
from harnessiac.language.syntax.nodes import Literal, Template, TemplateWrap, Text, Traversal
from harnessiac.language.syntax.parsing import parse
from harnessiac.source import SourceFile

INTERPOLATIONS = {"${x}": "value", "${y}": "a\n  b", "${empty}": "", "${long}": "abcabcabc"}


def build(pieces, heredoc):
    """A file and a template of (raw, value) literals and interpolations, and the evaluated text."""
    file = "yaml = <<EOT\n" if heredoc else 'yaml = "'
    parts, text = [], ""
    for piece in pieces:
        start = len(file)
        if isinstance(piece, str) and piece in INTERPOLATIONS:
            file += piece
            parts.append(Traversal(start, len(file), piece[2:-1]))
            text += INTERPOLATIONS[piece]
        else:
            raw, value = piece if isinstance(piece, tuple) else (piece, piece)
            file += raw
            parts.append(Text(start, len(file), value))
            text += value
    return SourceFile("main.tf", file), Template(7, len(file), tuple(parts), heredoc), text


CASES = [
    ("verbatim", True, ["a: 1\nb: 2\n"]),
    ("indented", True, [("    a: 1\n      b: 2\n\n    c\n", "a: 1\n  b: 2\n\nc\n")]),
    ("lines apart", True, [("    a: 1\n", "a: 1\n"), ("      b: 2\n", "  b: 2\n")]),
    ("crlf", True, [("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n")]),
    ("crlf indented", True, [("  a: 1\r\n  b: 2\r\n", "a: 1\nb: 2\n")]),
    ("escaped", True, [("a: $${x}\nb: %%{y}\n", "a: ${x}\nb: %{y}\n")]),
    ("escaped indented", True, [("  a: $${x}\n  b: c\n", "a: ${x}\nb: c\n")]),
    ("interpolated", True, ["a: ", "${x}", "\nb: ", "${y}", "\nc: 3\n"]),
    ("interpolated indented", True, [("    a: ", "a: "), "${x}", ("\n    b: ", "\nb: "), "${empty}", "\n"]),
    ("trimmed", True, ["a: ", "${x}", ("\n\n    b: 2\n", "b: 2\n")]),
    ("trimmed before", True, [("  a:   ", "  a:"), "${x}", "\n"]),
    ("trimmed and indented", True, [("\n    a\n    b\n  ", "a\nb"), "${x}", "\n"]),
    ("quoted", False, ["a: b"]),
    ("quoted escapes", False, [('a: \\"b\\"\\nc: \\u00e9\\U0001F600x\\\\', 'a: "b"\nc: é😀x\\')]),
    ("quoted interpolation", False, [("a: ", "a: "), "${x}", ("\\nb: 1", "\nb: 1")]),
]


@pytest.mark.parametrize(("heredoc", "pieces"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_each_character(heredoc, pieces):
    source, template, text = build(pieces, heredoc)
    origin = origins(template, source, text)
    at = 0
    interpolated = iter([p for p in template.parts if not isinstance(p, Text)])
    for piece in pieces:
        if isinstance(piece, str) and piece in INTERPOLATIONS:
            node = next(interpolated)
            for char in range(at, at + len(INTERPOLATIONS[piece])):
                found = origin.span(char, char + 1)
                assert (found.start, found.end) == (node.start, node.end)
            at += len(INTERPOLATIONS[piece])
            continue
        value = piece[1] if isinstance(piece, tuple) else piece
        for char in value:
            found = origin.span(at, at + 1).text
            if found.startswith("\\"):
                found = found.encode().decode("unicode_escape")
            assert found.replace("\r\n", "\n").replace("$${", "${").replace("$$", "$").replace("%%", "%") == char
            at += 1
    assert at == len(text)


def test_ranges_run_from_first_to_last():
    source, template, text = build([("    a: one\n    b: two\n", "a: one\nb: two\n")], True)
    origin = origins(template, source, text)
    start = text.index("one")
    assert origin.span(start, text.index("two") + 3).text == "one\n    b: two"
    assert str(origin.span(text.index("two"), text.index("two") + 3)) == "main.tf:3:8"


def test_uncertain_parts_point_at_all_that_may_have_given_them():
    source, template, text = build(["x: ", "${long}", "abc", "${long}", "\nend: 1\n"], True)
    origin = origins(template, source, text)
    assert origin.span(0, 1).text == "x"
    assert origin.span(5, 6).text == "${long}abc${long}"
    assert origin.span(text.index("end"), text.index("end") + 3).text == "end"


def test_what_does_not_fit_points_at_the_template():
    source, template, _ = build(["x: ", "${x}", "\n"], True)
    origin = origins(template, source, "something else entirely")
    assert origin.span(3, 4).text == source.text[template.parts[0].start :]


@pytest.mark.parametrize("wrap", [False, True])
def test_other_expressions_point_at_themselves(wrap):
    source = SourceFile("main.tf", "yaml = null")
    node = Literal(7, 11, None)
    origin = origins(TemplateWrap(7, 11, node) if wrap else node, source, "a: 1\n")
    assert origin.span(3, 4).text == "null"
    assert origin.segments == ()


def test_hostile_sizes_stay_quick():
    pieces = ["a", "${long}"] * 3_000
    source, template, text = build(pieces, True)
    origin = origins(template, source, text.replace("c", "a" * 50))
    assert origin.span(10, 11).source is source


HEREDOCS = [
    "<<EOT\na: 1\n  b: $${x}\nEOT",
    "<<-EOT\n    a: 1\n      b: 2\n\n    é: %%{x}\n  EOT",
    "<<-EOT\n    a: ${v}\n      b: ${v}x\n    last: 日本\n  EOT",
    "<<-EOT\n    a: ${v ~}\n\n      b: 2\n    ${~ v}\n    c: 3\n  EOT",
    "<<-EOT\n\t\ta: 1\n\t\tb: 2\n\tEOT",
    "<<-EOT\r\n    a: 1\r\n    b: 2\r\n  EOT",
    '"a: 1\\n\\"b\\": ${v}\\n\\u00e9: 2\\\\"',
]


@pytest.mark.parametrize("heredoc", HEREDOCS)
def test_as_the_parser_cuts_templates(heredoc):
    source = SourceFile("main.tf", f"yaml = {heredoc}\n")
    body, findings = parse(source)
    assert not findings
    template = body.attributes["yaml"].expression
    text = "".join(part.value if isinstance(part, Text) else "VALUE" for part in template.parts)
    origin = origins(template, source, text)
    at = 0
    for part in template.parts:
        value = part.value if isinstance(part, Text) else "VALUE"
        for char in value:
            span = origin.span(at, at + 1)
            if isinstance(part, Text):
                shown = span.text.replace("\r\n", "\n")
                shown = (
                    shown.encode("ascii", "backslashreplace").decode("unicode_escape") if shown[0] == "\\" else shown
                )
                assert shown in (char, char * 2)
                assert part.start <= span.start < span.end <= part.end
            else:
                assert (span.start, span.end) == (part.start, part.end)
            at += 1
