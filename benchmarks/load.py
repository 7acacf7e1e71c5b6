"""O1: editors saving and readers asking at once, behind the shipped nginx and Varnish, on PostgreSQL.

`python -m benchmarks.load` takes a minute, `--long` runs for five; both start everything themselves. Editors
send their form as the writing page does, each to a draft of their own, one save every ten seconds; an article
that readers are shown is published anew every ten seconds, so that caches have something to be told. Readers
ask for 500 pages a second, articles, people, tags and the home page in turn, whatever comes back. Beside it
stands the floor: a file of an article's size, asked of the same nginx in the same way in the same run.
Exit 1 if there was an error, or 99 of 100 pages took more than 100 ms.
"""

import argparse
import gzip
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

import lxml.html
import psycopg

from benchmarks.serving import load as unpaced
from benchmarks.serving.databases import filled, pages
from tests.deploy.programs import HOST, SECRET, a_varnish, nginx_command, program, running, yours
from tests.sites import free_port
from tools import serve

SCRIPT = Path(__file__).with_name("paced.lua")
MOST_MS = 100.0
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
CONNECTIONS = 64
LONGEST = 30
EDITORS = """
import json
from django.conf import settings
from django.test import Client
from tests import factories as make
found = []
for number in range({count}):
    user = make.make_user("editor")
    client = Client()
    client.force_login(user)
    body = "<p>" + "Words of a draft. " * 300 + "</p>"
    draft = make.make_article(headline=f"Draft {{number}}", body=body)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    found.append([f"/admin/articles/article/{{draft.pk}}/change/", session])
print(json.dumps([settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, found]))
"""
PUBLISH = """
import sys, time
from articles.models import Article
from publishing import workflow
from publishing.models import Event
from tests import factories as make
articles = list(Article.objects.exclude(editions=None).order_by("pk")[:200])
for number, line in enumerate(sys.stdin):
    article = articles[number % len(articles)]
    article.refresh_from_db()
    version = make.save(article, headline=f"Published anew {number}")
    workflow.publish(working_copy=article, version=version, actor=None, change="minor")
    print("published", flush=True)
"""


