"""The state file's layout, version 4, as Terraform and OpenTofu write it.

It is declared for pydantic's engine, pydantic_core, alone: pydantic's models on top of it would take longer to import
than most commands take to run. Only `reading` imports this, when a file is at hand. The typed dicts say what the
checked content then is: every field is there, those that the file leaves out with their default. Fields stand in the
order in which they are written.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from pydantic_core import CoreSchema, SchemaValidator, ValidationError
from pydantic_core import core_schema as of

__all__ = ["File", "Instance", "Output", "PathStep", "Resource", "ValidationError", "checked"]


class Output(TypedDict):
    value: Any
    type: Any
    sensitive: bool
    deprecated: str | None


class PathStep(TypedDict):
    type: Literal["get_attr", "index"]
    value: Any


class Instance(TypedDict):
    """`index_key` is None, a whole number or a string; `depends_on` and `attributes_flat` are of old versions."""

    index_key: Any
    status: str | None
    deposed: str | None
    provider: str | None
    schema_version: int
    attributes: dict[str, Any] | None
    attributes_flat: dict[str, str] | None
    sensitive_attributes: list[list[PathStep]] | None
    identity_schema_version: int | None
    identity: dict[str, Any] | None
    private: str | None
    dependencies: list[str] | None
    depends_on: list[str] | None
    create_before_destroy: bool
    skip_destroy: bool


class Resource(TypedDict):
    module: str | None
    mode: str
    type: str
    name: str
    each: str | None
    provider: str | None
    instances: list[Instance]


class File(TypedDict):
    version: Literal[4]
    terraform_version: str | None
    serial: int
    lineage: str
    outputs: dict[str, Output] | None
    resources: list[Resource] | None
    check_results: list[Any] | None


def _object(**fields: CoreSchema) -> CoreSchema:
    """Exactly these fields; those without a default must be there."""
    return of.typed_dict_schema(
        {name: of.typed_dict_field(field, required=field["type"] != "default") for name, field in fields.items()},
        extra_behavior="forbid",
    )


def _optional(schema: CoreSchema) -> CoreSchema:
    return of.with_default_schema(of.nullable_schema(schema), default=None)


_ANYTHING = of.any_schema()
_FLAG = of.with_default_schema(of.bool_schema(), default=False)
_TEXT = of.str_schema()
_COUNT = of.int_schema(ge=0, le=2**63 - 1)
_TEXTS = of.list_schema(_TEXT)
_ATTRIBUTES = of.dict_schema(_TEXT, _ANYTHING)

_OUTPUT = _object(value=_ANYTHING, type=_ANYTHING, sensitive=_FLAG, deprecated=_optional(_TEXT))
_PATH_STEP = _object(type=of.literal_schema(["get_attr", "index"]), value=_ANYTHING)
_INSTANCE = _object(
    index_key=of.with_default_schema(_ANYTHING, default=None),
    status=_optional(_TEXT),
    deposed=_optional(_TEXT),
    provider=_optional(_TEXT),
    schema_version=of.with_default_schema(_COUNT, default=0),
    attributes=_optional(_ATTRIBUTES),
    attributes_flat=_optional(of.dict_schema(_TEXT, _TEXT)),
    sensitive_attributes=_optional(of.list_schema(of.list_schema(_PATH_STEP))),
    identity_schema_version=_optional(_COUNT),
    identity=_optional(_ATTRIBUTES),
    private=_optional(_TEXT),
    dependencies=_optional(_TEXTS),
    depends_on=_optional(_TEXTS),
    create_before_destroy=_FLAG,
    skip_destroy=_FLAG,
)
_RESOURCE = _object(
    module=_optional(_TEXT),
    mode=_TEXT,
    type=_TEXT,
    name=_TEXT,
    each=_optional(_TEXT),
    provider=_optional(_TEXT),
    instances=of.list_schema(_INSTANCE),
)
_FILE = _object(
    version=of.literal_schema([4]),
    terraform_version=_optional(_TEXT),
    serial=_COUNT,
    lineage=_TEXT,
    outputs=_optional(of.dict_schema(_TEXT, _OUTPUT)),
    resources=_optional(of.list_schema(_RESOURCE)),
    check_results=_optional(of.list_schema(_ANYTHING)),
)

_CHECK = SchemaValidator(_FILE)


def checked(content: Any) -> File:
    """The content of a state file, its types exact. Raises ValidationError."""
    file: File = _CHECK.validate_python(content, strict=True)
    return file
