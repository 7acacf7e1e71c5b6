"""Newsroom itself behind the programs with our files: changes are seen at once, what goes is gone at once."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.programs import HOST, SECRET, Answer, a_varnish, an_nginx, ask, program
from tests.sites import Site, copied, free_port
from tests.soaking import SOAK
from tests.waiting import until

pytestmark = [pytest.mark.own_database, pytest.mark.same_on_both]

PUBLISH = """
from tests import factories as make
make.make_published_article(headline={headline!r}, slug={slug!r})
"""
CITES = """
from tests import factories as make
kept, secret = "An open source", "A secret source"
sources = [make.make_reference(title=kept), make.make_reference(title=secret, confidential=True)]
make.make_published_article(headline="Cites", slug="cites", sources=[source.key for source in sources])
"""
NAMES = """
from tests import factories as make
nobody = make.make_person(name="Nora Nobody")
make.make_published_article(headline="Names", slug="names", body=make.mentioning(nobody))
"""
TRY = "from jobs.queue import enqueue; from jobs.working import work_off; enqueue('purging.try'); work_off()"
WORK = "from jobs.working import work_off; work_off()"
CHANGE = """
from articles.models import Article
from publishing import workflow
from tests import factories as make
article = Article.objects.get(slug={slug!r})
version = make.save(article, headline={headline!r})
workflow.publish(working_copy=article, version=version, actor=None, change="minor")
"""
TAKE_DOWN = """
from articles.models import Article
from publishing import workflow
workflow.withdraw(working_copy=Article.objects.get(slug={slug!r}), edition=1, actor=None)
"""
CONFIDENTIAL = """
from publishing.records import save_record
from references.models import Reference
for row in Reference.objects.filter(title={title!r}):
    save_record(record=row, changes={{"confidential": {value!r}}}, version=row.version, actor=None)
