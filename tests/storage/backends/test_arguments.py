"""What a backend block may say, where else its values come from, and which of them are secret."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harnessiac.diagnostics import Diagnostic, Failed
from harnessiac.language.syntax import parsing
from harnessiac.source import SourceFile
from harnessiac.storage.backends import arguments
from harnessiac.storage.backends.arguments import Configured
from harnessiac.storage.backends.declaration import BackendBlock, backend_block


def declared(text: str) -> BackendBlock | None:
    source = SourceFile("main.tf", text)
    body, found = parsing.parse(source)
    assert not found
    return backend_block([(source, body)])


def refused(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(Failed) as failure:
        declared(text)
    assert all(one.subject is not None for one in failure.value.diagnostics)
    return failure.value.diagnostics


def block(type: str, *lines: str) -> str:
    return f'terraform {{\n  backend "{type}" {{\n' + "".join(f"    {line}\n" for line in lines) + "  }\n}\n"


def test_what_a_block_says() -> None:
    found = declared(
        block("s3", 'bucket = "b"', "encrypt = true", 'max_retries = "7"', 'endpoints = { s3 = lower("HTTP://X") }')
    )
    assert found is not None
    assert found.settings == {"bucket": "b", "encrypt": True, "max_retries": 7, "endpoints": {"s3": "http://x"}}
    assert declared('terraform {\n  required_version = ">= 1"\n}\n') is None
    assert declared(block("pg", "conn_str = null")).settings == {}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "summary", "part"),
    [
        (block("pgg"), "Unsupported backend type", 'Did you mean "pg"?'),
        (block("gcs"), "Unsupported backend type", "it keeps states in http, local, pg, s3"),
        (block("pg", 'conn_string = ""'), "Unsupported argument", 'Did you mean "conn_str"?'),
        (block("pg", "conn_str = var.x"), "Variables not allowed", "Variables may not be used here"),
        (block("pg", "skip_table_creation = 5"), "Incorrect attribute value type", "skip_table_creation"),
        (block("pg", "conn_str = [1]"), "Incorrect attribute value type", "string required"),
        (block("s3", 'dynamodb_table = "x"'), "Unsupported argument", "use_lockfile = true"),
        (block("http", "nested {", "}"), "Unsupported block type", "nested"),
    ],
)
def test_blocks_that_are_wrong(text: str, summary: str, part: str) -> None:
    (found,) = refused(text)
    assert found.summary == summary
    assert part in found.detail


def test_everything_wrong_is_said_at_once() -> None:
    assert len(refused(block("http", "address = var.x", "adress = 1", "retry_max = {}"))) == 3


@pytest.mark.parametrize(
    ("type", "text", "part"),
    [
        ("http", "adress=x", 'Did you mean "address"?'),
        ("http", "retry_max=hunter2", "a whole number is required"),
        ("http", "skip_cert_verification=hunter2", "a bool is required"),
        ("s3", "endpoints=hunter2", "an object can only be given"),
        ("s3", "dynamodb_table=x", "use_lockfile"),
        ("pg", "=hunter2", "is not expected"),
    ],
)
def test_options_that_are_wrong(type: str, text: str, part: str) -> None:
    with pytest.raises(Failed) as failure:
        arguments.of_option(type, text)
    (found,) = failure.value.diagnostics
    assert part in found.detail
    assert "hunter2" not in found.detail


def test_the_environment_says_what_nobody_else_does() -> None:
    environment = {"TF_HTTP_ADDRESS": "http://e", "TF_HTTP_RETRY_MAX": "9", "TF_HTTP_USERNAME": ""}
    found = Configured("http", {"retry_max": 3}, environment)
    assert (found.text("address"), found.number("retry_max"), found.text("username")) == ("http://e", 3, None)
    assert (found.text("lock_method"), found.number("retry_wait_max")) == ("LOCK", 30)
    assert Configured("http", {"address": ""}, environment).text("address") == "http://e"
    assert Configured("s3", {"bucket": "b", "key": "k"}, {"AWS_DEFAULT_REGION": "r"}).text("region") == "r"
    with pytest.raises(Failed, match="Missing required argument"):
        Configured("s3", {"bucket": "b"}, {})
    with pytest.raises(Failed, match="Invalid backend configuration value"):
        Configured("http", {"address": "http://x"}, {"TF_HTTP_RETRY_MAX": "x"}).number("retry_max")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://u:hunter2@h/db?sslmode=disable", "postgres://u:***@h/db?sslmode=disable"),
        ("postgres://u:hun:ter2@h/db", "postgres://u:***@h/db"),
        ("postgres://u:hunt@er2@h/db", "postgres://u:***@h/db"),
        ("postgres://u@h/db?password=hunter2&x=1", "postgres://u@h/db?password=***&x=1"),
        ("host=h password=hunter2 user=u", "host=h password=*** user=u"),
        ("host=h password = 'hun ter\\'2' user=u", "host=h password = *** user=u"),
        ("host=h PASSWORD=hunter2", "host=h PASSWORD=***"),
        ("postgres://h/db", "postgres://h/db"),
        ("", ""),
    ],
)
def test_passwords_are_taken_out(text: str, shown: str) -> None:
    assert arguments.without_password(text) == shown
    kept, secret = arguments.without_secrets("pg", {"conn_str": text})
    assert kept == {"conn_str": shown}
    assert secret == (["conn_str"] if shown != text else [])


PASSWORDS = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=12).map(
    "Secret7".__add__
)


@given(PASSWORDS, st.sampled_from(["", "?sslmode=disable", "?a=b&password=Secret7x", "/x?y=z#f"]))
def test_no_password_in_a_url_is_left(password: str, rest: str) -> None:
    for secret in (quote(password, safe=""), quote(password, safe="!$&'()*+,;=:@")):
        assert "Secret7" not in arguments.without_password(f"postgres://user:{secret}@host:5432/db{rest}")


@given(PASSWORDS)
def test_no_password_in_words_is_left(password: str) -> None:
    quoted = "'" + password.replace("\\", "\\\\").replace("'", "\\'") + "'"
    for text in (f"host=h password={quoted} user=u", f"password = {quoted}", f"host=h sslpassword={quoted}"):
        assert "Secret7" not in arguments.without_password(text)


def test_secrets_are_told_apart() -> None:
    settings: arguments.Settings = {"bucket": "b", "access_key": "hunter2", "secret_key": "hunter2", "token": "hunter2"}
    assert arguments.without_secrets("s3", settings) == ({"bucket": "b"}, ["access_key", "secret_key", "token"])
    settings = {"address": "http://u:hunter2@h/", "password": "hunter2", "client_private_key_pem": "hunter2"}
    shown, secret = arguments.without_secrets("http", settings)
    assert shown == {"address": "http://u:***@h/"}
    assert secret == ["address", "password", "client_private_key_pem"]
