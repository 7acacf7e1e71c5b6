"""The real nginx and Varnish with the files of deploy/, on free ports of this machine."""

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.environment import ROOT
from tests.serving import answering
from tests.sites import free_port

PACKAGES = {
    "nginx": "nginx",
    "varnishd": "varnish varnish-modules",
    "certbot": "certbot",
    "pebble": "pebble",
    "pebble-challtestsrv": "pebble",
    "caddy": "caddy",
    "systemd-analyze": "systemd",
    "openssl": "openssl",
}
"""Where Debian and Ubuntu have the programs that tests of deploy/ start."""
HOST = "news.example.org"
SECRET = "a-secret-that-only-varnish-knows"


def program(name: str) -> str:
    """Return a program's path; without it, skip the test, or fail it where it must not be skipped."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")
    xkey = any(Path("/usr").glob("lib*/**/varnish/vmods/libvmod_xkey.so"))
    if found is None or (name == "varnishd" and not xkey):
        missing = f"This test needs {name}: on Debian and Ubuntu “sudo apt-get install {PACKAGES[name]}”"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
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
    port: int,
    path: str,
    *,
    method: str = "GET",
    host: str = HOST,
    timeout: float = 30,
    body: bytes | None = None,
    trusted: Path | None = None,
    **headers: str,
) -> Answer:
    """Ask whatever listens on this port; a name of a header may be written with underscores.

    With a certificate that is trusted it is asked by TLS, and has to be that host.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    if trusted:
        plain = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        context = ssl.create_default_context(cafile=str(trusted))
        connection.sock = context.wrap_socket(plain, server_hostname=host)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body, headers={"Host": host} | named)
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
    kept: set[int] = field(default_factory=set)
    """The ports from which connections come that are open."""
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
            asked = {"method": self.command, "path": self.path, "headers": names, "body": body}
            origin.asked.append(asked | {"from": self.client_address[1]})
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

        def handle(self) -> None:
            origin.kept.add(self.client_address[1])
            try:
                super().handle()
            finally:
                origin.kept.discard(self.client_address[1])

        def log_message(self, *arguments: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Say nothing of who ended a connection that both had kept."""

    server = Server(("127.0.0.1", 0), Handler)
    origin.port = server.server_port
    with answering(server):
        yield origin


def yours(name: str, changes: Mapping[str, str]) -> str:
    """Return a file of deploy/ with what a newsroom has to fill in; each place is there and says so."""
    lines = (ROOT / "deploy" / name).read_text().splitlines(keepends=True)
    for before, after in changes.items():
        places = [number for number, line in enumerate(lines) if before in line and "yours" in line]
        assert places, f"{name} has no line for you with “{before}”"
        for number in places:
            lines[number] = lines[number].replace(before, after)
    return "".join(lines)


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
    command += ["-p", "thread_pool_min=20", *varnish_options()]
    command += [] if brotli else ["-p", "http_gzip_support=on"]
    with running(command, port, log=folder / "varnish.log"):
        yield port


def varnish_options() -> list[str]:
    """Return how Varnish is told to behave where it is started by the unit."""
    unit = (ROOT / "deploy/systemd/varnish.service.d/newsroom.conf").read_text()
    return [part for option in re.findall(r"^ +-p (\S+)", unit, re.MULTILINE) for part in ("-p", option)]


def certificates(folder: Path) -> Path:
    """Return a folder with a certificate for the host, signed by itself, in the names certbot gives them."""
    command = [program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


PLAIN = {"listen 443 ssl http2": "listen {port}", "ssl_certificate": "# ssl_certificate"}
WITH_TLS = {"listen 443": "listen {port}", "/etc/letsencrypt/live/news.example.org": "{certificates}"}


@contextmanager
def an_nginx(
    folder: Path,
    name: str,
    *,
    behind: int | tuple[int, int],
    host: str = HOST,
    certificates: Path | None = None,
    more: Mapping[str, str] | None = None,
) -> Iterator[int]:
    """Start nginx with one of our files in front of a port, or of two; yield the port it listens on.

    It speaks TLS where there is a folder of certificates. Who asks is whoever the header X-Test-From names.
    """
    executable, port = program("nginx"), free_port()
    folder.mkdir(parents=True)
    first, second = behind if isinstance(behind, tuple) else (behind, behind)
    named = "127.0.0.1:{}"
    where = (
        {f"{named.format(8000)} max_fails=0; # yours: the same": f"{named.format(second)} max_fails=0;"}
        | {named.format(8000): named.format(first)}
        if name == "newsroom.conf"
        else {named.format(6081 if "varnish" in name else 8000): named.format(first)}
    )
    places = where | {
        "listen [::]": "# listen [::]",
        "server_name news.example.org": f"server_name {host}",
    }
    if name == "newsroom.conf":
        places["/var/cache/nginx/newsroom"] = str(folder / "cache")
    places |= more or {}
    for before, after in (WITH_TLS if certificates else PLAIN).items():
        places[before] = after.format(port=f"127.0.0.1:{port}", certificates=certificates)
    (folder / "newsroom.conf").write_text(yours(f"nginx/{name}", places))
    with running(nginx_command(executable, folder, ["newsroom.conf"]), port, log=folder / "nginx.log"):
        yield port


def nginx_command(executable: str, folder: Path, names: list[str]) -> list[str]:
    """Write what Debian's own nginx.conf says of these files, in this folder; return how nginx is started."""
    shutil.copytree(ROOT / "deploy" / "nginx" / "newsroom", folder / "newsroom")
    log = {"/var/log/nginx/newsroom.log": str(folder / "access.log")}
    (folder / "newsroom" / "server.conf").write_text(yours("nginx/newsroom/server.conf", log))
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    included = "".join(f"include {folder}/{name};\n" for name in names)
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        "events { worker_connections 4096; }\n"
        "http {\nset_real_ip_from 127.0.0.1;\nreal_ip_header X-Test-From;\n"
        f"{kept}{included}}}\n"
    )
    command = [executable, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    return [*command, "-e", str(folder / "error.log")]


@contextmanager
def running(
    command: list[str], port: int, *, log: Path, variables: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run a program until what is inside is done; it has to listen on the port."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env=os.environ | (variables or {}),
        )
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
