"""The grammar of HCL and its parse tables. The one place that knows python-hcl2 and Lark.

python-hcl2 brings the grammar, patched here where it takes text that HCL refuses or refuses text that HCL takes
(`_PATCHES` gives the reasons). Lark computes LALR tables from it. Importing Lark and computing the tables takes longer
than anything else before the first file is read, so the tables are plain data that can be kept between runs: `keep`
sets where.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec import Struct

_PATCHES = (
    # Arguments and blocks end with their line; a block on one line holds one argument at most.
    (
        "body : (new_line_or_comment? (attribute | block))* new_line_or_comment?",
        "body : NL_OR_COMMENT? ((attribute | block) NL_OR_COMMENT)* (attribute | block)?",
    ),
    (
        "block : _attribute_name (_attribute_name | string)* new_line_or_comment? LBRACE body RBRACE",
        """block : NAME (NAME | template_string | string)* LBRACE _content? RBRACE
_content : attribute | NL_OR_COMMENT ((attribute | block) NL_OR_COMMENT)*""",
    ),
    # Items of an object are separated. The lexer knows no keyword where a key may stand.
    (
        "((object_elem | (object_elem new_line_or_comment? COMMA)) new_line_or_comment?)*",
        "(object_elem (NL_OR_COMMENT | COMMA NL_OR_COMMENT?))* object_elem?",
    ),
    ("object : LBRACE new_line_or_comment?", "object : LBRACE NL_OR_COMMENT?"),
    ("object_elem_key : expression | keyword", "object_elem_key : expression"),
    ("_attribute_name : identifier | keyword | literal_value\n", ""),
    ("attribute : _attribute_name EQ", "attribute : NAME EQ"),
    # Everywhere else the lexer has dropped the newlines that mean nothing: one that is left is an error.
    ("new_line_or_comment? ", ""),
    ("new_line_or_comment?", ""),
    ("new_line_or_comment: ( NL_OR_COMMENT )+\n", ""),
    # A trim marker is part of the token that opens or closes a sequence.
    (" STRIP_MARKER?", ""),
    # Names are plain tokens, save where a name is an expression.
    ("identifier : NAME\n", "?identifier : NAME\n"),
    ("            | identifier\n", "            | identifier -> variable\n"),
    ("expr_term : LPAR expression RPAR", "?expr_term : LPAR expression RPAR -> parentheses"),
    ("string_part: STRING_CHARS", "?string_part: STRING_CHARS"),
    # Quotes that open and close are tokens of two types, and so are the marks around a heredoc.
    (
        "string: DBLQUOTE string_part* DBLQUOTE",
        """%declare OPEN_QUOTE CLOSE_QUOTE HEREDOC_START HEREDOC_END
