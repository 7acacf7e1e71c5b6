"""Certificates come and are renewed by themselves: certbot with nginx, or Caddy; an ACME server is here."""

import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.deploy import programs
from tests.deploy.programs import HOST, Origin, an_origin, nginx_command, program, running, yours
from tests.environment import ROOT
from tests.sites import free_port
from tests.waiting import until

DEPLOYING = ROOT / "docs" / "deploying.md"


@dataclass
class Authority:
    """An ACME server that really asks for what it has to see, at ports of this machine."""

    directory: str
    roots: str
    """Where its root certificate is fetched."""
    trusted: Path
    """What it is known by itself."""
    http: int = field(default_factory=free_port)
    https: int = field(default_factory=free_port)

    def context(self) -> ssl.SSLContext:
        """Return what trusts its certificates and no other."""
        own = ssl.create_default_context(cafile=str(self.trusted))
        with urllib.request.urlopen(self.roots, context=own, timeout=10) as answer:
            return ssl.create_default_context(cadata=answer.read().decode())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    folder = tmp_path_factory.mktemp("acme")
    named = [program(name) for name in ("pebble", "pebble-challtestsrv", "openssl")]
    key, trusted = folder / "key.pem", folder / "certificate.pem"
    own = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    own += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(trusted)]
    subprocess.run([named[2], *own], check=True, capture_output=True)
    port, management, names, asked = (free_port() for _number in range(4))
    made = Authority(f"https://127.0.0.1:{port}/dir", f"https://127.0.0.1:{management}/roots/0", trusted)
    listens = {
        "listenAddress": f"127.0.0.1:{port}",
        "managementListenAddress": f"127.0.0.1:{management}",
        "certificate": str(trusted),
        "privateKey": str(key),
        "httpPort": made.http,
        "tlsPort": made.https,
    }
    (folder / "pebble.json").write_text(json.dumps({"pebble": listens}))
    # Every name leads to this machine.
    resolver = [named[1], "-defaultIPv6", "", "-dns01", f"127.0.0.1:{names}", "-http01", ""]
    resolver += ["-https01", "", "-tlsalpn01", "", "-management", f"127.0.0.1:{asked}"]
    server = [named[0], "-config", str(folder / "pebble.json"), "-dnsserver", f"127.0.0.1:{names}"]
    quick = {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0", "PEBBLE_AUTHZREUSE": "0"}
    with (
        running(resolver, asked, log=folder / "names.log"),
        running(server, port, log=folder / "pebble.log", variables=quick),
    ):
        yield made


@pytest.fixture(scope="module")
def origin() -> Iterator[Origin]:
    with an_origin() as made:
        made.says("/", "The front page", Cache_Control="public, max-age=0, s-maxage=60")
        made.says("/admin/form/", "Thanks", Cache_Control="no-store")
        yield made


@contextmanager
def connected(authority: Authority, context: ssl.SSLContext) -> Iterator[ssl.SSLSocket]:
    with (
        socket.create_connection(("127.0.0.1", authority.https), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname=HOST) as connection,
    ):
        yield connection


def served(authority: Authority, context: ssl.SSLContext) -> bytes:
    """Return the certificate that is served; it is for the host, and leads to the authority."""
    with connected(authority, context) as connection:
        certificate = connection.getpeercert(binary_form=True)
        assert certificate
        return certificate


def asked(authority: Authority, context: ssl.SSLContext, head: str, body: bytes = b"") -> str:
    with connected(authority, context) as connection:
        connection.sendall(f"{head}\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode() + body)
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


class Certbot:
    """certbot in folders of its own, with the hook we ship; nginx is the one of this test."""

    def __init__(self, folder: Path, authority: Authority, nginx: list[str]) -> None:
        self.folder, self.authority = folder, authority
        self.executable = program("certbot")
        hooks = folder / "etc" / "renewal-hooks" / "deploy"
        hooks.mkdir(parents=True)
        shutil.copy(ROOT / "deploy" / "certbot" / "reload-nginx", hooks)
        shim = folder / "bin" / "nginx"
        shim.parent.mkdir()
        shim.write_text(f'#!/bin/sh\nexec {" ".join(nginx)} "$@"\n')
        shim.chmod(0o755)

    def __call__(self, *words: str) -> None:
        folders = [f"--{name}-dir={self.folder / place}" for name, place in self.folders.items()]
        server = ["--server", self.authority.directory, "--non-interactive"]
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run(
            [self.executable, *words, *folders, *server],
            env=os.environ | {"REQUESTS_CA_BUNDLE": str(self.authority.trusted), "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    folders = {"config": "etc", "work": "work", "logs": "logs"}


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_certbot_gets_a_certificate_through_our_nginx_and_renews_it_with_nobody_cut_off(
    authority: Authority, origin: Origin, tmp_path: Path
) -> None:
    folder = tmp_path / "nginx"
    folder.mkdir()
    nginx, live = program("nginx"), tmp_path / "certbot" / "etc" / "live" / HOST
    loopback = {"listen [::]": "# listen [::]", "/var/www/letsencrypt": str(tmp_path / "webroot")}
    plain = yours("nginx/newsroom-http.conf", {"listen 80": f"listen 127.0.0.1:{authority.http}"} | loopback)
    (folder / "newsroom-http.conf").write_text(plain)
    (folder / "newsroom.conf").touch()
    command = nginx_command(nginx, folder, ["newsroom-http.conf", "newsroom.conf"])
    (tmp_path / "certbot").mkdir()
    certbot = Certbot(tmp_path / "certbot", authority, [part for part in command if part])
    (tmp_path / "webroot").mkdir()
    with running(command, authority.http, log=folder / "nginx.log"):
        # As in the instructions, but for the folder.
        words = 'certonly --webroot -w /var/www/letsencrypt -d "$HOST"'
        assert f"certbot {words}" in DEPLOYING.read_text()
        words = words.replace("/var/www/letsencrypt", str(tmp_path / "webroot")).replace('"$HOST"', HOST)
        certbot(*words.split(), "--agree-tos", "--register-unsafely-without-email")
        changes = {
            "listen 443": f"listen 127.0.0.1:{authority.https}",
            "listen [::]": "# listen [::]",
            "127.0.0.1:8000": f"127.0.0.1:{origin.port}",
            "/etc/letsencrypt/live/news.example.org": str(live),
            "/var/cache/nginx/newsroom": str(folder / "cache"),
        }
        (folder / "newsroom.conf").write_text(yours("nginx/newsroom.conf", changes))
        subprocess.run(
            [tmp_path / "certbot/etc/renewal-hooks/deploy/reload-nginx"],
            env=os.environ | {"PATH": f"{tmp_path / 'certbot' / 'bin'}:{os.environ['PATH']}"},
            check=True,
        )
        context = authority.context()
        until(lambda: answers(authority))
        first = served(authority, context)
        assert "The front page" in asked(authority, context, "GET / HTTP/1.1")
        leads_to_https(authority)
        speaks_as_today(authority, context)
        with readers(authority, context) as seen, connected(authority, context) as slow:
            head = f"POST /admin/form/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 4\r\n\r\n"
            slow.sendall(head.encode() + b"ab")
            certbot("renew", "--force-renewal", "--no-random-sleep-on-renew")
            until(lambda: served(authority, context) != first)
            # Whoever was sending something meanwhile is answered.
            slow.sendall(b"cd")
            assert b"Thanks" in slow.recv(65536)
        assert len(seen) > 3 and set(seen) == {True}


def answers(authority: Authority) -> bool:
    try:
        socket.create_connection(("127.0.0.1", authority.https), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def readers(authority: Authority, context: ssl.SSLContext) -> Iterator[list[bool]]:
    """Let a reader ask again and again; collect whether each was answered."""
    seen: list[bool] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            try:
                seen.append("The front page" in asked(authority, context, "GET / HTTP/1.1"))
            except OSError:
                seen.append(False)
            time.sleep(0.02)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def leads_to_https(authority: Authority) -> None:
    answer = programs.ask(authority.http, "/articles/a/?b=c")
    assert (answer.status, answer["Location"]) == (301, f"https://{HOST}/articles/a/?b=c")
    assert programs.ask(authority.http, "/.well-known/acme-challenge/none").status == 404
    assert programs.ask(authority.http, "/", host="evil.example").status == 421


def speaks_as_today(authority: Authority, context: ssl.SSLContext) -> None:
    """HTTP/2 for who can, nothing older than TLS 1.2, no handshake for another host."""
    with socket.create_connection(("127.0.0.1", authority.https), timeout=20) as plain:
        context.set_alpn_protocols(["h2", "http/1.1"])
        with context.wrap_socket(plain, server_hostname=HOST) as connection:
            assert connection.selected_alpn_protocol() == "h2"
            assert connection.version() == "TLSv1.3"
        context.set_alpn_protocols(["http/1.1"])
    for server, oldest in ((HOST, ssl.TLSVersion.TLSv1), ("evil.example", None)):
        other = ssl.create_default_context()
        other.check_hostname, other.verify_mode = False, ssl.CERT_NONE
        if oldest:
            other.minimum_version, other.maximum_version = oldest, ssl.TLSVersion.TLSv1_1
            other.set_ciphers("ALL:@SECLEVEL=0")
        with (
            socket.create_connection(("127.0.0.1", authority.https), timeout=20) as plain,
            pytest.raises(ssl.SSLError),
        ):
            other.wrap_socket(plain, server_hostname=server)


def test_caddy_alone_gets_a_certificate_and_hands_on_what_it_should(
    authority: Authority, origin: Origin, tmp_path: Path
) -> None:
    caddy, context = program("caddy"), authority.context()
    file = tmp_path / "Caddyfile"
    asks = {"acme_ca": authority.directory, "acme_ca_root": authority.trusted, "admin": "off"}
    asks |= {"http_port": authority.http, "https_port": authority.https}
    options = "".join(f"\t{name} {value}\n" for name, value in asks.items())
    ours = yours("caddy/Caddyfile", {"127.0.0.1:8000": f"127.0.0.1:{origin.port}"})
    file.write_text(f"{{\n{options}}}\n{ours}")
    homes = {name: str(tmp_path / "home") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    command = [caddy, "run", "--adapter", "caddyfile", "--config", str(file)]
    with running(command, authority.https, log=tmp_path / "caddy.log", variables=homes):
        until(lambda: gets_served(authority, context))
        assert "The front page" in asked(authority, context, "GET / HTTP/1.1\r\nX-Forwarded-For: 1.2.3.4")
        told = origin.last["headers"]
        assert (told["x-forwarded-proto"], told["x-forwarded-for"]) == ("https", "127.0.0.1")
        assert told["host"] == HOST and "x-forwarded-host" not in told
        assert "405" in asked(authority, context, "PURGE / HTTP/1.1").split("\r\n", 1)[0]
        for path, length in (("/", 100_000), ("/admin/form/", 100_000_000)):
            big = asked(authority, context, f"POST {path} HTTP/1.1\r\nContent-Length: {length}")
            assert " 413 " in big.split("\r\n", 1)[0] and "more than can be sent" in big
        large = asked(
            authority, context, "POST /admin/form/ HTTP/1.1\r\nContent-Length: 70000", b"x" * 70_000
        )
        assert "Thanks" in large and len(origin.last["body"]) == 70_000
        with ExitStack() as held:
            head = f"POST /admin/form/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 4\r\n\r\nab"
            before = origin.count("/admin/form/")
            for _number in range(20):
                held.enter_context(connected(authority, context)).sendall(head.encode())
            assert "The front page" in asked(authority, context, "GET / HTTP/1.1")
            assert origin.count("/admin/form/") == before
        assert programs.ask(authority.http, "/a/")["Location"].startswith(f"https://{HOST}")


def gets_served(authority: Authority, context: ssl.SSLContext) -> bool:
    try:
        return bool(served(authority, context))
    except OSError:
        return False
