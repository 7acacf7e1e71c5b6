"""Files in S3-compatible storage. Only imported where a bucket is named: its package is an extra."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from tempfile import SpooledTemporaryFile
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from images.storages import Place, StorageAway

logger = logging.getLogger("newsroom.pictures")

CONNECT_SECONDS, READ_SECONDS = 2, 5
LONGEST_READ, SLOWEST = 10.0, 256 * 1024
"""Seconds in which a file has to have come as a whole, and one more for so many bytes of it."""
REST = 5.0
"""Seconds for which a bucket that did not answer is left alone; then one request tries it."""
PATIENCE = 1.0
"""Seconds somebody waits where others are waiting for the bucket already."""
IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024
GONE = ("NoSuchKey", "404")
UNREACHED = (BotoCoreError, Boto3Error, HTTPError, OSError)

CLIENT = Config(
    connect_timeout=CONNECT_SECONDS,
    read_timeout=READ_SECONDS,
    retries={"mode": "standard", "total_max_attempts": 2},
    signature_version="s3v4",
    # Not every storage that speaks S3 knows the checksums that are new in it.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
# One request a file, which the bucket takes as a whole or not at all.
TRANSFER = TransferConfig(use_threads=False, multipart_threshold=64 * 1024 * 1024)


class Brake:
    """Leaves a bucket that does not answer alone, and keeps a thread of the server free for pages."""

    def __init__(self, at_once: int) -> None:
        self.places = threading.BoundedSemaphore(at_once)
        self.lock = threading.Lock()
        self.began: list[float] = []
        self.rests_until = 0.0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask the bucket for something, unless it is known not to answer."""
        with self.lock:
            now = time.monotonic()
            if now < self.rests_until:
                raise StorageAway
            if self.rests_until:
                # Whoever comes while this one tries is told at once.
                self.rests_until = now + READ_SECONDS + CONNECT_SECONDS
            is_slow = bool(self.began) and now - self.began[0] > PATIENCE
        if not self.places.acquire(timeout=0 if is_slow else PATIENCE):
            raise StorageAway
        with self.lock:
            self.began.append(began := time.monotonic())
        try:
            yield
        finally:
            with self.lock:
                self.began.remove(began)
            self.places.release()

    def failed(self) -> None:
        """Note that the bucket did not answer."""
        with self.lock:
            self.rests_until = time.monotonic() + REST

    def answered(self) -> None:
        """Note that it did."""
        with self.lock:
            self.rests_until = 0.0


@cache
def brake() -> Brake:
    """Return the brake of this process: whichever folder is asked for, it is one bucket."""
    return Brake(max(1, settings.THREADS - 1))


@contextmanager
def reaching(name: str = "") -> Iterator[None]:
    """Ask the bucket, and say in one way that there is no such file, or that it cannot be had now."""
    with brake().asking():
        try:
            yield
        except FileNotFoundError:
            brake().answered()
            raise
        except ClientError as error:
            brake().answered()
            if error.response.get("Error", {}).get("Code") in GONE:
                raise FileNotFoundError(name) from None
            logger.warning("The bucket of the pictures refuses %s: %s", name or "a list", error)
            raise StorageAway from error
        except UNREACHED as error:
            brake().failed()
            logger.warning("The bucket of the pictures does not answer for %s: %s", name or "a list", error)
            raise StorageAway from error
        brake().answered()


@cache
def connection(endpoint: str | None, region: str, access_key: str | None, secret_key: str | None) -> Any:
    """Return the way to the storage: one for all threads and folders, as each takes megabytes."""
    session = boto3.Session(aws_access_key_id=access_key, aws_secret_access_key=secret_key)
    return session.resource("s3", endpoint_url=endpoint, region_name=region, config=CLIENT)