string: OPEN_QUOTE string_part* CLOSE_QUOTE | HEREDOC_START string_part* HEREDOC_END""",
    ),
    # An operator may follow a sign: !!a, - -5.
    ("!unary_op : (MINUS | NOT) expr_term", "!unary_op : (MINUS | NOT) unary_expr"),
    # A function may stand in any number of namespaces.
    ("function_call : identifier (COLONS identifier COLONS identifier)?", "function_call : NAME (COLONS NAME)*"),
    # a.*.b[0] takes the first of all b; a[*].b[0] the first b of each, and so do splats that follow.
    ("attr_splat : ATTR_SPLAT (get_attr | index)*", "attr_splat : ATTR_SPLAT (get_attr | short_index)*"),
    (
        "full_splat : FULL_SPLAT_START (get_attr | index)*",
        "full_splat : FULL_SPLAT_START (get_attr | index | attr_splat | full_splat)*",
    ),
)


STARTS = ("start", "expression", "string")
"""The rules that a text as a whole can be: a file, a single expression, a template."""


class Rule(Struct, frozen=True, array_like=True):
    """How values become one: `size` values become a `name`, which the reduction named `builds` makes.

    `builds` is "" where the single value stays as it is, and LIST where the values become a list for the rule around.
    The values at `spread` are such lists, whose content is handed over in their place.
    """

    name: str
    size: int
    builds: str
    spread: tuple[int, ...]


LIST = "[]"


class Tables(Struct, frozen=True, array_like=True):
    """What to do in each state: the next state for a terminal or a rule's name, or `-1 - index` of the rule to apply.

    `starts` and `ends` are the first and last states of each start rule.
    """

    states: tuple[dict[str, int], ...]
    rules: tuple[Rule, ...]
    starts: dict[str, int]
    ends: dict[str, int]

    def is_sound(self) -> bool:
        """Whether each state and rule that is referred to exists."""
        states, rules = len(self.states), len(self.rules)
        return (
            set(STARTS) <= self.starts.keys() & self.ends.keys()
            and all(0 <= state < states for state in (*self.starts.values(), *self.ends.values()))
            and all(-rules <= target < states for row in self.states for target in row.values())
            and all(rule.size >= 0 and all(0 <= place < rule.size for place in rule.spread) for rule in self.rules)
        )


class TableStore:
    """Where tables are kept between runs, by the texts that they depend on. This one keeps nothing."""

    def load(self, sources: tuple[str, ...]) -> Tables | None:
        """Return the tables made from `sources`, if they are kept."""
        return None

    def store(self, sources: tuple[str, ...], made: Tables) -> None:
        """Keep tables made from `sources`."""


_stores: list[TableStore] = [TableStore()]


def keep(store: TableStore) -> None:
    """Use `store` from now on to load and store tables."""
    _stores[0] = store


def tables() -> Tables:
    """Return the tables of the grammar: kept ones, or new ones, which are then kept. Raises ImportError."""
    grammar = _grammar()
    sources = (grammar, *_files_of("lark", "__init__.py"))  # which has the version
    kept = _stores[0].load(sources)
    if kept is not None:
        return kept
    made = _made(grammar)
    _stores[0].store(sources, made)
    return made


def _grammar() -> str:
    """The grammar of python-hcl2 with the patches applied."""
    (text,) = _files_of("hcl2", "hcl2.lark")
    for old, new in _PATCHES:
        if old not in text:
            raise ImportError(f"the grammar of python-hcl2 is not the one expected: it lacks {old!r}")
        text = text.replace(old, new)
    return text


def _files_of(package: str, *names: str) -> list[str]:
    """Texts in an installed package, which is not imported."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ImportError(f"{package} is not installed")
    return [(Path(spec.origin).parent / name).read_text(encoding="utf-8") for name in names]


def _made(grammar: str) -> Tables:
    from lark import Lark

    lark = Lark(grammar, parser="lalr", lexer=_no_lexer(), start=list(STARTS), maybe_placeholders=False)
    parser: Any = lark.parser
    computed: Any = parser.parser.parser.parse_table
    rules: dict[Any, int] = {}
    states: list[dict[str, int]] = [{} for _ in range(max(computed.states) + 1)]
    for state, row in computed.states.items():
        for name, (_, target) in row.items():
            states[state][str(name)] = target if isinstance(target, int) else -1 - rules.setdefault(target, len(rules))
    return Tables(tuple(states), tuple(map(_rule, rules)), dict(computed.start_states), dict(computed.end_states))


def _no_lexer() -> type[Any]:
    """A lexer for Lark to know of: the tokens come from `lexing`, and Lark parses nothing."""
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        __future_interface__ = 2

        def __init__(self, lexer_conf: Any) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:
            raise NotImplementedError

    return NoLexer


def _rule(rule: Any) -> Rule:
    """A rule of Lark's as data. Rules whose names begin with `_` are lists; `?` lets a single value be as it is."""
    name, size = str(rule.origin.name), len(rule.expansion)
    if rule.alias:
        builds = str(rule.alias)
    elif rule.options.expand1 and size == 1:
        builds = ""
    else:
        builds = LIST if name.startswith("_") else name
    spread = tuple(
        position
        for position, symbol in enumerate(rule.expansion)
        if not symbol.is_term and str(symbol.name).startswith("_")
    )
    return Rule(name, size, builds, spread)
