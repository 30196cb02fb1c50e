"""What a backend block may say, declared for each type, and how its values are found.

Values come from the block, over them from -backend-config, and where both are silent from the environment. Those that
are secret, or hold a secret inside, are told apart so that they are never printed or noted in the working directory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from harnessiac.diagnostics import Diagnostic, Failed, did_you_mean, error
from harnessiac.language.syntax.body_schema import BodySchema, read
from harnessiac.source import SourceFile, Span

if TYPE_CHECKING:
    from harnessiac.language.syntax.nodes import Attribute, Body
    from harnessiac.values.types import Type

Setting = str | bool | int | float | dict[str, str]
Settings = dict[str, Setting]

Sort = Literal["text", "flag", "number", "table"]


class Argument(Struct, frozen=True):
    """`variables` are those of the environment that say it when nothing else does, first come first.

    `secret`: the whole value is one; `inside`: it may hold one, as a URL holds a password. `refused` says why it cannot
    be used here; `unused` that it is taken for Terraform's sake and changes nothing.
    """

    name: str
    sort: Sort = "text"
    variables: tuple[str, ...] = ()
    required: bool = False
    default: Setting | None = None
    secret: bool = False
    inside: bool = False
    refused: str = ""
    unused: bool = False


def _unused(sort: Sort, *names: str) -> tuple[Argument, ...]:
    return tuple(Argument(name, sort, unused=True) for name in names)


_LOCKING = (
    "hiac locks with an object beside the state. Say use_lockfile = true instead, to Terraform as well: it does so "
    "since version 1.10."
)

ARGUMENTS: Final[Mapping[str, tuple[Argument, ...]]] = {
    "local": (Argument("path"), Argument("workspace_dir")),
    "pg": (
        Argument("conn_str", variables=("PG_CONN_STR",), inside=True),
        Argument("schema_name", variables=("PG_SCHEMA_NAME",), default="terraform_remote_state"),
        Argument("skip_schema_creation", "flag", ("PG_SKIP_SCHEMA_CREATION",), default=False),
        Argument("skip_table_creation", "flag", ("PG_SKIP_TABLE_CREATION",), default=False),
        Argument("skip_index_creation", "flag", ("PG_SKIP_INDEX_CREATION",), default=False),
    ),
    "s3": (
        Argument("bucket", required=True),
        Argument("key", required=True),
        Argument("region", variables=("AWS_REGION", "AWS_DEFAULT_REGION")),
        Argument("endpoint", variables=("AWS_ENDPOINT_URL_S3", "AWS_S3_ENDPOINT")),
        Argument("endpoints", "table"),
        Argument("workspace_key_prefix", default="env:"),
        Argument("encrypt", "flag", default=False),
        Argument("kms_key_id"),
        Argument("acl"),
        Argument("use_path_style", "flag"),
        Argument("force_path_style", "flag"),
        Argument("use_lockfile", "flag", default=True),
        Argument("profile"),
        Argument("access_key", secret=True),
        Argument("secret_key", secret=True),
        Argument("token", secret=True),
        Argument("max_retries", "number", ("AWS_MAX_ATTEMPTS",), default=5),
        Argument("custom_ca_bundle", variables=("AWS_CA_BUNDLE",)),
        Argument("insecure", "flag", default=False),
        Argument("assume_role", "table"),
        Argument("dynamodb_table", refused=_LOCKING),
        Argument("dynamodb_endpoint", refused=_LOCKING),
        *_unused(
            "flag",
            "skip_credentials_validation",
            "skip_metadata_api_check",
            "skip_region_validation",
            "skip_requesting_account_id",
            "skip_s3_checksum",
        ),
    ),
    "http": (
        Argument("address", variables=("TF_HTTP_ADDRESS",), required=True, inside=True),
        Argument("update_method", variables=("TF_HTTP_UPDATE_METHOD",), default="POST"),
        Argument("lock_address", variables=("TF_HTTP_LOCK_ADDRESS",), inside=True),
        Argument("lock_method", variables=("TF_HTTP_LOCK_METHOD",), default="LOCK"),
        Argument("unlock_address", variables=("TF_HTTP_UNLOCK_ADDRESS",), inside=True),
        Argument("unlock_method", variables=("TF_HTTP_UNLOCK_METHOD",), default="UNLOCK"),
        Argument("username", variables=("TF_HTTP_USERNAME",)),
        Argument("password", variables=("TF_HTTP_PASSWORD",), secret=True),
        Argument("skip_cert_verification", "flag", default=False),
        Argument("retry_max", "number", ("TF_HTTP_RETRY_MAX",), default=2),
        Argument("retry_wait_min", "number", ("TF_HTTP_RETRY_WAIT_MIN",), default=1),
        Argument("retry_wait_max", "number", ("TF_HTTP_RETRY_WAIT_MAX",), default=30),
        Argument("client_ca_certificate_pem", variables=("TF_HTTP_CLIENT_CA_CERTIFICATE_PEM",)),
        Argument("client_certificate_pem", variables=("TF_HTTP_CLIENT_CERTIFICATE_PEM",)),
        Argument("client_private_key_pem", variables=("TF_HTTP_CLIENT_PRIVATE_KEY_PEM",), secret=True),
    ),
}

ELSEWHERE: Final = ("azurerm", "consul", "cos", "gcs", "kubernetes", "oci", "oss", "remote")
"""Backends of Terraform that hiac does not have."""


def check_type(type: str, place: Span | None) -> None:
    """Raises Failed for a backend that there is not."""
    if type in ARGUMENTS:
        return
    detail = f'There is no backend type named "{type}".{did_you_mean(type, ARGUMENTS)}'
    if type in ELSEWHERE:
        detail = f'Terraform has a backend "{type}", hiac does not: it keeps states in {", ".join(sorted(ARGUMENTS))}.'
    raise Failed(error("Unsupported backend type", detail, place))


def of_block(type: str, body: Body, source: SourceFile) -> Settings:
    """What the block says. Raises Failed with everything that is wrong in it."""
    declared = {one.name: one for one in ARGUMENTS[type]}
    diagnostics: list[Diagnostic] = []
    content = read(body, BodySchema(dict.fromkeys(declared, False)), source, diagnostics)
    settings: Settings = {}
    for name, attribute in content.arguments.items():
        try:
            value = _evaluated(attribute, declared[name], source)
        except Failed as failure:
            diagnostics += failure.diagnostics
            continue
        if value is not None:
            settings[name] = value
    if diagnostics:
        raise Failed(*diagnostics)
    return settings


def _evaluated(attribute: Attribute, argument: Argument, source: SourceFile) -> Setting | None:
    from harnessiac.language.evaluation.expressions import evaluate
    from harnessiac.language.evaluation.references import traversals
    from harnessiac.language.evaluation.scope import Scope
    from harnessiac.values.conversion import ConversionError, convert
    from harnessiac.values.plain import to_plain

    expression = attribute.expression
    place = source.span(expression.start, expression.end)
    if any(True for _ in traversals(expression)):
        raise Failed(error("Variables not allowed", "Variables may not be used here.", place))
    if argument.refused:
        raise Failed(
            error("Unsupported argument", f'The argument "{argument.name}" has no use: {argument.refused}', place)
        )
    value = evaluate(expression, Scope.empty(), source)
    try:
        return _setting(argument, to_plain(convert(value, _type(argument.sort))))
    except ConversionError as problem:
        detail = f'Inappropriate value for attribute "{argument.name}": {problem}.'
        raise Failed(error("Incorrect attribute value type", detail, place)) from None


def _type(sort: Sort) -> Type:
    from harnessiac.values.types import BOOL, NUMBER, STRING, MapType

    types: dict[Sort, Type] = {"text": STRING, "flag": BOOL, "number": NUMBER, "table": MapType(STRING)}
    return types[sort]


def _setting(argument: Argument, data: object) -> Setting | None:
    """Plain data of the argument's type as a setting."""
    match data:
        case None | bool() | int() | float() | str():
            return data
        case dict():
            return {key: str(item) for key, item in data.items() if item is not None}
        case _:
            return float(str(data))  # a fraction of many digits


