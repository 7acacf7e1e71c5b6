"""A bucket on this machine, behind a door at which it can be slow, deny, break off or be gone."""

import http.client
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

from images import bucket as code
from tests.serving import answering

NAME = "pictures"
DENIED = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"


@dataclass
class Bucket:
    """The stand-in and its door; `fault` says what the door does, `only` with which method."""

    port: int
    behind: int
    fault: str = ""
    only: str = ""
    delay: float = 60.0
    asked: list[str] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def options(self) -> dict[str, Any]:
        """What IMAGES_S3 is in the settings."""
        keys = {"access_key": "key", "secret_key": "secret", "region_name": "us-east-1"}
        return {"bucket_name": NAME, "endpoint_url": self.endpoint, "prefix": "newsroom"} | keys

    @property
    def for_backups(self) -> dict[str, str]:
        """What BACKUP_S3 is in the settings."""
        return {"endpoint": self.endpoint, "region": "us-east-1", "key": "key", "secret": "secret"}

    @property
    def variables(self) -> dict[str, str]:
        """What a site that keeps its pictures here has in its environment."""
        return {
            "IMAGES_S3_BUCKET": NAME,
            "IMAGES_S3_ENDPOINT": self.endpoint,
            "IMAGES_S3_ACCESS_KEY": "key",
            "IMAGES_S3_SECRET_KEY": "secret",
            "IMAGES_S3_PREFIX": "newsroom",
        }

    @property
    def client(self) -> Any:
        """A way to the bucket that goes past the door."""
        return boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.behind}",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            region_name="us-east-1",
        )

    def names(self, under: str = "") -> list[str]:
        """List what is in the bucket."""
        found = self.client.list_objects_v2(Bucket=NAME, Prefix=f"newsroom/{under}").get("Contents", [])
        return [one["Key"] for one in found]

    def read(self, key: str) -> bytes:
        return self.client.get_object(Bucket=NAME, Key=key)["Body"].read()

    def empty(self) -> None:
        """Let the bucket be as at the beginning, and nobody remember that it was away."""
        self.fault, self.only, self.delay = "", "", 60.0
        self.asked.clear()
        for key in self.names():
            self.client.delete_object(Bucket=NAME, Key=key)
        code.brake.cache_clear()
        code.connection.cache_clear()


class Door(BaseHTTPRequestHandler):
    """Passes on what it is asked, unless there is a fault."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        told = self.server.bucket
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told.asked.append(f"{self.command} {self.path}")
        fault = told.fault if not told.only or self.command == told.only else ""
        if fault == "denied":
            self.answer(403, {"Content-Type": "application/xml"}, DENIED)
            return
        if fault == "hangs":
            time.sleep(told.delay)
            self.close_connection = True
            return
        status, headers, found = self.passed_on(body)
        if fault == "lost":
            # It was done, and nobody hears of it.
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.answer(status, headers, found, cut=fault == "cut", drips=fault == "drips")

    do_PUT = do_HEAD = do_DELETE = do_POST = do_GET

    def passed_on(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        behind = http.client.HTTPConnection("127.0.0.1", self.server.bucket.behind, timeout=30)
        behind.request(self.command, self.path, body, dict(self.headers))
        answer = behind.getresponse()
        kept = {name: value for name, value in answer.getheaders() if name.lower() != "connection"}
        found = answer.read()
        behind.close()
        return answer.status, kept, found

    def answer(
        self, status: int, headers: dict[str, str], body: bytes, *, cut: bool = False, drips: bool = False
    ) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "transfer-encoding"):
                self.send_header(name, value)
        length = headers.get("Content-Length", str(len(body))) if self.command == "HEAD" else str(len(body))
        if status not in (204, 304):
            self.send_header("Content-Length", length)
        self.end_headers()
        if self.command == "HEAD":
            return
        if drips:
            for position in range(0, len(body), 50):
                self.wfile.write(body[position : position + 50])
                self.wfile.flush()
                time.sleep(0.5)
            return
        self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.wfile.flush()
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            # Whoever asked did not wait.
            self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True
    bucket: Bucket


@contextmanager
def a_bucket() -> Iterator[Bucket]:
    """Start a bucket with nothing in it."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    behind = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    behind.start()
    server = Server(("127.0.0.1", 0), Door)
    server.bucket = Bucket(port=server.server_port, behind=behind.get_host_and_port()[1])
    try:
        with answering(server):
            server.bucket.client.create_bucket(Bucket=NAME)
            yield server.bucket
    finally:
        behind.stop()
