import pytest

from harnessiac.language.syntax.parsing import parse_expression, parse_template
from harnessiac.source import SourceFile

from .outline import outline

MEANINGS = [
    # operators and their precedence
    ("1 + 2 * 3 == 7 && !a || b", "(|| (&& (== (+ 1 (* 2 3)) 7) (! a)) b)"),
    ("1 - 2 - 3", "(- (- 1 2) 3)"),
    ("5 -10", "(- 5 10)"),
    ("5-10", "(- 5 10)"),
    ("a-b", "a-b"),
    ("a -b", "(- a b)"),
    ("!!a", "(! (! a))"),
    ("- -5", "(- (- 5))"),
    ("-a.b", "(- a.b)"),
    ("-1", "(- 1)"),
    ("a ? b : c ? d : e", "(? a b (? c d e))"),
    ("a ? b ? 1 : 2 : 3", "(? a (? b 1 2) 3)"),
    ("(1\n+\n2)", "paren((+ 1 2))"),
    ("a /* c */ + b", "(+ a b)"),
    # names, steps and indexes
    ("var.x", "var.x"),
    ('a.b["c"][0].d', "a.b['c'][0].d"),
    ("a.0.b", "a[0].b"),
    ("a[1.5]", "a[1.5]"),
    ("a[01]", "a[1]"),
    ("a[99999999999999999999]", "a[99999999999999999999]"),
    ("a[-1]", "<a>[(- 1)]"),
    ("a[b].c", "<<a>[b]>.c"),
    ('a["x${y}"]', "<a>[t`'x' y`]"),
    ("a[\n0\n]", "a[0]"),
    ('a[("k")]', "<a>[paren(t`'k'`)]"),
    ("f(x).y[0]", "<f(x)>.y[0]"),
    ("[1][0]", "<[1]>[0]"),
    ("a . b", "a.b"),
    ("a.true.null.for.in", "a.true.null.for.in"),
    ("for", "for"),
    ("if", "if"),
    ("é.ü_1-x", "é.ü_1-x"),
    ("e\u0301x", "e\u0301x"),
    ("日本.語", "日本.語"),
    # splats
    ("a.*.b[0]", "<splat(a; <@>.b)>[0]"),
    ("a[*].b[0]", "splat(a; <@>.b[0])"),
    ("a.*.b.0", "splat(a; <@>.b[0])"),
    ("a[*]", "splat(a; @)"),
    ("a[ * ].b", "splat(a; <@>.b)"),
    ("a[*][*].b", "splat(a; splat(@; <@>.b))"),
    ("a[*].b.*.c[0]", "splat(a; <splat(<@>.b; <@>.c)>[0])"),
    ("a[*][b]", "splat(a; <@>[b])"),
    # calls
    ("f()", "f()"),
    ("f(1, 2,)", "f(1, 2)"),
    ("f(1, a...)", "f(1, a...)"),
    ("f (\n1\n,\n2\n)", "f(1, 2)"),
    ("core::upper(x)", "core::upper(x)"),
    ("provider::a::f(x)", "provider::a::f(x)"),
    ("true()", "true()"),
    # collections
    ("[]", "[]"),
    ("[1, 2,]", "[1, 2]"),
    ("[\n1\n,\n2 # c\n]", "[1, 2]"),
    ("{}", "{}"),
    ('{a = 1, "b" : 2\n c = 3\n\n d = 4,\n}', "{a=1, t`'b'`=2, c=3, d=4}"),
    ("{(a) = 1, b.c = 2, 1 = 3}", "{paren(a)=1, b.c=2, 1=3}"),
    (
        "{true = 1, null = 2, in = 3, if = 4, else = 5, for_each = 6}",
        "{true=1, null=2, in=3, if=4, else=5, for_each=6}",
    ),
    ("{a = x ? y : z}", "{a=(? x y z)}"),
    ("[for x in y : x]", "[for None,x in y: x if -]"),
    ("[for k, v in y : v if k]", "[for k,v in y: v if k]"),
    ("[for in in in : in if in]", "[for None,in in in: in if in]"),
    ("[for for in y : for]", "[for None,for in y: for if -]"),
    ("{for k, v in y : k => v}", "{for k,v in y: k => v if -}"),
    ("{\nfor k, v in y : k => v...\nif v\n}", "{for k,v in y: k => v... if v}"),
    ("[for x in [for y in z : y] : x]", "[for None,x in [for None,y in z: y if -]: x if -]"),
    # numbers
    ("1.50e2", "1.50e2"),
    ("1E-3", "1E-3"),
    # quoted templates
    ('""', "t``"),
    ('"a"', "t`'a'`"),
    ('"${x}"', "wrap`x`"),
    ('"${~ x ~}"', "wrap`x`"),
    ('" ${~ x ~} "', "t`x`"),
    ('"a ${x} b"', "t`'a ' x ' b'`"),
    ('"a ${~ x ~} b"', "t`'a' x 'b'`"),
    ('"a${"b${"c"}"}"', "t`'a' t`'b' t`'c'```"),
    ('"${[for x in y:\n x]}"', "wrap`[for None,x in y: x if -]`"),
    ('"$${foo"', "t`'${foo'`"),
    ('"$$${1}"', "t`'$${1}'`"),
    ('"%%{if}"', "t`'%{if}'`"),
    ('"$"', "t`'$'`"),
    ('"100%"', "t`'100%'`"),
    ('"$%{if a}b%{endif}"', "t`'$' if(a; t`'b'`; -)`"),
    (r'"\n\r\t\"\\"', r"""t`'\n\r\t"\\'`"""),
    (r'"\u00e9\U0001F600"', "t`'é😀'`"),
    (r'"\ud800"', "t`'\ufffd'`"),
    ('"e\u0301"', "t`'é'`"),
    ('"%{ if a }b%{ else }c%{ endif }"', "t`if(a; t`'b'`; t`'c'`)`"),
    ('"%{ for k, v in x ~} ${v} %{~ endfor }"', "t`for(k,v in x; t`v`)`"),
    ('"%{if a}%{for x in y}${x}%{endfor}%{endif}"', "t`if(a; t`for(None,x in y; t`x`)`; -)`"),
    ('"%{if {a = 1}["a"]}x%{endif}"', "t`if(<{a=1}>['a']; t`'x'`; -)`"),
    # heredocs
    ("<<A\nhi\nA\n", "heredoc`'hi\\n'`"),
    ("<<A\nA\n", "heredoc``"),
    ("<<A\n  A  \n", "heredoc``"),
    ("<<A\n\\n $${x} ${y}\nA\n", "heredoc`'\\\\n ${x} ' y '\\n'`"),
    ("<<-A\n\n  a\n\tb\n   A  \n", "heredoc`'\\n a\\nb\\n'`"),
    ("<<-A\n    a\n  \tb\n   ${c}\n      \n    d\n  A\n", "heredoc`' a\\nb\\n' c '\\n      \\n d\\n'`"),
    ("<<-A\n  ${x} a\n    b\n A\n", "heredoc`x ' a\\n  b\\n'`"),
    ("<<A\n  ${~ x ~}\n  b\nA\n", "heredoc`x '  b\\n'`"),
    ("<<A\n%{ if a ~}\n  b\n%{ endif ~}\nA\n", "heredoc`if(a; t`'  b\\n'`; -)`"),
    ("<<A\nx ${<<B\ny\nB\n} z\nA\n", "heredoc`'x ' heredoc`'y\\n'` ' z\\n'`"),
    ("<<é\nx\né\n", "heredoc`'x\\n'`"),
    ("<<A\r\nx\r\nA\r\n", "heredoc`'x\\r\\n'`"),
]