def of_option(type: str, text: str) -> Settings:
    """What one -backend-config=KEY=VALUE says. Raises Failed; a value is never part of what is said."""
    name, _, value = text.partition("=")
    name = name.strip()
    declared = {one.name: one for one in ARGUMENTS[type]}
    argument = declared.get(name)
    if argument is None:
        detail = (
            f'The backend configuration argument "{name}" given on the command line is not expected for the selected '
            f"backend type.{did_you_mean(name, declared)}"
        )
        raise Failed(error("Invalid backend configuration argument", detail))
    if argument.refused:
        raise Failed(error("Invalid backend configuration argument", f"{name} has no use: {argument.refused}"))
    try:
        return {name: _from_text(argument, value)}
    except ValueError as problem:
        detail = f"Invalid backend configuration argument -backend-config={name}: {problem}."
        raise Failed(error("Invalid backend configuration value", detail)) from None


def _from_text(argument: Argument, text: str) -> Setting:
    """Raises ValueError, whose message is the rest of a sentence."""
    match argument.sort:
        case "text":
            return text
        case "flag":
            if text.lower() not in ("true", "false", "1", "0"):
                raise ValueError("a bool is required")
            return text.lower() in ("true", "1")
        case "number":
            try:
                return int(text)
            except ValueError:
                raise ValueError("a whole number is required") from None
        case "table":
            raise ValueError("an object can only be given in the block or in a file")