class Bucket(Place, S3Storage):
    """A folder of a bucket, for us alone: nothing in it has an address, and nothing is written over."""

    def __init__(self, *, folder: str, prefix: str, **options: Any) -> None:
        super().__init__(
            **options,
            location="/".join(filter(None, [prefix, folder])),
            file_overwrite=False,
            querystring_auth=False,
            security_token=None,
            client_config=CLIENT,
            transfer_config=TRANSFER,
        )

    @property
    def connection(self) -> Any:
        return connection(self.endpoint_url, self.region_name, self.access_key, self.secret_key)

    @property
    def client(self) -> Any:
        """Return what speaks S3."""
        return self.connection.meta.client

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        raise ValueError("This file is not accessible via a URL.")

    def key(self, name: str) -> str:
        """Return what a file of this place is called in the bucket."""
        return str(self._normalize_name(name))

    def _open(self, name: str, mode: str = "rb") -> "Fetched":
        """Return a file that has come as a whole: it cannot break off before a reader has it."""
        if mode != "rb":
            raise ValueError("Files in the bucket are opened to be read.")
        return Fetched(self, name)

    def fetched(self, name: str) -> "SpooledTemporaryFile[bytes]":
        """Fetch a file to this machine: a small one into memory, a large one to its disk."""
        spooled = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (whoever opens it closes it)
        try:
            with reaching(name):
                self._fetch(name, spooled)
        except (StorageAway, FileNotFoundError):
            spooled.close()
            raise
        spooled.seek(0)
        return spooled

    def _fetch(self, name: str, into: Any) -> None:
        began = time.monotonic()
        answer = self.client.get_object(Bucket=self.bucket_name, Key=self.key(name))
        until, body = began + LONGEST_READ + answer["ContentLength"] / SLOWEST, answer["Body"]
        try:
            for piece in body.iter_chunks(PIECE):
                into.write(piece)
                if time.monotonic() > until:
                    raise TimeoutError("It sends too slowly.")
        finally:
            body.close()

    def _save(self, name: str, content: Any) -> str:
        try:
            with reaching(name):
                return str(super()._save(name, content))
        except StorageAway:
            self._take_back(name)
            raise

    def _take_back(self, name: str) -> None:
        """Delete what may have arrived although nothing was answered; names are random, so it is ours."""
        try:
            super().delete(name)
        except (ClientError, *UNREACHED) as error:
            logger.warning("%s may be left in the bucket of the pictures: %s", name, error)

    def keep(self, name: str, data: bytes) -> None:
        with reaching(name):
            self.client.put_object(
                Bucket=self.bucket_name,
                Key=self.key(name),
                Body=data,
                ContentType=self._get_write_parameters(name)["ContentType"],
            )

    def delete(self, name: str) -> None:
        with reaching(name):
            super().delete(name)

    def delete_under(self, folder: str) -> None:
        with reaching(folder):
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket_name, Prefix=f"{self.key(folder)}/"
            )
            for page in pages:
                for found in page.get("Contents", ()):
                    self.client.delete_object(Bucket=self.bucket_name, Key=found["Key"])

    def is_open_to_all(self) -> bool:
        with reaching():
            found = self.client.list_objects_v2(
                Bucket=self.bucket_name, Prefix=f"{self.location}/", MaxKeys=1
            )
        keys = [one["Key"] for one in found.get("Contents", ())]
        stranger = boto3.Session().client(
            "s3",
            endpoint_url=self.endpoint_url,
            region_name=self.region_name,
            config=CLIENT.merge(Config(signature_version=UNSIGNED)),
        )
        try:
            if keys:
                stranger.head_object(Bucket=self.bucket_name, Key=keys[0])
            else:
                stranger.list_objects_v2(Bucket=self.bucket_name, MaxKeys=1)
        except (ClientError, *UNREACHED):
            return False
        return True

    def exists(self, name: str) -> bool:
        with reaching(name):
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with reaching():
            folders, files = super().listdir(path)
            return folders, files

    def size(self, name: str) -> int:
        with reaching(name):
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with reaching(name):
            changed: datetime = super().get_modified_time(name)
            return changed


class Fetched(File):
    """A file of the bucket, which can be opened again as one on a disk."""

    def __init__(self, bucket: Bucket, name: str) -> None:
        super().__init__(bucket.fetched(name), name=name)
        self.bucket = bucket

    def open(self, mode: str | None = None, *args: Any, **kwargs: Any) -> "Fetched":
        if self.closed:
            self.file = self.bucket.fetched(str(self.name))
        else:
            self.seek(0)
        return self