@dataclass
class Editor:
    """One colleague with a draft open, who saves it again and again."""

    port: int
    address: str
    cookies: tuple[str, str]
    session: str
    every: float
    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    form: list[tuple[str, str]] = field(default_factory=list)
    token: str = ""

    def ask(self, method: str, body: str | None = None) -> tuple[int, Message, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        headers = {"Host": HOST, "Origin": f"http://{HOST}", "Accept": "text/html"}
        headers["Cookie"] = f"{self.cookies[0]}={self.session}; {self.cookies[1]}={self.token}"
        if body is not None:
            kind = "application/x-www-form-urlencoded"
            headers |= {"Accept": "application/json", "Content-Type": kind, "X-CSRFToken": self.token}
        try:
            connection.request(method, self.address, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def open(self) -> None:
        """Open the draft, and take over its form."""
        status, headers, page = self.ask("GET")
        if status != 200:
            raise SystemExit(f"A draft could not be opened: {status}")
        self.token = headers["Set-Cookie"].partition("=")[2].partition(";")[0]
        form = lxml.html.fromstring(page.decode()).xpath('//div[@id="content-main"]//form[@method="post"]')[0]
        # Browsers drop the line break that follows the tag of a text area.
        self.form = [(name, value.removeprefix("\n")) for name, value in form.form_values()]

    def save(self, number: int) -> None:
        """Save the draft with another headline."""
        changed = {"headline": f"Saved {number} by {self.session[:4]}"}
        body = urlencode([(name, changed.get(name, value)) for name, value in self.form])
        began = time.monotonic()
        try:
            status, _headers, answer = self.ask("POST", body)
            said = json.loads(answer) if status == 200 else {}
        except (OSError, http.client.HTTPException, ValueError) as problem:
            self.errors.append(repr(problem))
            return
        if not said.get("version"):
            self.errors.append(f"{status} {answer[:300]!r}")
            return
        self.took.append(time.monotonic() - began)
        version = str(said["version"])
        self.form = [(name, version if name == "version" else value) for name, value in self.form]

    def work(self, until: float) -> None:
        """Save every few seconds, not all at the same time."""
        number = 0
        time.sleep(random.uniform(0, self.every))
        while time.monotonic() < until:
            number += 1
            began = time.monotonic()
            self.save(number)
            time.sleep(max(0.0, self.every * random.uniform(0.8, 1.2) - (time.monotonic() - began)))


def read(port: int, paths: list[str], folder: Path, *, rate: int, seconds: float) -> dict[str, Any]:
    """Have readers ask for these pages; return what came of it."""
    listed = folder / f"paths-{port}.txt"
    listed.write_text("\n".join(paths) + "\n", encoding="utf-8")
    command = [
        *("wrk", "--latency", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", f"{LONGEST}s"),
        *("-H", f"Host: {HOST}", "-H", "Accept-Encoding: gzip", "-s", str(SCRIPT)),
        *(f"http://127.0.0.1:{port}", "--", str(listed), str(rate)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.partition("RESULT ")[2])
    return found


@contextmanager
def behind_the_front(variables: Mapping[str, str], folder: Path, floor: bytes) -> Iterator[tuple[int, int]]:
    """Start the server, its worker, Varnish and nginx; yield where readers and where the floor are asked."""
    port, varnish_port, front, raw = (free_port() for _number in range(4))
    in_front = {
        "PORT": str(port),
        "SITE_URL": f"http://{HOST}",
        "PROXY_COUNT": "2",
        "PROXY_SECONDS": "86400",
        "PURGE_VARNISH": f"http://127.0.0.1:{varnish_port}",
        "PURGE_VARNISH_SECRET": SECRET,
        "SECOND_FACTOR": "off",
    }
    site = os.environ | variables | in_front
    server = serve.command(sys.executable, host="127.0.0.1", port=port)
    with ExitStack() as stack:
        log = folder / "server.log"
        stack.enter_context(running(server, port, log=log, variables=serve.MEMORY | site))
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            env=site,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(worker.wait)
        stack.callback(worker.terminate)
        stack.enter_context(a_varnish(folder / "varnish", origin=port, port=varnish_port))
        command = an_nginx(folder / "nginx", origin=varnish_port, front=front, raw=raw, floor=floor)
        stack.enter_context(running(command, front, log=folder / "nginx.log"))
        yield front, raw


def an_nginx(folder: Path, *, origin: int, front: int, raw: int, floor: bytes) -> list[str]:
    """Write what nginx needs, and a server of one small file for the floor; return the command."""
    folder.mkdir()
    places = {
        "127.0.0.1:6081": f"127.0.0.1:{origin}",
        "listen [::]": "# listen [::]",
        "listen 443 ssl http2": f"listen 127.0.0.1:{front}",
        "ssl_certificate": "# ssl_certificate",
    }
    (folder / "newsroom.conf").write_text(yours("nginx/newsroom-before-varnish.conf", places))
    (folder / "file").write_bytes(floor)
    (folder / "floor.conf").write_text(
        f"server {{ listen 127.0.0.1:{raw}; location / {{ root {folder}; try_files /file =404; }} }}\n"
    )
    return nginx_command(program("nginx"), folder, ["newsroom.conf", "floor.conf"])


def publish_now_and_then(variables: Mapping[str, str], until: float, counted: list[str]) -> None:
    """Publish an article anew every ten seconds, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{PUBLISH}"],
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    while time.monotonic() < until:
        process.stdin.write("\n")
        process.stdin.flush()
        counted.append(process.stdout.readline())
        time.sleep(10)
    process.stdin.close()
    process.wait()


def logged_in(variables: Mapping[str, str], number: int) -> tuple[tuple[str, str], list[tuple[str, str]]]:
    """Make editors with a draft each; return the names of their cookies, and each draft and session."""
    made = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{EDITORS.format(count=number)}"],
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    session_name, csrf_name, drafts = json.loads(made.stdout.splitlines()[-1])
    return (session_name, csrf_name), drafts


def read_by_readers(kinds: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the pages readers ask for: of ten six articles, two times home, one person and one tag."""
    article, person, tag = (kinds[kind] for kind in ("article", "person", "tag"))
    paths = []
    for number, path in enumerate(article):
        paths.append(path)
        if number % 6 == 5:
            turn = number // 6
            paths += ["/", person[turn % len(person)], "/", tag[turn % len(tag)]]
    return paths


def measured(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Fill a database, start everything, and have everybody work at once."""
    durable()
    variables, lines = filled(options.articles, folder / "data")
    cookies, drafts = logged_in(variables, options.editors)
    paths = read_by_readers(pages(lines))
    floor = random.Random(1).randbytes(len(gzip.compress(b"x")) + 6000)
    with behind_the_front(variables, folder, floor) as (port, raw):
        editors = [Editor(port, address, cookies, session, options.every) for address, session in drafts]
        for editor in editors:
            editor.open()
        read(port, paths, folder, rate=options.rate, seconds=3)
        floors = [read(raw, ["/"], folder, rate=options.rate, seconds=5)]
        until = time.monotonic() + options.seconds
        published: list[str] = []
        threads = [threading.Thread(target=editor.work, args=[until]) for editor in editors]
        threads.append(threading.Thread(target=publish_now_and_then, args=[variables, until, published]))
        for thread in threads:
            thread.start()
        readers = read(port, paths, folder, rate=options.rate, seconds=options.seconds)
        for thread in threads:
            thread.join()
        floors.append(read(raw, ["/"], folder, rate=options.rate, seconds=5))
    took = sorted(second * 1000 for editor in editors for second in editor.took)
    cuts = quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    return {
        "readers": readers,
        "floors": floors,
        "saves": {"number": len(took), "p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98]},
        "errors": [error for editor in editors for error in editor.errors],
        "published": published.count("published\n"),
    }


def durable() -> None:
    """Let each commit reach the disk, as on a server; for tests that is turned off."""
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
        for name in DURABLE:
            connection.execute(f"ALTER SYSTEM SET {name} = on")
        connection.execute("SELECT pg_reload_conf()")


def told(found: dict[str, Any], options: argparse.Namespace) -> bool:
    """Print what was found; return whether it is as promised."""
    readers, saves = found["readers"], found["saves"]
    floor = max(each["p99_ms"] for each in found["floors"])
    failed = readers["status"] + readers["lost"]
    print(f"{options.editors} editors, one save every {options.every:g} s each, for {options.seconds:g} s:")
    print(
        f"  {saves['number']} saved, {len(found['errors'])} errors, {found['published']} published meanwhile"
    )
    print(
        f"  half within {saves['p50_ms']:.0f} ms, 95 of 100 {saves['p95_ms']:.0f}, 99 {saves['p99_ms']:.0f}"
    )
    rate = readers["requests"] / readers["seconds"]
    print(f"Readers: {rate:.0f} a second of {options.rate} wanted, {failed} errors of {readers['requests']}")
    print(
        f"  half within {readers['p50_ms']:.1f} ms, 95 of 100 {readers['p95_ms']:.1f}, "
        f"99 {readers['p99_ms']:.1f}, the slowest {readers['most_ms']:.0f}"
    )
    for name, each in zip(("before", "after"), found["floors"], strict=True):
        print(f"Floor, {name}: half within {each['p50_ms']:.1f} ms, 99 of 100 within {each['p99_ms']:.1f}")
    print(f"99 of 100 pages ÷ the same of the floor: {readers['p99_ms'] / max(floor, 0.01):.1f} ×")
    for error in found["errors"][:5]:
        print(f"  {error}")
    is_kept = not failed and not found["errors"] and readers["p99_ms"] <= MOST_MS
    is_asked = rate >= 0.98 * options.rate and saves["number"] > 0
    if not is_asked:
        print("Fewer were asked than wanted: this machine does not say anything.")
    return is_kept and is_asked


def main() -> int:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="for five minutes")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--every", type=float, default=10, help="seconds between two saves of one editor")
    parser.add_argument("--rate", type=int, default=500, help="requests of readers a second")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    options.seconds = options.seconds or (300 if options.long else 30)
    if "TEST_DATABASE_URL" not in os.environ:
        again = [
            sys.executable,
            "-m",
            "tools.postgres",
            sys.executable,
            "-m",
            "benchmarks.load",
            *sys.argv[1:],
        ]
        return subprocess.run(again, check=False).returncode
    if not unpaced.is_possible():
        print(unpaced.HOW_TO_GET_IT)
        return 1
    with tempfile.TemporaryDirectory(prefix="newsroom-load-") as folder:
        found = measured(options, Path(folder))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0 if told(found, options) else 1


if __name__ == "__main__":
    sys.exit(main())
