"""A stand-in for a CDN, before the file we ship for it and set up as docs/in-front.md says."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.deploy.programs import HOST, Answer, an_nginx, ask
from tests.deploy.test_served import CHANGE, PUBLISH, TAKE_DOWN, WORK
from tests.environment import ROOT
from tests.serving import answering
from tests.sites import Site, free_port

pytestmark = [pytest.mark.own_database, pytest.mark.same_on_both]

KEY = "the key of the stand-in"


@dataclass
class Cdn:
    """Keeps what is public by its address, drops it by its words, softly or hard; tries origins in turn."""

    origins: list[int]
    port: int = 0
    kept: dict[str, tuple[float, float, Answer]] = field(default_factory=dict)
    told: list[dict[str, str]] = field(default_factory=list)

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        until, stale_until, kept = self.kept.get(path, (0.0, 0.0, None))
        if kept is not None and time.monotonic() < until:
            return kept
        fresh = self.ask_origins(path, headers)
        if fresh.status >= 500 and kept is not None and time.monotonic() < stale_until:
            return kept
        said = fresh["Cache-Control"]
        if fresh.status == 200 and "public" in said and (seconds := re.search(r"s-maxage=(\d+)", said)):
            now, stale = time.monotonic(), re.search(r"stale-if-error=(\d+)", said)
            until = now + int(seconds[1])
            self.kept[path] = (until, until + (int(stale[1]) if stale else 0), fresh)
        return fresh

    def ask_origins(self, path: str, headers: dict[str, str]) -> Answer:
        for port in self.origins:
            try:
                answer = ask(port, path, Accept_Encoding="identity", **headers)
            except OSError:
                continue
            if answer.status < 500:
                return answer
        return Answer(503, {"cache-control": "no-store"}, b"away")

    def purge(self, headers: dict[str, str]) -> int:
        self.told.append(headers)
        if headers.get("fastly-key") != KEY:
            return 403
        words, is_soft = set(headers["surrogate-key"].split()), headers.get("fastly-soft-purge") == "1"
        for path, (_until, stale_until, page) in list(self.kept.items()):
            if words & set(page["Surrogate-Key"].split()):
                if is_soft:
                    self.kept[path] = (0.0, stale_until, page)
                else:
                    del self.kept[path]
        return 200


def written(log: Path) -> str:
    """Return what nginx has logged; it writes a request down only after it was answered."""
    until = time.monotonic() + 10
    while not (text := log.read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    return text


@contextmanager
def a_cdn(origins: list[int]) -> Iterator[Cdn]:
    cdn = Cdn(origins)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = cdn.answer(self.path, {"X_Forwarded_For": self.headers["X-Reader"] or "198.51.100.7"})
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def do_POST(self) -> None:
            status = cdn.purge({name.lower(): value for name, value in self.headers.items()})
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    cdn.port = server.server_port
    with answering(server):
        yield cdn


def as_the_page_says(port: int) -> dict[str, str]:
    """Return the settings that docs/in-front.md has for Fastly, with the stand-in in its place."""
    text = (ROOT / "docs" / "in-front.md").read_text()
    block = text.partition("**Fastly**\n```\n")[2].partition("\n```")[0]
    given = dict(line.split("=", 1) for line in block.splitlines())
    assert json.loads(given["PURGE_HEADERS"])["Fastly-Key"] == "{secret}"
    given["PURGE_URL"] = given["PURGE_URL"].replace("https://api.fastly.com", f"http://127.0.0.1:{port}")
    return given | {"PURGE_SECRET": KEY, "PROXY_SECONDS": "86400", "PROXY_COUNT": "1"}


def test_a_change_is_told_and_one_machine_is_enough(empty_site: Site, tmp_path: Path) -> None:
    behind = {"192.0.2.0/24": "127.0.0.1"}
    file, folder = "newsroom-behind-cdn.conf", tmp_path / "n"
    with ExitStack() as stack:
        machine = stack.enter_context(an_nginx(folder, file, behind=empty_site.port, more=behind))
        with a_cdn([free_port(), machine]) as cdn:
            empty_site.variables |= as_the_page_says(cdn.port) | {"SITE_URL": f"http://{HOST}"}
            empty_site.start()
            empty_site.run(f"from jobs.queue import enqueue; enqueue('purging.try')\n{WORK}")
            empty_site.run(PUBLISH.format(headline="Before", slug="cdn"))
            empty_site.run(WORK)
            path = "/articles/cdn/"
            assert "Before" in ask(cdn.port, path).text
            _until, _stale, kept = cdn.kept[path]
            assert "stale-if-error" in kept["Cache-Control"] and kept["Surrogate-Key"]
            # A reader who was counted by nginx is the one who asked the CDN.
            assert "198.51.100.7" in written(folder / "access.log")
            empty_site.run(f"{CHANGE.format(slug='cdn', headline='After')}\n{WORK}")
            assert cdn.told[-1]["fastly-soft-purge"] == "1"
            assert "After" in ask(cdn.port, path).text
            # Its time is over and no machine answers: what was kept is shown.
            cdn.kept[path] = (0.0, cdn.kept[path][1], cdn.kept[path][2])
            empty_site.stop()
            assert "After" in ask(cdn.port, path).text
            # Taken down meanwhile: gone, with nobody there to ask.
            empty_site.run(f"{TAKE_DOWN.format(slug='cdn').replace('edition=1', 'edition=2')}\n{WORK}")
            assert "fastly-soft-purge" not in cdn.told[-1]
            assert ask(cdn.port, path).status == 503
