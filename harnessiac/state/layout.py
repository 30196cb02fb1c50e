"""The state file's layout, version 4, as Terraform and OpenTofu write it: one declaration for reading and writing.

Only `reading` and `writing` import this, when a file is at hand: pydantic costs most of a command's start-up.
Fields stand in the order in which they are written.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

_LARGEST = 2**63 - 1


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Output(Part):
    value: Any
    type: Any
    sensitive: bool = False
    deprecated: str | None = None


class PathStep(Part):
    type: Literal["get_attr", "index"]
    value: Any


class Instance(Part):
    """`index_key` is None, a whole number or a string; `depends_on` and `attributes_flat` are of old versions."""

    index_key: Any = None
    status: str | None = None
    deposed: str | None = None
    provider: str | None = None
    schema_version: int = Field(default=0, ge=0, le=_LARGEST)
    attributes: dict[str, Any] | None = None
    attributes_flat: dict[str, str] | None = None
    sensitive_attributes: list[list[PathStep]] | None = None
    identity_schema_version: int | None = Field(default=None, ge=0, le=_LARGEST)
    identity: dict[str, Any] | None = None
    private: str | None = None
    dependencies: list[str] | None = None
    depends_on: list[str] | None = None
    create_before_destroy: bool = False
    skip_destroy: bool = False


class Resource(Part):
    module: str | None = None
    mode: str
    type: str
    name: str
    each: str | None = None
    provider: str | None = None
    instances: list[Instance]


class File(Part):
    version: Literal[4]
    terraform_version: str | None = None
    serial: int = Field(ge=0, le=_LARGEST)
    lineage: str
    outputs: dict[str, Output] | None = None
    resources: list[Resource] | None = None
    check_results: list[Any] | None = None


FILE = TypeAdapter(File)
