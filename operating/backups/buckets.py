"""Backups in a bucket of S3-compatible storage, by the library that speaks to all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from .faults import BackupError
from .leases import LONGEST, leased
from .manifest import ERASURES, MANIFESTS, OBJECTS

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:  # pragma: no cover (it comes with the extra s3)
    boto3 = None

SCHEME = "s3://"
GONE = {"404", "NoSuchKey", "NotFound"}
THERE = {"412", "409", "PreconditionFailed", "ConditionalRequestConflict"}
UNKNOWN = {"501", "NotImplemented", "InvalidArgument", "InvalidRequest"}
OURS = (MANIFESTS, OBJECTS, ERASURES)
TRIES, SECONDS = 4, 60


class Bucket:
    """A part of a bucket; what is put there appears when all of it has arrived."""

    settles_in = 2.0

    def __init__(self, address: str) -> None:
        if boto3 is None:
            raise BackupError(
                _("Backups in s3:// need more packages: “.venv/bin/pip install -r requirements-fleet.txt”.")
            )
        bucket, _slash, prefix = address.removeprefix(SCHEME).partition("/")
        if not bucket:
            raise BackupError(
                _("“%(address)s” names no bucket: write s3://bucket/folder.") % {"address": address}
            )
        self._bucket, self._prefix = bucket, f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self.words = f"{SCHEME}{bucket}/{self._prefix}".rstrip("/")
        given = settings.BACKUP_S3
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=given["endpoint"] or None,
            region_name=given["region"] or None,
            aws_access_key_id=given["key"] or None,
            aws_secret_access_key=given["secret"] or None,
            config=Config(retries={"total_max_attempts": TRIES}, connect_timeout=10, read_timeout=SECONDS),
        )

    def names(self, prefix: str) -> Iterator[str]:
        with self._sentences():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix + prefix
            )
            found = [row["Key"] for page in pages for row in page.get("Contents", [])]
        yield from (key.removeprefix(self._prefix) for key in found)

    def size(self, name: str) -> int | None:
        with self._sentences():
            try:
                size: int = self._client.head_object(**self._named(name))["ContentLength"]
            except ClientError as error:
                if _code(error) in GONE:
                    return None
                raise
        return size

    def put(self, name: str, path: Path) -> None:
        with self._sentences():
            self._client.upload_file(str(path), self._bucket, self._prefix + name)

    def open(self, name: str) -> IO[bytes]:
        with self._sentences():
            try:
                body: IO[bytes] = self._client.get_object(**self._named(name))["Body"]
            except ClientError as error:
                if _code(error) in GONE:
                    raise FileNotFoundError(name) from error
                raise
        return body

    def remove(self, name: str) -> None:
        with self._sentences():
            self._client.delete_object(**self._named(name))

    def rename(self, name: str, to: str) -> None:
        with self._sentences():
            self._client.copy(self._named(name), self._bucket, self._prefix + to)
        self.remove(name)

    def begin(self, name: str, said: bytes) -> bool:
        with self._sentences():
            try:
                self._client.put_object(**self._named(name), Body=said, IfNoneMatch="*")
            except ClientError as error:
                if _code(error) in THERE:
                    return False
                if _code(error) not in UNKNOWN:
                    raise
                # One that does not know the question: who wrote last is looked up afterwards.
                if self.size(name) is not None:
                    return False
                self._client.put_object(**self._named(name), Body=said)
        return True

    def small(self, name: str) -> bytes:
        with self._sentences():
            return bytes(self.open(name).read(LONGEST))

    def rewrite(self, name: str, said: bytes) -> None:
        with self._sentences():
            self._client.put_object(**self._named(name), Body=said)

    def age(self, name: str) -> float | None:
        with self._sentences():
            try:
                answer = self._client.head_object(**self._named(name))
            except ClientError as error:
                if _code(error) in GONE:
                    return None
                raise
        told = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
        now = parsedate_to_datetime(told) if told else timezone.now()
        return float((now - answer["LastModified"]).total_seconds())

    @contextmanager
    def held(self, holder: str) -> Iterator[None]:
        with leased(self, holder):
            self._clear_up()
            yield

    def _clear_up(self) -> None:
        """Forget what one that was killed has begun to send, and nothing of other backups further down."""
        with self._sentences():
            begun = self._client.list_multipart_uploads(Bucket=self._bucket, Prefix=self._prefix)
            for upload in begun.get("Uploads", []):
                if upload["Key"].removeprefix(self._prefix).startswith(OURS):
                    self._client.abort_multipart_upload(
                        Bucket=self._bucket, Key=upload["Key"], UploadId=upload["UploadId"]
                    )

    def _named(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + name}

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except (BotoCoreError, ClientError, boto3.exceptions.Boto3Error, OSError) as error:
            raise BackupError(
                _("%(place)s cannot be used (%(reason)s). Look at BACKUP_TARGET and BACKUP_S3_*.")
                % {"place": self.words, "reason": " ".join(str(error).split())[:200]}
            ) from error


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