class Configured:
    """The settings of a backend as they count, with typed access."""

    def __init__(self, type: str, settings: Settings, environment: Mapping[str, str]) -> None:
        self.type = type
        self.environment = environment
        self._declared = {one.name: one for one in ARGUMENTS[type]}
        self._settings = settings
        missing = [one.name for one in ARGUMENTS[type] if one.required and not self._value(one)]
        if missing:
            detail = (
                f'The backend "{type}" needs {" and ".join(missing)}. Set it in the block, or when it is initialized: '
                f"hiac init -backend-config={missing[0]}=..."
            )
            raise Failed(error("Missing required argument", detail))

    def _value(self, argument: Argument) -> Setting | None:
        found = self._settings.get(argument.name)
        if found is not None and found != "":
            return found
        for variable in argument.variables:
            if text := self.environment.get(variable):
                try:
                    return _from_text(argument, text)
                except ValueError as problem:
                    detail = f"The environment variable {variable} is not usable: {problem}."
                    raise Failed(error("Invalid backend configuration value", detail)) from None
        return argument.default

    def text(self, name: str) -> str | None:
        value = self._value(self._declared[name])
        return value if isinstance(value, str) else None

    def flag(self, name: str) -> bool:
        return bool(self._value(self._declared[name]))

    def number(self, name: str) -> int:
        value = self._value(self._declared[name])
        return int(value) if isinstance(value, (int, float)) else 0

    def table(self, name: str) -> dict[str, str]:
        value = self._value(self._declared[name])
        return value if isinstance(value, dict) else {}


def without_secrets(type: str, settings: Settings) -> tuple[Settings, list[str]]:
    """The settings that may be noted down, those that hold a secret without it, and the names of all that held one."""
    shown: Settings = {}
    secret: list[str] = []
    for argument in ARGUMENTS[type]:
        value = settings.get(argument.name)
        if value is None:
            continue
        if argument.secret:
            secret.append(argument.name)
        elif argument.inside and isinstance(value, str):
            shown[argument.name] = without_password(value)
            if shown[argument.name] != value:
                secret.append(argument.name)
        else:
            shown[argument.name] = value
    return shown, secret


_IN_URL = re.compile(r"(?P<start>[A-Za-z][A-Za-z0-9+.-]*://[^/?#@]*?):(?P<secret>[^/?#]*)@")
_IN_WORDS = re.compile(
    r"(?i)(?P<start>\b(?:ssl)?(?:password|passwd|token|secret|key)\s*=\s*)(?:'(?:[^'\\]|\\.)*'|[^\s&]*)"
)


def without_password(text: str) -> str:
    """A URL or a connection string without the passwords in it."""
    return _IN_WORDS.sub(r"\g<start>***", _IN_URL.sub(r"\g<start>:***@", text))
