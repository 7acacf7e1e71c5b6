"""The real nginx and Varnish with the files of deploy/, on free ports of this machine."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.environment import ROOT
from tests.sites import free_port

MISSING = (
    "Tests of deploy/ need nginx and Varnish: on Debian and Ubuntu "
    "“sudo apt-get install nginx varnish varnish-modules”"
)
HOST = "news.example.org"
SECRET = "a-secret-that-only-varnish-knows"


def program(name: str) -> str:
    """Return a program's path; without it, skip the test, or fail it where it must not be skipped."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")
    xkey = any(Path("/usr").glob("lib*/**/varnish/vmods/libvmod_xkey.so"))
    if found is None or (name == "varnishd" and not xkey):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    return found


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return self.headers.get(name.lower(), "")

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(
    port: int, path: str, *, method: str = "GET", host: str = HOST, timeout: float = 30, **headers: str
) -> Answer:
    """Ask whatever listens on this port; a name of a header may be written with underscores."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, headers={"Host": host} | named)
        answer = connection.getresponse()
        return Answer(
            answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        )
    finally:
        connection.close()


@dataclass
class Origin:
    """A server that answers as it is told, and writes down how it was asked."""

    port: int = 0
    answers: dict[str, tuple[int, dict[str, str], str]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    pause: float = 0

    def says(self, path: str, body: str, *, status: int = 200, **headers: str) -> None:
        """Answer this from now on."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Vary": "Accept-Encoding"} | named, body)

    @property
    def last(self) -> dict[str, Any]:
        """How it was asked last, but for whether it is well."""
        return next(request for request in reversed(self.asked) if request["path"] != "/health/")

    def count(self, path: str) -> int:
        """Return how often it was asked for this."""
        return sum(request["path"] == path for request in self.asked)


@contextmanager
def an_origin() -> Iterator[Origin]:
    """Listen on a free port."""
    origin = Origin()
    origin.says("/health/", "ok\n", Cache_Control="no-store")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            names = {name.lower(): value for name, value in self.headers.items()}
            origin.asked.append({"method": self.command, "path": self.path, "headers": names, "body": body})
            time.sleep(origin.pause)
            nothing = (404, {"Cache-Control": "public, max-age=5"}, "No such page")
            status, headers, text = origin.answers.get(self.path, nothing)
            data = text.encode()
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(data))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_HEAD = do_POST = do_PUT = do_GET

        def log_message(self, *arguments: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Say nothing of who ended a connection that both had kept."""

    server = Server(("127.0.0.1", 0), Handler)
    origin.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield origin
    finally:
        server.shutdown()
        server.server_close()


def yours(name: str, changes: Mapping[str, str]) -> str:
    """Return a file of deploy/ with what a newsroom has to fill in; each place is there."""
    text = (ROOT / "deploy" / name).read_text()
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, after)
    return text


@contextmanager
def a_varnish(
    folder: Path, *, origin: int, port: int = 0, host: str = HOST, brotli: bool = True
) -> Iterator[int]:
    """Start Varnish in front of a port; yield the port it listens on."""
    folder.mkdir(parents=True)
    executable, port = program("varnishd"), port or free_port()
    (folder / "secret").write_text(SECRET + "\n")
    vcl = {
        '.port = "8000"': f'.port = "{origin}"',
        '"news.example.org"': f'"{host}"',
        "/etc/varnish/newsroom-purge-secret": str(folder / "secret"),
    }
    (folder / "newsroom.vcl").write_text(yours("varnish/newsroom.vcl", vcl))
    command = [executable, "-F", "-f", str(folder / "newsroom.vcl"), "-a", f"127.0.0.1:{port}"]
    command += ["-n", str(folder / "work"), "-s", "malloc,32m", "-T", "none", "-j", "none"]
    command += ["-p", "thread_pool_min=20"]
    command += ["-p", f"http_gzip_support={'off' if brotli else 'on'}"]
    with running(command, port, log=folder / "varnish.log"):
        yield port


@contextmanager
def an_nginx(folder: Path, name: str, *, behind: int, host: str = HOST) -> Iterator[int]:
    """Start nginx with one of our files in front of a port; yield the port it listens on."""
    folder.mkdir(parents=True)
    executable, port = program("nginx"), free_port()
    places = {"/var/cache/nginx/newsroom": str(folder / "cache")} if name == "newsroom.conf" else {}
    ours = yours(
        f"nginx/{name}",
        {
            "listen 80": f"listen 127.0.0.1:{port}",
            "server_name news.example.org": f"server_name {host}",
            "127.0.0.1:8000" if name == "newsroom.conf" else "127.0.0.1:6081": f"127.0.0.1:{behind}",
        }
        | places,
    )
    (folder / "newsroom.conf").write_text(ours)
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{kept}include {folder}/newsroom.conf;\n}}\n"
    )
    command = [
        executable,
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
        "-e",
        str(folder / "error.log"),
    ]
    with running(command, port, log=folder / "nginx.log"):
        yield port


@contextmanager
def running(command: list[str], port: int, *, log: Path) -> Iterator[None]:
    """Run a program until what is inside is done; it has to listen on the port."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while True:
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{command[0]} did not start:\n{log.read_text(errors='replace')}")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
