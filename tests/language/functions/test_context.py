"""Functions that need the world: templates, identifiers, salts, files, keys; and what happens without it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace

import pytest

from harnessiac.diagnostics import Failed, error
from harnessiac.language import functions
from harnessiac.language.functions import CallContext, FunctionError
from harnessiac.language.functions.templates import INLINE
from harnessiac.source import SourceFile
from harnessiac.values.types import DYNAMIC
from harnessiac.values.value import SENSITIVE_MARKS, UNKNOWN, Value, number, object_of, string, tuple_of, unknown

NOTHING = CallContext()


def explanation(name: str, arguments: list[Value], context: CallContext) -> str:
    with pytest.raises(FunctionError) as caught:
        functions.call(name, arguments, context)
    return caught.value.explanation(name)


def render(source: SourceFile, variables: Mapping[str, Value], context: CallContext) -> Value:
    """Stands for the evaluator: $name is replaced, `again` calls templatefile, `fail` fails at its place."""
    if "again" in source.text:
        return functions.call("templatefile", [string("t.tmpl"), object_of({})], context)
    if "fail" in source.text:
        at = source.text.index("fail")
        raise Failed(error("Bad thing", "It is bad.", source.span(at, at + 4)), error("Other", "Too."))
    return variables.get(source.text.strip("\n"), string(source.text))


@pytest.fixture
def rendering(context: CallContext) -> CallContext:
    return replace(context, render_template=render)


def test_a_template_file_is_rendered_with_its_variables(rendering: CallContext) -> None:
    made = functions.call("templatefile", [string("a.txt"), object_of({"hello": number(5)})], rendering)
    assert made == number(5)


def test_a_template_string_gives_text(rendering: CallContext) -> None:
    assert functions.call("templatestring", [string("x"), object_of({"x": number(5)})], rendering) == string("5")
    assert "string required" in explanation("templatestring", [string("x"), object_of({"x": tuple_of([])})], rendering)


def test_templates_have_the_marks_of_what_they_are_made_of(rendering: CallContext) -> None:
    secret = object_of({"x": string("s").marked(SENSITIVE_MARKS)})
    assert functions.call("templatestring", [string("y"), secret], rendering).is_sensitive


def test_templates_wait_for_what_is_not_known(rendering: CallContext) -> None:
    assert functions.call("templatefile", [string("a.txt"), unknown(DYNAMIC)], rendering).raw is UNKNOWN


@pytest.mark.parametrize(
    ("template", "variables", "expected"),
    [
        ("x", tuple_of([]), 'Invalid value for "vars" parameter: invalid vars value: must be a map.'),
        (
            "x",
            object_of({"a b": number(1)}),
            (
                'Invalid value for "vars" parameter: invalid template variable name "a b": must start with a letter, '
                "followed by zero or more letters, digits, and underscores."
            ),
        ),
        (
            "a\n fail",
            object_of({}),
            (
                f'Call to function "templatestring" failed: {INLINE}:2,2-6: Bad thing; It is bad., and 1 other '
                "diagnostic(s)."
            ),
        ),
        (
            "again",
            object_of({}),
            "cannot recursively call templatefile from inside another template function",
        ),
    ],
)
def test_template_problems(template: str, variables: Value, expected: str, rendering: CallContext) -> None:
    assert expected in explanation("templatestring", [string(template), variables], rendering)


def test_what_is_random_comes_from_the_context() -> None:
    context = CallContext(new_uuid=lambda: "11111111-2222-3333-4444-555555555555")
    assert functions.call("uuid", [], context) == string("11111111-2222-3333-4444-555555555555")


def test_without_a_world_files_and_templates_are_refused() -> None:
    assert "files cannot be read here" in explanation("file", [string("x")], NOTHING)
    assert "files cannot be read here" in explanation("fileset", [string("x"), string("*")], NOTHING)
    assert "the home directory is not known" in explanation("pathexpand", [string("~/x")], NOTHING)
    nothing = [string("x"), object_of({})]
    assert "templates cannot be rendered here" in explanation("templatestring", nothing, NOTHING)


def test_paths_start_from_the_base_directory(context: CallContext) -> None:
    assert functions.call("abspath", [string("sub/../x")], context) == string("/there/x")
    assert functions.call("pathexpand", [string("~/x")], context) == string("/home/me/x")
    assert functions.call("pathexpand", [string("~")], context) == string("/home/me")
    assert functions.call("file", [string("/there/sub/c.txt")], context) == string("c")
    assert functions.call("file", [string("./sub/../a.txt")], context) == string("hello\n")


@pytest.mark.parametrize("path", ["a\0b", "\0"])
def test_paths_with_null_characters_are_refused(path: str, context: CallContext) -> None:
    assert "null character" in explanation("file", [string(path)], context)


def test_bcrypt_hashes_with_the_salt_given() -> None:
    bcrypt = pytest.importorskip("bcrypt")
    context = CallContext(new_salt=lambda: bytes(range(16)))
    made = functions.call("bcrypt", [string("pw"), number(4)], context)
    assert made == functions.call("bcrypt", [string("pw"), number(4)], context)
    assert bcrypt.checkpw(b"pw", str(made.raw).encode())


def test_bcrypt_limits(context: CallContext) -> None:
    assert "exceeds 72 bytes" in explanation("bcrypt", [string("x" * 73)], context)
    assert "outside allowed inclusive range 4..31" in explanation("bcrypt", [string("x"), number(32)], context)
    assert "must not be greater than" in explanation("bcrypt", [string("x"), number(31)], context)


def test_rsadecrypt_reads_what_the_public_key_wrote() -> None:
    rsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.rsa")
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    secret = base64.b64encode(key.public_key().encrypt(b"hello", padding.PKCS1v15())).decode()
    assert functions.call("rsadecrypt", [string(secret), string(pem)]) == string("hello")
    assert "crypto/rsa: decryption error" in explanation("rsadecrypt", [string("aGk="), string(pem)], NOTHING)


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "bcrypt", None)
    context = CallContext(new_salt=lambda: bytes(16))
    assert "install harnessiac[crypto]" in explanation("bcrypt", [string("pw")], context)