"""
PAGE_FOR = """
from profiles.models import Person
from publishing import workflow
person = Person.objects.get(name="Nora Nobody")
workflow.publish(working_copy=person, version=person.version, actor=None)
"""


class Behind:
    """The site, and what stands in front of it."""

    def __init__(self, site: Site, port: int) -> None:
        self.site, self.port = site, port

    def get(self, path: str, **headers: str) -> Answer:
        return ask(self.port, path, **headers)

    def do(self, code: str, **values: object) -> None:
        """Do something as a colleague would, and let the worker tell of it."""
        done = code.format(**values) if values else code
        self.site.run(f"{done}\n{WORK}")

    def asked_for(self, path: str) -> int:
        """Return how often the site itself was asked for a page."""
        time.sleep(0.4)
        return self.site.log.read_text(errors="replace").count(f" GET {path} ")

    def begin_again(self) -> None:
        """Serve the site after it was ended, and wait until Varnish knows."""
        until(lambda: not is_listening(self.site.port))
        self.site.start()
        until(lambda: self.get(f"/articles/not-there-{time.monotonic()}/").status == 404)


def is_listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def behind(site_template: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    """A served site that tells Varnish of its changes, and the port of Varnish."""
    program("varnishd")
    folder, port = tmp_path_factory.mktemp("front"), free_port()
    with copied(site_template, folder / "var", name=f"newsroom_front_{os.getpid()}") as site:
        site.variables |= {
            "SECOND_FACTOR": "off",
            "SITE_URL": f"http://{HOST}",
            "PURGE_VARNISH": f"http://127.0.0.1:{port}",
            "PURGE_VARNISH_SECRET": SECRET,
            "PROXY_SECONDS": "3600",
        }
        site.start()
        with a_varnish(folder / "v", origin=site.port, port=port):
            site.run(TRY)
            site.run(WORK)
            yield Behind(site, port)


def test_a_page_is_kept_and_its_change_is_seen_by_the_next_reader(behind: Behind) -> None:
    path = "/articles/kept/"
    behind.do(PUBLISH, slug="kept", headline="Kept headline")
    # Any process may believe for a second what it has read before.
    until(lambda: "s-maxage=3600" in ask(behind.site.port, path)["Cache-Control"])
    direct = ask(behind.site.port, path)
    assert direct["Surrogate-Key"] and direct["Cache-Tag"]
    first = behind.get(path)
    assert first.status == 200 and "Kept headline" in first.text
    assert not {"surrogate-key", "cache-tag", "set-cookie"} & set(first.headers)
    before = behind.asked_for(path)
    assert behind.get(path).body == first.body and behind.asked_for(path) == before
    assert "Kept headline" in behind.get("/").text
    behind.do(CHANGE, slug="kept", headline="Renamed headline")
    assert "Renamed headline" in behind.get(path).text
    assert "Renamed headline" in behind.get("/").text


def test_what_is_taken_down_is_gone_at_once(behind: Behind) -> None:
    behind.do(PUBLISH, slug="doomed", headline="Doomed headline")
    lists = ("/", "/feed/")
    for path in ("/articles/doomed/", *lists):
        assert "Doomed headline" in behind.get(path).text
    behind.do(TAKE_DOWN, slug="doomed")
    assert behind.get("/articles/doomed/").status == 404
    for path in lists:
        assert "Doomed headline" not in behind.get(path).text


def test_what_was_not_there_is_there_as_soon_as_it_is_published(behind: Behind) -> None:
    assert behind.get("/articles/fresh/").status == 404
    behind.do(PUBLISH, slug="fresh", headline="Fresh headline")
    assert "Fresh headline" in behind.get("/articles/fresh/").text


def test_what_is_kept_secret_stands_in_no_header_and_changes_the_page_all_the_same(behind: Behind) -> None:
    path = "/articles/cites/"
    behind.do(CITES)
    before = ask(behind.site.port, path)["Surrogate-Key"].split()
    words = behind.site.run(
        "from purging.words import word; from publishing.caching import row; "
        "from references.models import Reference\n"
        "for one in Reference.objects.order_by('title'): print(one.title, word(row(one)))"
    )
    named = dict(line.rsplit(" ", 1) for line in words.splitlines())
    assert named["An open source"] in before and named["A secret source"] not in before
    assert "A secret source" not in behind.get(path).text
    behind.do(CONFIDENTIAL, title="A secret source", value=False)
    assert "A secret source" in behind.get(path).text
    behind.do(CONFIDENTIAL, title="An open source", value=True)
    assert "An open source" not in behind.get(path).text


def test_whoever_gets_a_page_is_linked_where_they_were_named(behind: Behind) -> None:
    behind.do(NAMES)
    assert "/people/nora-nobody/" not in behind.get("/articles/names/").text
    behind.do(PAGE_FOR)
    assert "/people/nora-nobody/" in behind.get("/articles/names/").text


def test_the_desk_is_never_kept_and_a_login_changes_no_page(behind: Behind) -> None:
    behind.do(PUBLISH, slug="login", headline="For everybody")
    cookie = f"newsroom_session={behind.site.session}"
    assert "Log out" in behind.get("/admin/", Cookie=cookie).text
    assert behind.get("/admin/").status == 302
    plain = behind.get("/articles/login/")
    assert behind.get("/articles/login/", Cookie=cookie).body == plain.body
    assert "set-cookie" not in behind.get("/articles/login/", Cookie=cookie).headers


def test_encodings_conditions_and_heads_are_answered_as_by_the_site_itself(behind: Behind) -> None:
    path = "/articles/encoded/"
    behind.do(PUBLISH, slug="encoded", headline="Encoded")
    for accepts in ("br", "gzip", "identity"):
        ours = ask(behind.site.port, path, Accept_Encoding=accepts)
        theirs = behind.get(path, Accept_Encoding=accepts)
        for name in ("ETag", "Content-Encoding"):
            assert ours[name] == theirs[name]
        assert ours.body == theirs.body
        assert behind.get(path, Accept_Encoding=accepts, If_None_Match=theirs["ETag"]).status == 304
    assert ask(behind.port, path, method="HEAD").body == b""
    assert ask(behind.port, path, method="POST").status == 405
    assert behind.get(path, host="evil.example").status == 421


def test_with_the_site_stopped_what_was_seen_is_shown_and_what_was_taken_down_is_not(behind: Behind) -> None:
    for name in ("stays", "changes", "goes"):
        behind.do(PUBLISH, slug=name, headline=f"It {name} here")
        assert behind.get(f"/articles/{name}/").status == 200
    for path in ("/", "/feed/"):
        assert "It goes here" in behind.get(path).text
    behind.do(TAKE_DOWN, slug="goes")
    for name in ("stays", "changes"):
        behind.get(f"/articles/{name}/")
    # Changed, told, and not asked for since: the earlier version is all that is left.
    behind.do(CHANGE, slug="changes", headline="Never seen")
    behind.site.kill()
    try:
        for name in ("stays", "changes"):
            assert f"It {name} here" in behind.get(f"/articles/{name}/").text
        for path in ("/articles/goes/", "/", "/feed/", "/articles/never-there/"):
            answer = behind.get(path)
            assert answer.status in (404, 503) and "It goes here" not in answer.text
    finally:
        behind.begin_again()


@pytest.mark.long
@pytest.mark.skipif(not SOAK, reason="waits for the site to be given up: make soak")
def test_a_site_that_hangs_is_no_worse_than_one_that_is_gone(behind: Behind) -> None:
    for name in ("hangs", "left"):
        behind.do(PUBLISH, slug=name, headline=f"It {name} here")
        behind.get(f"/articles/{name}/")
    behind.do(TAKE_DOWN, slug="left")
    behind.get("/articles/hangs/")
    behind.do(CHANGE, slug="hangs", headline="Seen when it is back")
    assert behind.site.process
    os.killpg(behind.site.process.pid, signal.SIGSTOP)
    try:
        # The first reader waits for as long as the origin may take, the others no longer.
        assert "It hangs here" in behind.get("/articles/hangs/").text
        began = time.monotonic()
        assert behind.get("/articles/hangs/").status == 200
        assert time.monotonic() - began < 1
        assert behind.get("/articles/left/").status in (404, 503)
    finally:
        os.killpg(behind.site.process.pid, signal.SIGCONT)
    until(lambda: "Seen when it is back" in behind.get("/articles/hangs/").text)


@pytest.mark.long
@pytest.mark.skipif(not SOAK, reason="waits for a minute: make soak")
def test_behind_nginx_alone_what_was_taken_down_is_gone_after_its_minute(
    site_template: Site, tmp_path: Path
) -> None:
    with (
        copied(site_template, tmp_path / "var", name=f"newsroom_nginx_{os.getpid()}") as site,
        an_nginx(tmp_path / "n", "newsroom.conf", behind=site.port) as port,
    ):
        site.variables |= {"SITE_URL": f"http://{HOST}"}
        site.run(PUBLISH.format(slug="doomed", headline="Doomed headline"))
        site.start()
        assert "Doomed headline" in ask(port, "/articles/doomed/").text
        site.run(TAKE_DOWN.format(slug="doomed"))
        assert site.process
        os.killpg(site.process.pid, signal.SIGSTOP)
        try:
            time.sleep(62)
            assert ask(port, "/articles/doomed/", timeout=60).status == 503
        finally:
            os.killpg(site.process.pid, signal.SIGCONT)
