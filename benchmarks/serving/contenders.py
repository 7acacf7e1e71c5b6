"""Who is measured: floors, peers and ours, each a server that stays up for the whole run."""

import gzip
import json
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.serving import processes
from benchmarks.serving.processes import free_port, granian, installed, running

NOT_SENT_AGAIN = ("date", "server", "connection", "transfer-encoding", "x-request-id")


@dataclass
class Contender:
    """A server and the addresses it is asked for, by kind of page."""

    name: str
    url: str
    pages: Mapping[str, Sequence[str]]
    pid: int = 0
    gzip: bool = True
    host: str = ""
    about: str = ""


@dataclass
class Kept:
    """One finished page with its headers, as any server could hand it out."""

    headers: list[tuple[str, str]]
    body: bytes
    plain: bytes = field(default=b"", repr=False)


def fetched(url: str, *, encoding: str = "gzip") -> Kept:
    """Return a page as it was answered."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
        headers = [
            (name, value) for name, value in answer.headers.items() if name.lower() not in NOT_SENT_AGAIN
        ]
    plain = gzip.decompress(body) if dict(headers).get("Content-Encoding") == "gzip" else body
    return Kept(headers, body, plain)


@contextmanager
def raw(kept: Kept, folder: Path, *, threads: int) -> Iterator[Contender]:
    """Serve the same bytes with the same headers from a WSGI program of five lines."""
    folder.mkdir()
    (folder / "headers.json").write_text(json.dumps(kept.headers))
    (folder / "body").write_bytes(kept.body)
    port = free_port()
    command = granian("benchmarks.serving.raw:application", port, threads=threads)
    with running(command, port, variables={"BENCH_RAW": str(folder)}) as pid:
        yield Contender("raw WSGI", f"http://127.0.0.1:{port}", {"article": ["/"]}, pid=pid)


@contextmanager
def nginx(
    name: str, configuration: str, folder: Path, pages: Mapping[str, Sequence[str]]
) -> Iterator[Contender]:
    """Serve with nginx as its configuration says; `{port}` and `{folder}` in it are filled in."""
    program = installed("nginx")
    assert program
    folder.mkdir(exist_ok=True)
    port = free_port()
    file = folder / "nginx.conf"
    file.write_text(configuration.replace("{port}", str(port)).replace("{folder}", str(folder)))
    with running([program, "-c", str(file), "-p", str(folder)], port) as pid:
        yield Contender(name, f"http://127.0.0.1:{port}", pages, pid=pid)


NGINX = """
daemon off;
user root;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  default_type text/html;
  keepalive_requests 1000000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  %s
}
"""
STATIC = """
  server {
    listen 127.0.0.1:{port} reuseport;
    root {folder};
    location / { gzip_static on; try_files /page.html =404; }
  }
"""
IN_FRONT = """
  proxy_cache_path {folder}/cache keys_zone=pages:20m max_size=500m;
  upstream origin { server 127.0.0.1:%d; keepalive 16; }
  server {
    listen 127.0.0.1:{port} reuseport;
    location / {
      proxy_pass http://origin;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_cache pages;
      proxy_cache_lock on;
      proxy_cache_use_stale updating;
      proxy_cache_background_update on;
    }
  }
"""


@contextmanager
def nginx_static(kept: Kept, folder: Path) -> Iterator[Contender]:
    """Serve the page as a file, compressed beforehand."""
    folder.mkdir()
    (folder / "page.html").write_bytes(kept.plain)
    (folder / "page.html.gz").write_bytes(gzip.compress(kept.plain, 6))
    with nginx("nginx, a file", NGINX % STATIC, folder, {"article": ["/"]}) as contender:
        yield contender


@contextmanager
def behind_nginx(name: str, origin: Contender, folder: Path) -> Iterator[Contender]:
    """Put nginx with a cache of its own in front."""
    port = int(origin.url.rsplit(":", 1)[1])
    with nginx(name, NGINX % (IN_FRONT % port), folder, origin.pages) as contender:
        yield contender


VCL = """
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "%s"; }
sub vcl_backend_response { unset beresp.http.Set-Cookie; }
"""


@contextmanager
def behind_varnish(name: str, origin: Contender, folder: Path) -> Iterator[Contender]:
    """Put Varnish in front."""
    program = installed("varnishd")
    assert program
    folder.mkdir()
    (folder / "default.vcl").write_text(VCL % origin.url.rsplit(":", 1)[1])
    port = free_port()
    storage = ["-s", "malloc,128m", "-n", str(folder / "work"), "-j", "none", "-T", "none"]
    command = [program, "-F", "-a", f"127.0.0.1:{port}", "-f", str(folder / "default.vcl"), *storage]
    with running(command, port) as pid:
        yield Contender(name, f"http://127.0.0.1:{port}", origin.pages, pid=pid)


@contextmanager
def all_of(*each: object) -> Iterator[list[Contender]]:
    """Keep several up at once."""
    with ExitStack() as stack:
        yield [stack.enter_context(one) for one in each]  # type: ignore[arg-type]


__all__ = ["Contender", "Kept", "all_of", "fetched", "processes"]
