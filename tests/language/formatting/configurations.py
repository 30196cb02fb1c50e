"""Configurations as nobody writes them: every construct, laid out at random, with comments where they may stand."""

from __future__ import annotations

from random import Random

NAMES = ("a", "bb", "var", "x-y", "in", "for", "if", "é", "type", "日本", "a_1", "each", "local", "true", "null")
SIMPLE = (
    "1",
    "2.5",
    "1e3",
    '"s"',
    '""',
    '"e\u0301x"',
    '"a\\n$${b}"',
    "-1",
    "!x",
    "true",
    "null",
    "var.x",
    "a",
    "in",
    "é",
)
OPERATORS = ("+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||")


class Writer:
    """Writes one configuration after the other, always the same for the same Random."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def configuration(self) -> str:
        text = self.body(2)
        if self.random.random() < 0.2:
            text = text.rstrip()
        return text.replace("\r\n", "\n").replace("\n", "\r\n") if self.random.random() < 0.15 else text

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def name(self) -> str:
        return self.one(*NAMES)

    def gap(self) -> str:
        return self.one("", "", " ", "  ", "\t")

    def line(self) -> str:
        """What may stand in brackets that newlines mean nothing in."""
        return self.one("", "", "", "", "", "", "\n", "\r\n", " # c\n", " /* c */", "\n\n")

    def some(self, separator: str, depth: int) -> str:
        return separator.join(self.expression(depth - 1) for _ in range(self.random.randrange(4)))

    def body(self, depth: int) -> str:
        return "".join(self.item(depth) for _ in range(self.random.randrange(1, 6)))

    def item(self, depth: int) -> str:
        chance = self.random.random()
        if chance < 0.6 or depth == 0:
            return f"{self.gap()}{self.argument(3)}{self.one('', ' # c', '// é', ' /* c */', '  ')}\n"
        if chance < 0.75:
            return self.one("\n", "# c\n", "  // c\n", "/* c */\n", "/* a\n  b */\n", "  \n")
        if chance < 0.8:
            kind = self.one('"string"', '"list"', '"map"', "list", "map", "set", '"set"', "list( any )", '("string")')
            return f'variable "x" {{\ntype{self.gap()}={self.gap()}{kind}{self.one("", " # c")}\n}}\n'
        if chance < 0.85:
            return f"{self.name()} {{{self.argument(1)}}}\n"
        labels = self.one("", " x", ' "x"', ' "x" "y\\u00e9"', ' /* c */ "x"', ' "x" /* c */ y', ' "" x')
        opening = f"{self.gap()}{self.name()}{labels} {{{self.one('', ' # c', '  ')}\n"
        return f"{opening}{self.body(depth - 1)}{self.gap()}}}{self.one('', ' # c')}\n"

    def argument(self, depth: int) -> str:
        name = f"{self.name()}{self.random.randrange(1000)}"
        return f"{name}{self.gap()}={self.gap()}{self.expression(self.random.randrange(depth + 1))}"

    def expression(self, depth: int) -> str:
        if depth <= 0:
            return self.one(*SIMPLE)
        inner = [self.expression(depth - 1 - self.random.randrange(2)) for _ in range(3)]
        a, b, c = inner
        gap, line = self.gap, self.line
        condition = self.one("", f" if {c}")
        forms = (
            lambda: f"[{line()}{self.some(f'{gap()},{line()}', depth)}{line()}]",
            lambda: f"{self.name()}{gap()}({line()}{self.some(f',{line()}', depth)}{line()})",
            lambda: f"{a}{gap()}{self.one(*OPERATORS)} {b}",
            lambda: f"{a} ?{gap()}{b} :{gap()}{c}",
            lambda: f"({line()}{a}{line()})",
            lambda: f"({a}){gap()}[{gap()}{b}{gap()}]",
            lambda: f"var{gap()}.{gap()}{self.name()}",
            lambda: f"({a}){self.one('[*]', '.*', '.a')}{self.one('', '.a', '[0]')}",
            lambda: (
                f"[{line()}for {self.one('k,v', 'v')} in{self.one(' ', '  ')}{a}{gap()}:{line()}{b}{condition}{line()}]"
            ),
            lambda: f"{{{line()}for k , v in {a}{gap()}:{line()}{b}{gap()}=>{gap()}{c}{self.one('', ' ...')}{line()}}}",
            lambda: self.template(depth),
            lambda: f'"${{{gap()}{line()}{a}{line()}{gap()}}}"',
            lambda: f'"${{~ {a} ~}}"',
            lambda: self.heredoc(depth),
            lambda: f"f({self.heredoc(depth)}\n,{a})",
            lambda: f"{self.one('-', '!')}{gap()}({a})",
            lambda: f"provider::a::b({a}{self.one('', '...', ',')})",
            lambda: self.object(depth),
        )
        return self.random.choice(forms)()

    def object(self, depth: int) -> str:
        keys = (self.name(), '"k"', "(a)", '"${x}"', "1")
        items = [
            f"{self.one(*keys)}{self.gap()}{self.one('=', ':')}{self.gap()}{self.expression(depth - 1)}"
            for _ in range(self.random.randrange(4))
        ]
        if self.random.random() < 0.5:
            return "{\n" + "".join(f"{item}{self.one('', ',', ' # c')}\n" for item in items) + "}"
        return f"{{{self.gap()}{f',{self.gap()}'.join(items)}{self.gap()}}}"

    def template(self, depth: int) -> str:
        parts = (
            lambda: self.one("x", "  y ", "é", "$${", "%%{", "\\n", '\\"', "//", "#") + "_",
            lambda: (
                f"{self.one('${', '${~', '${ ')}{self.line()}{self.expression(depth - 1)}{self.one('}', '~}', ' }')}"
            ),
            lambda: f"%{{ if {self.expression(depth - 2)} }}y%{{ else }}z%{{endif}}",
            lambda: f"%{{~ for a,b in {self.expression(depth - 2)} ~}}q%{{ endfor }}",
        )
        return f'"{"".join(self.random.choice(parts)() for _ in range(self.random.randrange(4)))}"'

    def heredoc(self, depth: int) -> str:
        lines = [
            self.one("", "  ", "\t")
            + self.one(
                "x y", f"${{{self.gap()}{self.expression(depth - 2)}}}", "a ${\nb\n} c", '"q"', "é", "# no", "{", ""
            )
            for _ in range(self.random.randrange(4))
        ]
        return "\n".join([self.one("<<E", "<<-E"), *lines, self.one("", "  ", "\t") + "E"])
