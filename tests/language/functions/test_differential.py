"""Thousands of generated calls, answered by hiac and by a real terraform: `make differential`."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harnessiac.values import typenames

Answer = tuple[str, str]

# --- generated calls -----------------------------------------------------------------------------------------------

TEXTS = (
    *("", "a", "abc", "Hello World", "a,b,c", "  pad ", "héé", "e\u0301x", "日本", "👨‍👩‍👧", "ß", "x\ny\n", "a b\tc"),
    *("1", "-3", "1.5", "true", "false", "null", 'q"q', "back\\slash", "<&>", "$", "abcabc", "z", "10.0.0.0/8", "yes"),
)
NUMBERS = (
    *("0", "1", "2", "3", "-1", "5", "10", "0.5", "1.5", "-2.25", "1e3", "1e21", "0.1", "1/3", "7/2", "-7.5"),
    *("123456789", "1234567890123456789012", "1e-7", "1000000", "99.995", "255", "256", "2.675"),
)
SMALL = ("0", "1", "2", "3", "-1", "5", "10", "-4")
FORMATS = tuple(
    f"%{flags}{width}{precision}{verb}"
    for flags in ("", "-", "+", "0", " ", "#", "+0")
    for width in ("", "8", "12")
    for precision in ("", ".0", ".2", ".7")
    for verb in "vdsqfegxXobtEG"
)
PATTERNS = (
    *("a", "[a-z]+", "(\\w)(\\d)?", "(?P<first>.)(?P<rest>.*)", "b*", "^a", "c$", "\\s+", "(?i)HELLO", ".", "", "x|b"),
    *("[", "(", "a{2}", "é", "[^a-z]", "(a)(b)(c)", "\\b", "a++", "\\p{L}+", "[[:digit:]]+"),
)
REPLACEMENTS = ("", "-", "$1", "$0$0", "$$", "x$2y", "${first}", "[$1]", "\\1", "$first")
TIMES = (
    *("2024-02-29T12:34:56Z", "1999-12-31T23:59:59+05:30", "2000-01-01T00:00:00-08:00", "2024-07-04T00:05:09.5Z"),
    *("2024-02-30T00:00:00Z", "2024-13-01T00:00:00Z", "yesterday", "2024-01-01", "0001-01-01T00:00:00Z"),
)
DATE_FORMATS = (
    *("YYYY-MM-DD", "YY M D h m s", "EEE, DD MMM YYYY hh:mm:ss ZZZ", "EEEE MMMM", "H AA", "HH aa", "Z ZZZZ ZZZZZ"),
    *("'at' hh", "'it''s'", "QQ", "YYY", "''", "'open", "DD/MM", "mm-ss"),
)
DURATIONS = (
    "1h",
    "-1h30m",
    "1.5s",
    "10ms",
    "24h",
    "1000000h",
    "1d",
    "",
    "5",
    "0",
    "-0.5m",
    "1h-1m",
    "2us",
    "1h1m1s1ms",
)
PREFIXES = (
    *("10.0.0.0/8", "192.168.1.77/24", "172.16.0.0/12", "0.0.0.0/0", "1.2.3.4/32", "fd00::/8", "2001:db8::1/64"),
    *("::/0", "::1/128", "2001:db8:0:0:1::/80", "10.0.0.0", "300.1.1.1/8", "10.0.0.0/33", "x"),
)
TABLES = ("a,b\n1,2", "a", "a,b\n1", 'x\n"q', "", "a,a\n1,2", 'a,b\n"1\n2",é\n', "\n\na\n\nx", 'a\nx"y')


class Generator:
    """Expressions as text, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def pick(self, choices: tuple[str, ...]) -> str:
        return self._random.choice(choices)

    def text(self, choices: tuple[str, ...] = TEXTS) -> str:
        return quoted(self.pick(choices))

    def scalar(self) -> str:
        return self._random.choice((self.text(), self.text(), self.pick(NUMBERS), self.pick(("true", "false", "null"))))

    def truth(self) -> str:
        return self.pick(("true", "false"))

    def many(self, make: Callable[[], str], most: int = 4) -> list[str]:
        return [make() for _ in range(self._random.randrange(most + 1))]

    def texts(self) -> str:
        return f"[{', '.join(self.many(self.text))}]"

    def numbers(self) -> str:
        return f"[{', '.join(self.many(lambda: self.pick(NUMBERS)))}]"

    def sequence(self) -> str:
        inner = self._random.choice((self.texts, self.numbers, self.mixed))()
        wrap = self._random.choice(("", "", "tolist", "toset"))
        return f"{wrap}({inner})" if wrap else inner

    def mixed(self) -> str:
        return f"[{', '.join(self.many(lambda: self.value(1)))}]"

    def mapping(self) -> str:
        keys = self._random.sample(("a", "b", "key", "é", "x y"), self._random.randrange(4))
        make = self._random.choice((self.text, lambda: self.pick(NUMBERS), lambda: self.value(1)))
        inner = "{" + ", ".join(f"{quoted(key)} = {make()}" for key in keys) + "}"
        return f"tomap({inner})" if self._random.random() < 0.3 else inner

    def value(self, depth: int = 2) -> str:
        if depth == 0 or self._random.random() < 0.5:
            return self.scalar()
        items = self.many(lambda: self.value(depth - 1), 3)
        if self._random.random() < 0.5:
            return f"[{', '.join(items)}]"
        return "{" + ", ".join(f"k{index} = {item}" for index, item in enumerate(items)) + "}"

    def operand(self, depth: int) -> str:
        """A number, truth or text, or an operation on such."""
        if depth == 0 or self._random.random() < 0.3:
            return self._random.choice((lambda: self.pick(NUMBERS), self.truth, self.text))()
        one, other = self.operand(depth - 1), self.operand(depth - 1)
        return self._random.choice(
            (
                f"({one} {self.pick(('+', '-', '*', '/', '%'))} {other})",
                f"({one} {self.pick(('==', '!=', '<', '<=', '>', '>='))} {other})",
                f"({one} {self.pick(('&&', '||'))} {other})",
                f"{self.pick(('-', '!'))}{one}",
                f"({self.operand(depth - 1)} ? {one} : {other})",
            )
        )

    def expressions(self) -> Iterator[tuple[str, str]]:
        """One expression of each sort that is not a call."""
        for _ in range(12):
            yield "operators", self.operand(3)
        for _ in range(4):
            yield "conditionals", f"{self.truth()} ? {self.value(1)} : {self.value(1)}"
            yield "equality", f"{self.value()} {self.pick(('==', '!='))} {self.value()}"
        for _ in range(3):
            items = self._random.choice((self.sequence, self.mapping))()
            only = self.pick(("", " if true", " if v != null", ' if v != "a"', " if false"))
            yield "for", f"[for v in {items} : v{only}]"
            yield "for", f"[for k, v in {items} : k{only}]"
            yield "for", f'{{for k, v in {items} : "x${{k}}" => v{only}}}'
            yield "for", f'{{for k, v in {items} : "x" => k...{only}}}'
            yield "templates", f'"a${{{self.scalar()}}}b%{{if {self.truth()}}} c %{{~else~}} d %{{endif}}"'
            yield "templates", f'"%{{for k, v in {items}}}${{k}}, %{{~ endfor }}!"'
            yield "access", f"{self.sequence()}[{self.pick(SMALL)}]"
            yield "access", f"{self.mapping()}[{quoted(self.pick(('a', 'b', 'nope')))}]"
            yield "access", f"[for o in [{self.mapping()}, {self.mapping()}] : o][*].{self.pick(('a', 'b'))}"
            yield "objects", f"{{(upper({self.text()})) = {self.scalar()}, b = {self.value(1)}}}"

    def calls(self) -> Iterator[tuple[str, str]]:
        """One call of each sort: its group and the expression."""
        t, n, small, seq, value = (
            self.text,
            lambda: self.pick(NUMBERS),
            lambda: self.pick(SMALL),
            self.sequence,
            self.value,
        )
        for name in ("upper", "lower", "title", "chomp", "trimspace", "strrev", "length"):
            yield "strings", f"{name}({t()})"
        for name in ("trim", "trimprefix", "trimsuffix", "startswith", "endswith", "strcontains", "split"):
            yield "strings", f"{name}({t()}, {t()})"
        yield "strings", f"substr({t()}, {small()}, {small()})"
        yield "strings", f"indent({self.pick(('0', '2', '4'))}, {t()})"
        yield "strings", f"join({t()}, {self.texts()})"
        yield "strings", f"replace({t()}, {t()}, {t()})"
        for _ in range(6):
            verbs = "|".join(self.pick(FORMATS) for _ in range(self._random.randrange(1, 3)))
            arguments = ", ".join(self._random.choice((n, n, t, self.truth))() for _ in range(verbs.count("%")))
            yield "format", f"format({quoted(verbs)}, {arguments})"
        yield "format", f"formatlist({quoted(self.pick(FORMATS))}, {seq()})"
        yield "format", f"formatlist({quoted('%s-%v')}, {seq()}, {t()})"
        for name in ("regex", "regexall"):
            yield "regex", f"{name}({t(PATTERNS)}, {t()})"
        yield "regex", f"replace({t()}, {quoted(f'/{self.pick(PATTERNS)}/')}, {t(REPLACEMENTS)})"
        for name in ("abs", "ceil", "floor", "tostring"):
            yield "numbers", f"{name}({n()})"
        for name in ("max", "min"):
            yield "numbers", f"{name}({', '.join(self.many(n))})"
        yield "numbers", f"pow({n()}, {small()})"
        yield "numbers", f"log({n()}, {self.pick(('2', '10', '3'))})"
        yield "numbers", f"parseint({t()}, {self.pick(('2', '8', '10', '16', '36', '62', '1'))})"
        yield "numbers", f"range({', '.join(self.many(small, 3))})"
        yield "numbers", f"sum({seq()})"
        for name in ("keys", "values", "length"):
            yield "collections", f"{name}({self.mapping()})"
        for name in ("length", "reverse", "flatten", "distinct", "one", "sort", "compact", "alltrue", "anytrue"):
            yield "collections", f"{name}({seq()})"
        for name in ("concat", "setunion", "setintersection", "setsubtract", "setproduct", "coalescelist"):
            yield "collections", f"{name}({seq()}, {seq()})"
        yield "collections", f"coalesce({self.scalar()}, {self.scalar()}, {self.scalar()})"
        yield "collections", f"contains({seq()}, {self.scalar()})"
        yield "collections", f"index({seq()}, {self.scalar()})"
        yield "collections", f"element({seq()}, {self.pick(('0', '1', '2', '7'))})"
        yield "collections", f"slice({seq()}, {small()}, {small()})"
        yield "collections", f"chunklist({seq()}, {small()})"
        yield "collections", f"zipmap({self.texts()}, {seq()})"
        yield "collections", f"merge({self.mapping()}, {self.mapping()})"
        yield "collections", f"lookup({self.mapping()}, {t(('a', 'b', 'z'))}, {value(1)})"
        yield "collections", f"lookup({self.mapping()}, {t(('a', 'b', 'z'))})"
        yield "collections", f"matchkeys({seq()}, {seq()}, {seq()})"
        yield "collections", "transpose({" + f"a = {self.texts()}, b = {self.texts()}" + "})"
        for name in ("tostring", "tonumber", "tobool", "tolist", "toset", "tomap"):
            yield "conversions", f"{name}({value()})"
        yield "encoding", f"jsonencode({value(3)})"
        yield "encoding", f"jsondecode(jsonencode({value(3)}))"
        yield "encoding", f"jsondecode({t()})"
        yield "encoding", f"yamlencode({value(3)})"
        yield "encoding", f"yamldecode(yamlencode({value(3)}))"
        yield "encoding", f"yamldecode({t()})"
        yield "encoding", f"csvdecode({t(TABLES)})"
        for name in ("base64encode", "base64decode", "urlencode", "md5", "sha1", "sha256", "base64sha512"):
            yield "encoding", f"{name}({t()})"
        charset = t(("UTF-16LE", "ISO-8859-1", "windows-1252", "utf-8", "nonsense", "Shift_JIS", "IBM437"))
        yield "encoding", f"textencodebase64({t()}, {charset})"
        yield "dates", f"formatdate({t(DATE_FORMATS)}, {t(TIMES)})"
        yield "dates", f"timeadd({t(TIMES)}, {t(DURATIONS)})"
        yield "dates", f"timecmp({t(TIMES)}, {t(TIMES)})"
        yield "network", f"cidrhost({t(PREFIXES)}, {self.pick(('0', '1', '5', '-1', '300', '70000'))})"
        yield "network", f"cidrnetmask({t(PREFIXES)})"
        yield "network", f"cidrsubnet({t(PREFIXES)}, {self.pick(('0', '4', '8', '40'))}, {self.pick(('0', '1', '9'))})"
        yield (
            "network",
            f"cidrsubnets({t(PREFIXES[:3])}, {', '.join(self.pick(('1', '4', '8', '2')) for _ in range(3))})",
        )