@pytest.mark.parametrize(("text", "meaning"), MEANINGS, ids=[text for text, _ in MEANINGS])
def test_an_expression_means(text: str, meaning: str) -> None:
    expression, diagnostics = parse_expression(SourceFile("x", text))
    assert [(d.summary, str(d.subject)) for d in diagnostics] == []
    assert outline(expression) == meaning


TEMPLATES = [
    ("", "t``"),
    ('plain \\n "text"\n', "t`'plain \\\\n \"text\"\\n'`"),
    ("${x}", "wrap`x`"),
    ("a ${x}\n", "t`'a ' x '\\n'`"),
    ("  ${~ x ~}\n\n  y", "t`x '\\n  y'`"),
    ("%{ if a ~}\n\n  b\n%{~ endif ~}\n\n c", "t`if(a; t`'\\n  b'`; -) '\\n c'`"),
    ("$${a} %%{b}", "t`'${a} %{b}'`"),
    ("50%", "t`'50%'`"),
    ("5 $$", "t`'5 $$'`"),
    ("x ~} }", "t`'x ~} }'`"),
]


@pytest.mark.parametrize(("text", "meaning"), TEMPLATES)
def test_a_template_file_means(text: str, meaning: str) -> None:
    template, diagnostics = parse_template(SourceFile("x", text))
    assert diagnostics == []
    assert outline(template) == meaning


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", "1:1 Missing expression"),
        ("a b", "1:3 Extra characters after expression"),
        ("a =", "1:3 Extra characters after expression"),
        ("[1 2]", "1:4 Missing item separator"),
    ],
)
def test_a_lone_expression_is_refused(text: str, finding: str) -> None:
    expression, (diagnostic,) = parse_expression(SourceFile("x", text))
    assert expression is None
    assert diagnostic.subject
    assert f"{diagnostic.subject.first.line}:{diagnostic.subject.first.column} {diagnostic.summary}" == finding


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("${1", "1:1 Unclosed template interpolation sequence"),
        ("a\n${1 2}", "2:5 Extra characters after interpolation expression"),
        ("%{if true}", "1:11 Unexpected end of template"),
        ("%{endif}", "1:1 Unexpected endif directive"),
    ],
)
def test_a_template_file_is_refused(text: str, finding: str) -> None:
    template, (diagnostic,) = parse_template(SourceFile("x", text))
    assert template is None
    assert diagnostic.subject
    assert f"{diagnostic.subject.first.line}:{diagnostic.subject.first.column} {diagnostic.summary}" == finding
