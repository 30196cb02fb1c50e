"""States as objects of S3, or of any store that speaks its protocol and knows conditional writes.

A state is written with If-Match on the version that was read, its first version and its lock with If-None-Match: two
writers cannot both succeed, lock or no lock. Layout and lock object are Terraform's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from harnessiac.diagnostics import Diagnostic, Failed, error
from harnessiac.storage.backends import waiting
from harnessiac.storage.backends.arguments import Configured
from harnessiac.storage.backends.lock_info import LockInfo, from_json, new_info, to_json
from harnessiac.storage.backends.reasons import in_words, printable
from harnessiac.storage.backends.store import DEFAULT, LIMIT, Conflict, Content, is_name

if TYPE_CHECKING:
    from botocore.client import BaseClient

Result = TypeVar("Result")

_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})
_TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412"})


class S3Backend:
    """The default workspace at `key`, others at `workspace_key_prefix/NAME/key`."""

    type = "s3"

    def __init__(self, configured: Configured) -> None:
        self._configured = configured
        self._key = (configured.text("key") or "").lstrip("/")
        self._prefix = (configured.text("workspace_key_prefix") or "").strip("/")
        if not self._key or self._key.endswith("/"):
            detail = (
                'The argument "key" of the backend "s3" must be the name of an object: not empty, no "/" at its end.'
            )
            raise Failed(error("Invalid backend configuration", detail))

    def store(self, workspace: str) -> S3Store:
        key = self._key if workspace == DEFAULT else f"{self._prefix}/{workspace}/{self._key}".lstrip("/")
        return S3Store(self._bucket, key)

    def workspaces(self) -> tuple[str, ...]:
        start, end = f"{self._prefix}/".lstrip("/"), f"/{self._key}"
        names = {key.removeprefix(start).removesuffix(end) for key in self._bucket.keys(start) if key.endswith(end)}
        return tuple(sorted({DEFAULT, *(name for name in names if is_name(name))}))

    @cached_property
    def _bucket(self) -> _Bucket:
        return _Bucket(self._configured)


class S3Store:
    def __init__(self, bucket: _Bucket, key: str) -> None:
        self._bucket = bucket
        self._key = key

    @property
    def name(self) -> str:
        return f"s3://{self._bucket.name}/{self._key}"

    def read(self) -> Content | None:
        return self._bucket.get(self._key)

    def write(self, data: bytes, version: str | None) -> str:
        written = self._bucket.put(self._key, data, version)
        if written is None:
            there = self.read()
            if there is not None and there.data == data:  # written at the first attempt, whose answer was lost
                return there.version
            raise Conflict(there.data if there else None)
        return written

    def delete(self) -> None:
        self._bucket.delete(self._key)

    @property
    def _lock_key(self) -> str:
        return f"{self._key}.tflock"

    @contextmanager
    def locked(self, operation: str, *, timeout: float = 0.0) -> Iterator[None]:
        if not self._bucket.locks:
            yield
            return
        info = new_info(f"{self._bucket.name}/{self._key}", operation)
        with waiting.held(lambda: self._lock(info), lambda: self._unlock(info), timeout=timeout, pause=0.5):
            yield

    def _lock(self, info: LockInfo) -> LockInfo | None:
        if self._bucket.put(self._lock_key, to_json(info), None) is not None:
            return None
        owner = self._owner() or LockInfo("")
        return None if owner.id == info.id else owner  # ours: the answer to the first attempt was lost

    def _owner(self) -> LockInfo | None:
        there = self._bucket.get(self._lock_key)
        return from_json(there.data, f"object s3://{self._bucket.name}/{self._lock_key}") if there else None

    def _unlock(self, info: LockInfo) -> None:
        """Give back this lock, but not one that somebody else took after this one was ended by force."""
        owner = self._owner()
        if owner is not None and owner.id == info.id:
            self._bucket.delete(self._lock_key)

    def force_unlock(self, id: str) -> LockInfo:
        owner = self._owner()
        if owner is None:
            raise Failed(error("Failed to unlock state", f"The state {self.name} is not locked."))
        if owner.id != id:
            detail = f'Lock ID "{id}" does not match existing lock ID "{owner.id}".'
            raise Failed(error("Failed to unlock state", detail))
        self._bucket.delete(self._lock_key)
        return owner

    def journal(self) -> Path | None:
        return None


class _Bucket:
    """The client, made once, with what every request needs. Every failure becomes a diagnostic."""

    def __init__(self, configured: Configured) -> None:
        self.name = configured.text("bucket") or ""
        self.locks = configured.flag("use_lockfile")
        self._client: Any = _client(configured)
        self._extra: dict[str, str] = {"ContentType": "application/json"}
        if acl := configured.text("acl"):
            self._extra["ACL"] = acl
        if key := configured.text("kms_key_id"):
            self._extra |= {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}
        elif configured.flag("encrypt"):
            self._extra["ServerSideEncryption"] = "AES256"

    def get(self, key: str) -> Content | None:
        def read() -> Content | None:
            answer = self._client.get_object(Bucket=self.name, Key=key)
            data: bytes = answer["Body"].read(LIMIT + 1)
            if len(data) > LIMIT:
                detail = f"s3://{self.name}/{key} is larger than the {LIMIT} bytes that are read."
                raise Failed(error("Failed to load state", detail))
            return Content(data, answer["ETag"]) if data else None

        return self._asked(read, f"read s3://{self.name}/{key}", missing=_MISSING)

    def put(self, key: str, data: bytes, version: str | None) -> str | None:
        """The new version; None if another one is there than `version`."""
        condition = {"IfNoneMatch": "*"} if version is None else {"IfMatch": version}

        def write() -> str:
            answer = self._client.put_object(Bucket=self.name, Key=key, Body=data, **condition, **self._extra)
            return str(answer["ETag"])

        return self._asked(write, f"write s3://{self.name}/{key}", missing=_TAKEN | _MISSING)

    def delete(self, key: str) -> None:
        self._asked(lambda: self._client.delete_object(Bucket=self.name, Key=key), f"delete s3://{self.name}/{key}")

    def keys(self, start: str) -> list[str]:
        def listed() -> list[str]:
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=start)
            return [entry["Key"] for page in pages for entry in page.get("Contents", ())]

        return self._asked(listed, f"list the workspaces in s3://{self.name}") or []

    def _asked(self, request: Callable[[], Result], what: str, missing: frozenset[str] = frozenset()) -> Result | None:
        """What the request gives; None if it fails in one of the ways that are `missing`. Raises Failed."""
        from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

        try:
            return request()
        except ClientError as problem:
            code = str(problem.response.get("Error", {}).get("Code", ""))
            if code in missing:
                return None
            raise Failed(_refused(what, code, str(problem.response.get("Error", {}).get("Message", "")))) from None
        except (BotoCoreError, HTTPClientError, OSError, ValueError) as problem:
            raise Failed(_unreachable(what, problem)) from None


def _client(configured: Configured) -> BaseClient:
    """A client of boto3. Raises Failed where the extra is not installed or the settings cannot be used."""
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError:
        detail = 'The backend "s3" needs boto3, which is not installed. Install it with: pip install "harnessiac[s3]"'
        raise Failed(error("Package not installed", detail)) from None
    is_path_style = configured.flag("use_path_style") or configured.flag("force_path_style")
    try:
        session = boto3.Session(
            aws_access_key_id=configured.text("access_key"),
            aws_secret_access_key=configured.text("secret_key"),
            aws_session_token=configured.text("token"),
            region_name=configured.text("region"),
            profile_name=configured.text("profile"),
        )
        if role := configured.table("assume_role"):
            session = _assumed(session, role, configured.table("endpoints").get("sts"))
        authority = configured.text("custom_ca_bundle")
        return session.client(
            "s3",
            endpoint_url=configured.table("endpoints").get("s3") or configured.text("endpoint"),
            verify=False if configured.flag("insecure") else authority,
            config=Config(
                s3={"addressing_style": "path"} if is_path_style else {},
                retries={"total_max_attempts": max(configured.number("max_retries"), 0) + 1, "mode": "standard"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
    except (BotoCoreError, ValueError) as problem:
        raise Failed(error("Invalid backend configuration", f'The backend "s3" cannot be used: {problem}.')) from None


def _assumed(session: Any, role: dict[str, str], endpoint: str | None) -> Any:
    """A session that works as another role. Raises Failed."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    asked = {
        "RoleArn": role.get("role_arn", ""),
        "RoleSessionName": role.get("session_name") or "hiac",
        "ExternalId": role.get("external_id"),
        "Policy": role.get("policy"),
    }
    try:
        answer = session.client("sts", endpoint_url=endpoint).assume_role(
            **{name: value for name, value in asked.items() if value}
        )
    except (BotoCoreError, ClientError) as problem:
        raise Failed(_unreachable(f"assume the role {asked['RoleArn']}", problem)) from None
    given = answer["Credentials"]
    return boto3.Session(
        given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], region_name=session.region_name
    )


def _refused(what: str, code: str, message: str) -> Diagnostic:
    match code:
        case "NoSuchBucket":
            hint = " Create the bucket first: hiac does not."
        case "AccessDenied" | "InvalidAccessKeyId" | "SignatureDoesNotMatch" | "403":
            hint = " Check the credentials (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_PROFILE) and what they allow."
        case "NotImplemented":
            hint = " This store does not know conditional writes (If-Match), without which a state is not safe in it."
        case _:
            hint = ""
    reason = printable(message) or "no reason given"
    return error("Backend refused the request", f"Could not {what}: {reason} ({code}).{hint}")


def _unreachable(what: str, problem: Exception) -> Diagnostic:
    details = getattr(problem, "kwargs", {})
    said = in_words(str(details.get("error", problem)))
    if url := details.get("endpoint_url"):
        parts = urlsplit(str(url))
        said = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]} cannot be reached: {said}"
    hint = " Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE." if "credentials" in said else ""
    return error("Backend cannot be reached", f"Could not {what}: {said}.{hint}")