def quoted(text: str) -> str:
    """An HCL string."""
    return json.dumps(text, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")


# --- terraform's answers -------------------------------------------------------------------------------------------

SETTINGS = {"CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull, "TF_IN_AUTOMATION": "1"}


class Terraform:
    """Asks in three steps, because one error hides all values: which calls fail, then a plan of the others."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def answers(self, expressions: list[str]) -> list[Answer]:
        found: dict[int, Answer] = {}
        while len(found) < len(expressions):
            remaining = {index: text for index, text in enumerate(expressions) if index not in found}
            self._write(remaining)
            errors = self._errors("validate", "-json") or self._errors("plan", "-json", "-out=plan")
            found.update(errors or self._values(remaining))
        return [found[index] for index in range(len(expressions))]

    def _write(self, expressions: dict[int, str]) -> None:
        blocks = (f'output "o{index}" {{\nvalue = {text}\n}}\n' for index, text in expressions.items())
        (self._directory / "main.tf").write_text("".join(blocks), encoding="utf-8")

    def _run(self, *arguments: str) -> str:
        command = ["terraform", *arguments]
        ran = subprocess.run(
            command, cwd=self._directory, env=os.environ | SETTINGS, capture_output=True, check=False, timeout=300
        )
        return ran.stdout.decode("utf-8")

    def _errors(self, *arguments: str) -> dict[int, Answer]:
        owners = re.findall(r'output "o(\d+)"', (self._directory / "main.tf").read_text(encoding="utf-8"))
        lines = (
            [json.loads(line) for line in self._run(*arguments).splitlines()]
            if arguments[0] == "plan"
            else [{"diagnostic": found} for found in json.loads(self._run(*arguments))["diagnostics"]]
        )
        errors: dict[int, Answer] = {}
        for line in lines:
            found = line.get("diagnostic")
            if not found or found["severity"] != "error":
                continue
            if "range" in found:
                owner = int(owners[(found["range"]["start"]["line"] - 1) // 3])
                before = errors.get(owner, ("", ""))[1]
                errors[owner] = ("error", f"{before}\n{found['detail']}".lstrip("\n"))
            else:
                infinite = re.findall(r'output value "o(\d+)"', found["detail"])
                errors.update({int(index): ("error", "infinite") for index in infinite})
        return errors

    def _values(self, expressions: dict[int, str]) -> dict[int, Answer]:
        plan = json.loads(self._run("show", "-json", "plan"), parse_float=str, parse_int=str)
        outputs = plan["planned_values"]["outputs"]
        changes = plan["output_changes"]
        answers: dict[int, Answer] = {}
        for index in expressions:
            found = outputs.get(f"o{index}", {})
            if changes[f"o{index}"]["after_unknown"] is not False:
                answers[index] = ("unknown", "")
            elif "type" not in found:
                answers[index] = ("any", "null")
            else:
                kind = typenames.constraint(typenames.from_json(found["type"]))
                answers[index] = (kind, json.dumps(found["value"], ensure_ascii=False))
        return answers


# --- the comparison ------------------------------------------------------------------------------------------------

DIFFERENT_ON_PURPOSE = re.compile(
    r"panic in function|infinite|unknown escape|"
    r"invalid character '[À-ÿ]'|on line \d+, column|did not find expected|mapping values are not|"
    r"found character that cannot|elements must have the same type"
)
"""Terraform's crashes and numbers it cannot store are errors here; places in YAML count from 1 everywhere; a bad
character in JSON is shown whole, not by its first byte; elements without a common type are worded otherwise."""


def alike(ours: Answer, theirs: Answer) -> bool:
    if ours == theirs or "panic in function" in theirs[1]:
        return True
    if ours[0] == "error" and theirs[0] == "error":
        return ours[1] in theirs[1].split("\n") or bool(DIFFERENT_ON_PURPOSE.search(theirs[1]))
    return ours[1] == theirs[1] == "null"


OPERATIONS = {"operators", "conditionals", "access"}
"""Of several errors in one of these, either tool may tell another first, and hiac says more about a missing index."""


@pytest.mark.terraform
@pytest.mark.parametrize("seed", range(3))
def test_calls_answer_as_terraforms(
    seed: int, tmp_path: Path, answer: Callable[[str], Answer], agreement: Callable[[str, int, int], None]
) -> None:
    generator = Generator(seed)
    calls = list(dict.fromkeys(call for _ in range(12) for call in (*generator.calls(), *generator.expressions())))
    theirs = Terraform(tmp_path).answers([text for _, text in calls])
    totals: dict[str, list[int]] = {}
    differences = []
    for (group, text), expected in zip(calls, theirs, strict=True):
        ours = answer(text)
        same = alike(ours, expected) or (group in OPERATIONS and ours[0] == expected[0] == "error")
        counts = totals.setdefault(group, [0, 0])
        counts[0] += same
        counts[1] += 1
        if not same:
            differences.append(f"{text}\n    terraform: {expected}\n    hiac:      {ours}")
    for group, (same, every) in totals.items():
        agreement(group, same, every)
    assert not differences, "\n".join(differences)
